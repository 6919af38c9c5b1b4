import { z } from 'zod';
import { amountShape, decimalInput, idShape, lineInput } from '../scalars.ts';
import { editInput, editStateShape } from './edits.ts';
import { longListQuery, longPageOf, removedInput, rowTimes } from './lists.ts';

/** A variation of an event's product. A simple product has one tier, with variation 0. */
const tierShape = z.object({
  id: idShape,
  event_id: idShape,
  event_title: z.string(),
  name: z.string(),
  woo_product_id: z.int(),
  woo_variation_id: z.int(),
  /** Null if it was sold but is no longer part of the product. */
  price: amountShape.nullable(),
  currency: z.string(),
  /** The capacity that a person set here; null if it is not set. No sync changes it. */
  capacity: z.int().nullable(),
  /**
   * How many tickets the store can still sell, if it manages the stock of this tier. A negative number means
   * that it sold more than it had.
   */
  stock_left: z.int().nullable(),
  /** Units in paid orders, without refunded ones. */
  sold: z.int(),
  /** The smaller of `capacity` − `sold` and `stock_left`, at least 0. Null if neither is known. */
  left: z.int().nullable(),
  /** How many were sold beyond the limit; 0 if none. */
  oversold: z.int(),
  form_id: idShape.nullable(),
  ...rowTimes,
});
export type TicketTier = z.infer<typeof tierShape>;

export const tierPageShape = longPageOf(tierShape);
export const tierQuery = longListQuery({ event: idShape.optional(), removed: removedInput.optional() }, [
  'name',
  'created_at',
  'updated_at',
]);

/** A tier with the edits that people made to it. */
export const tierDetailShape = tierShape.extend(editStateShape);
export type TierDetail = z.infer<typeof tierDetailShape>;

/**
 * The fields of a tier that people may change. The store has no capacity, so there is no store value to restore
 * for it.
 */
export const tierEditInput = editInput(
  {
    name: lineInput(200).optional(),
    price: decimalInput({ min: 0, max: 999_999_999_999, digits: 8 }).nullable().optional(),
    capacity: z.int().min(0).max(2_147_483_647).nullable().optional(),
  },
  ['capacity'],
);

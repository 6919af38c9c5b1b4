import { z } from 'zod';
import { amountShape, longListQuery, longPageOf, removedInput, rowTimes } from './backend-lists.ts';
import { idShape } from './scalars.ts';

/** A variation of an event's product; a simple product has one tier, variation 0. */
export const tierShape = z.object({
  id: idShape,
  event_id: idShape,
  event_title: z.string(),
  name: z.string(),
  woo_product_id: z.int(),
  woo_variation_id: z.int(),
  /** null: sold, but no longer of the product. */
  price: amountShape.nullable(),
  currency: z.string(),
  capacity: z.int().nullable(),
  form_id: idShape.nullable(),
  ...rowTimes,
});
export type TicketTier = z.infer<typeof tierShape>;

export const tierPageShape = longPageOf(tierShape);
export const tierQuery = longListQuery({ event: idShape.optional(), removed: removedInput.optional() }, [
  'name',
  'created_at',
]);

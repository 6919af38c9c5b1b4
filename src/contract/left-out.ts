import { z } from 'zod';
import { amountShape } from './scalars.ts';

/** What one row of the store that could not be read leaves out of its event. null: not known. */
export const leftOutShape = z.object({
  /** Of the order; null: it is a ticket, or the row was rejected before version 0.2. */
  currency: z.string().nullable(),
  /** Of the event's lines after discount, with tax. A ticket leaves out no money: the order's is loaded. */
  total: amountShape.nullable(),
  /** Some of the money cannot be read: it is `total` at least. */
  is_partial: z.boolean(),
  /** The order's ticket posts of the event, else the units bought. */
  tickets: z.int().nullable(),
  /** Of those tickets, how many the store has checked in. */
  checked_in: z.int().nullable(),
  /** The backend has the row as it was read before: then that much is not missing there. */
  has_earlier_version: z.boolean(),
});

/** What several rows leave out together. Amounts of several currencies do not add up. */
export const leftOutTotalsShape = z.object({
  rows: z.int(),
  money: z.array(z.object({ currency: z.string(), total: amountShape, is_partial: z.boolean() })),
  /** Rows whose money is not known, and is in no total. */
  unknown_money: z.int(),
  tickets: z.int(),
  /** Rows whose tickets are not known. */
  unknown_tickets: z.int(),
  checked_in: z.int(),
  /** Rows that the backend has as they were read before. */
  earlier_versions: z.int(),
});
export type LeftOutTotals = z.infer<typeof leftOutTotalsShape>;
export type LeftOut = z.infer<typeof leftOutShape>;

import { z } from 'zod';
import { amountShape } from './scalars.ts';

/** What one unreadable row of the store leaves out of its event. A null field is not known. */
export const leftOutShape = z.object({
  /** The order's number. Null if the row is a ticket, or was rejected before version 0.2. */
  currency: z.string().nullable(),
  /**
   * The event's lines after discount, with tax. A ticket leaves out no money, because its order is loaded with
   * all its money.
   */
  total: amountShape.nullable(),
  /** true if some of the amounts cannot be read, so that the real sum is at least `total`. */
  is_partial: z.boolean(),
  /**
   * The number of the order's ticket posts that belong to the event; if it has none, the number of units
   * bought.
   */
  tickets: z.int().nullable(),
  /** How many of those tickets are checked in in the store. */
  checked_in: z.int().nullable(),
  /** true if the backend still has the row from an earlier reading. Then this much is not missing there. */
  has_earlier_version: z.boolean(),
});

/** What is missing in an event because of all rows that could not be read. Each currency has its own sum. */
export const leftOutTotalsShape = z.object({
  rows: z.int(),
  money: z.array(z.object({ currency: z.string(), total: amountShape, is_partial: z.boolean() })),
  /** Rows with unknown amounts, which are in no total. */
  unknown_money: z.int(),
  tickets: z.int(),
  /** Rows with an unknown number of tickets. */
  unknown_tickets: z.int(),
  checked_in: z.int(),
  /** Rows that the backend still has from an earlier reading. */
  earlier_versions: z.int(),
});
export type LeftOutTotals = z.infer<typeof leftOutTotalsShape>;
export type LeftOut = z.infer<typeof leftOutShape>;

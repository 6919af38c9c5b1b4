import { z } from 'zod';
import { followed, listQuery, pageOf } from '../page.ts';
import { anyText, instantInput, instantShape } from '../scalars.ts';

/** A page of a list that may be long. Beyond 10,000 rows `count` is an estimate, and `next` contains a key. */
export function longPageOf<Item extends z.ZodType>(item: Item) {
  return pageOf(item).extend({
    /** False if `count` is an estimate. */
    count_exact: z.boolean(),
  });
}

/** A position in a list, from `next` or `previous`. */
const cursorInput = anyText()
  .regex(/^[A-Za-z0-9_-]{1,4000}$/)
  .meta({ description: 'A position in the list, from next or previous' });

/** The parameters of every list of the backend, and the filters of this one. */
export function longListQuery<Filters extends z.ZodRawShape, Name extends string>(
  filters: Filters,
  orderings: readonly Name[],
) {
  return listQuery({ cursor: cursorInput.optional(), ...followed, ...filters }, orderings);
}

/** Rows that the store removed. False (the default) leaves them out, and true shows only them. */
export const removedInput = z.enum(['false', 'true', 'all']);

/** A time; without an offset it is UTC. */
export const sinceInput = instantInput.meta({ description: 'From this time on; UTC without an offset' });
export const untilInput = instantInput.meta({ description: 'Before this time; UTC without an offset' });

/** A WooCommerce id in a query. */
export const wooIdFilter = anyText()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

/** The fields of rows that the store may remove. */
export const rowTimes = {
  /** The time when the store removed the row; null if it still exists. */
  removed_at: instantShape.nullable(),
  removed_reason: z.enum(['gone', 'trashed', 'left_event']).nullable(),
  created_at: instantShape,
  updated_at: instantShape,
};

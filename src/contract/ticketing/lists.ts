import { z } from 'zod';
import { listQuery, pageOf } from '../page.ts';
import { anyText, instantInput, instantShape } from '../scalars.ts';

/** A page of a list that may be long: past 10,000 rows `count` is an estimate, and `next` goes by key. */
export function longPageOf<Item extends z.ZodType>(item: Item) {
  return pageOf(item).extend({
    /** false: `count` is an estimate. */
    count_exact: z.boolean(),
  });
}

/** A place in a list, out of `next` or `previous`. */
const cursorInput = anyText()
  .regex(/^[A-Za-z0-9_-]{1,4000}$/)
  .meta({ description: 'A place in the list: take it out of next or previous' });

/** What every list of the backend takes, and the filters of this one. */
export function longListQuery<Filters extends z.ZodRawShape, Name extends string>(
  filters: Filters,
  orderings: readonly Name[],
) {
  return listQuery({ cursor: cursorInput.optional(), ...filters }, orderings);
}

/** Rows that are gone from the store: false (as if not said) leaves them out, true shows them alone. */
export const removedInput = z.enum(['false', 'true', 'all']);

/** A time; without an offset it is UTC. */
export const sinceInput = instantInput.meta({ description: 'From this time on; UTC without an offset' });
export const untilInput = instantInput.meta({ description: 'Before this time; UTC without an offset' });

/** A WooCommerce id in a query. */
export const wooIdFilter = anyText()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

/** What rows have that the store may lose. */
export const rowTimes = {
  /** Since when the store does not have it any more; null: it does. */
  removed_at: instantShape.nullable(),
  removed_reason: z.enum(['gone', 'trashed', 'left_event']).nullable(),
  created_at: instantShape,
  updated_at: instantShape,
};

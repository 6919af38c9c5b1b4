import { z } from 'zod';
import { anyText, instantInput, textInput } from './scalars.ts';

export const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 200;

/** A page of a list, in the format of Django REST framework. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    count: z.int(),
    /** The address of the next page; null on the last one. */
    next: z.url().nullable(),
    previous: z.url().nullable(),
    results: z.array(item),
  });
}

/** One column by which a list is ordered. */
export interface Ordering<Name extends string = string> {
  readonly by: Name;
  readonly descending: boolean;
}

const pageInput = anyText()
  .regex(/^(last|[1-9]\d{0,8})$/)
  .transform((text): number | 'last' => (text === 'last' ? text : Number(text)));

const pageSizeInput = anyText()
  .regex(/^[1-9]\d{0,8}$/)
  .transform((text) => Math.min(Number(text), MAX_PAGE_SIZE));

const offsetInput = anyText()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** The filter by which programs follow a list: rows that changed at exactly this time are left out. */
export const followed = {
  updated_after: instantInput
    .meta({ description: 'Only rows that changed after this time, not at it; UTC without an offset' })
    .optional(),
};

/** `name` or `-name`, several separated by commas. */
function orderingInput<Name extends string>(names: readonly Name[]) {
  return anyText()
    .max(200)
    .transform((text, ctx): Ordering<Name>[] => {
      const found = text.split(',').map((part) => {
        const descending = part.trim().startsWith('-');
        const by = names.find((name) => name === part.trim().replace(/^-/, ''));
        return by === undefined ? null : { by, descending };
      });
      const known = found.filter((one) => one !== null);
      if (known.length === found.length) return known;
      ctx.addIssue({ code: 'custom', params: { rule: 'choice', limit: names.join(', ') }, input: text });
      return z.NEVER;
    })
    .meta({ description: `${names.join(', ')}; with - before it the other way round; several with commas` });
}

/** The maximum length of a search text. */
export const LONGEST_SEARCH = 200;

/** The parameters of every list, and the filters of this one. */
export function listQuery<Filters extends z.ZodRawShape, Name extends string>(
  filters: Filters,
  orderings: readonly Name[],
) {
  return z.strictObject({
    page: pageInput.optional(),
    page_size: pageSizeInput.optional(),
    limit: pageSizeInput.meta({ description: 'With offset, instead of page and page_size' }).optional(),
    offset: offsetInput.meta({ description: 'How many rows to leave out before the first' }).optional(),
    search: textInput(LONGEST_SEARCH).optional(),
    ordering: orderingInput(orderings).optional(),
    ...filters,
  });
}

/** Only executions of the last days, as many as this number says, or `all`. */
export const daysInput = anyText()
  .regex(/^(all|[1-9]\d{0,4})$/)
  .transform((text): number | 'all' => (text === 'all' ? text : Number(text)));

export const flagInput = z
  .enum(['true', 'false', 'True', 'False', '1', '0'])
  .transform((text) => /^(true|1)$/i.test(text));

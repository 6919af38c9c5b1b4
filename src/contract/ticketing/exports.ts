import { z } from 'zod';
import { EXPORT_FORMATS, EXPORT_LOCALES } from '../../vocabulary/exports.ts';
import { changeQuery } from '../execution.ts';
import { flagInput } from '../page.ts';
import { anyText, idShape } from '../scalars.ts';
import { sinceInput, untilInput } from './lists.ts';
import { orderQuery } from './orders.ts';
import { refundQuery } from './refunds.ts';
import { ticketQuery } from './tickets.ts';

const MOST_EVENTS = 200;

/** One event or several, separated by commas. */
const eventsInput = anyText()
  .max(MOST_EVENTS * 40)
  .transform((text, ctx) => {
    const ids = text.split(',').map((id) => id.trim());
    if (ids.length <= MOST_EVENTS && ids.every((id) => idShape.safeParse(id).success)) return ids;
    ctx.addIssue({ code: 'custom', params: { rule: 'uuid' }, input: text });
    return z.NEVER;
  })
  .meta({ description: `The id of an event; up to ${MOST_EVENTS} with commas. All events without it.` });

/** How the file is written, and which events it contains. */
const OF_EXPORT = {
  format: z.enum(EXPORT_FORMATS).optional(),
  /** The language of headings; in CSV also separator and decimals. By default that of the request. */
  locale: z.enum(EXPORT_LOCALES).optional(),
  /** True to begin a CSV file with a byte order mark, by which Excel recognises UTF-8. */
  bom: flagInput.optional(),
  event: eventsInput.optional(),
};

const PAGE = { page: true, page_size: true, limit: true, offset: true } as const;
const LONG_PAGE = { ...PAGE, cursor: true } as const;

/** Each export has the filters of its list. */
export const ticketExportQuery = ticketQuery.omit(LONG_PAGE).extend(OF_EXPORT);
export const orderExportQuery = orderQuery.omit(LONG_PAGE).extend(OF_EXPORT);
export const refundExportQuery = refundQuery.omit(LONG_PAGE).extend(OF_EXPORT);
export const changeExportQuery = changeQuery.omit(PAGE).extend({
  ...OF_EXPORT,
  execution: idShape.optional(),
  created_after: sinceInput.optional(),
  created_before: untilInput.optional(),
});
export const checkInExportQuery = z.strictObject({
  ...OF_EXPORT,
  origin: z.enum(['woocommerce', 'local']).optional(),
  status: z.enum(['checked_in', 'not_checked_in', 'cancelled']).optional(),
  /** The day of the event, counted from 1. */
  day: anyText()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number)
    .optional(),
  checked_in_after: sinceInput.optional(),
  checked_in_before: untilInput.optional(),
});
export const payoutExportQuery = z.strictObject({ ...OF_EXPORT, organizer: idShape.optional() });

import { z } from 'zod';
import { CHANGE_KIND_GROUPS, CHANGE_KINDS, kindsOf } from '../vocabulary/changes.ts';
import { anyText, idShape, instantShape } from './scalars.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const MOST_FILTERS = 100;

/** Several texts, separated by commas. */
function listInput() {
  return anyText()
    .max(4_000)
    .transform((text) => text.split(',').map((part) => part.trim()));
}

/** Kinds and groups of kinds, such as `order.*`, separated by commas. */
const kindsInput = listInput()
  .transform((names, ctx): readonly string[] => {
    const unknown = names.filter(
      (name) => !CHANGE_KINDS.includes(name) && !CHANGE_KIND_GROUPS.includes(name),
    );
    if (unknown.length === 0) return kindsOf(names);
    const limit = [...CHANGE_KIND_GROUPS, ...CHANGE_KINDS].join(', ');
    ctx.issues.push({ code: 'custom', input: names, params: { rule: 'choice', limit } });
    return z.NEVER;
  })
  .meta({ description: 'Kinds such as order.created, or order.* for all of an order; several with commas' });

const idsInput = listInput()
  .transform((ids, ctx): readonly string[] => {
    if (ids.length <= MOST_FILTERS && ids.every((id) => idShape.safeParse(id).success)) return ids;
    ctx.issues.push({ code: 'custom', input: ids, params: { rule: 'uuid' } });
    return z.NEVER;
  })
  .meta({ description: `Ids; up to ${MOST_FILTERS} with commas` });

export const changesQuery = z.strictObject({
  after: anyText()
    .regex(/^(latest|\d{1,15}\.\d{1,18})$/)
    .optional()
    .meta({
      description:
        'A cursor of a reply. Without it, from the oldest change that is kept; latest: no change, only the present end',
    }),
  limit: anyText()
    .regex(/^[1-9]\d{0,8}$/)
    .transform((text) => Math.min(Number(text), MAX_LIMIT))
    .default(DEFAULT_LIMIT)
    .meta({ description: `At most ${MAX_LIMIT}` }),
  kind: kindsInput.optional(),
  organizer: idsInput.optional(),
  event: idsInput.optional(),
});

/** A change: what changed, and no value of it. */
export const changeShape = z.object({
  /** Names this change, and its place in the feed. */
  cursor: z.string(),
  kind: z.string().meta({ description: CHANGE_KINDS.join(', ') }),
  /** The order, ticket, check-in, event, execution or alert. */
  subject_id: idShape,
  order_id: idShape.nullable(),
  ticket_id: idShape.nullable(),
  event_id: idShape.nullable(),
  organizer_id: idShape.nullable(),
  /** Names of the changed columns, and of the changed parts of an order or an event. Empty if the object is new. */
  fields: z.array(z.string()),
  /** All changes of one transaction have the same id. */
  transaction_id: z.string(),
  changed_at: instantShape,
});

export const changesShape = z.object({
  results: z.array(changeShape),
  /** Where the next request begins, even if it returned nothing. */
  cursor: z.string(),
  /** True if there are changes after the cursor now. */
  more: z.boolean(),
});

import { z } from 'zod';
import { CHANGE_KIND_GROUPS, CHANGE_KINDS, kindsOf } from '../vocabulary/changes.ts';
import { DELIVERY_STATUSES, ENDPOINT_STATES, SECRET_OVERLAP_HOURS } from '../vocabulary/outbound.ts';
import { changeShape } from './changes.ts';
import { listQuery, pageOf } from './page.ts';
import { anyText, idShape, instantInput, instantShape, lineInput } from './scalars.ts';

const MOST_FILTERS = 100;
const MOST_REPLAYED = 1_000;

/** An address of http or https without a user: Taquilla signs its messages instead. */
const urlInput = anyText()
  .max(2_000)
  .check((ctx) => {
    const url = URL.canParse(ctx.value) ? new URL(ctx.value) : null;
    const fits = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
    if (!fits) ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'url' } });
  });

const kindsInput = z
  .array(z.enum([...CHANGE_KINDS, ...CHANGE_KIND_GROUPS]))
  .max(MOST_FILTERS)
  .transform((names) => [...kindsOf(names)])
  .meta({ description: 'Kinds such as order.created, or order.* for all of an order; empty: all' });
const idsInput = z.array(idShape).max(MOST_FILTERS).meta({ description: 'Empty: all' });

export const newEndpointBody = z.strictObject({
  name: lineInput(100),
  url: urlInput,
  kinds: kindsInput.default([]),
  organizer_ids: idsInput.default([]),
  event_ids: idsInput.default([]),
});

export const endpointPatchBody = z.strictObject({
  name: lineInput(100).optional(),
  url: urlInput.optional(),
  kinds: kindsInput.optional(),
  organizer_ids: idsInput.optional(),
  event_ids: idsInput.optional(),
  state: z.enum(['active', 'paused']).optional(),
});

export const rotateSecretBody = z.strictObject({
  overlap_hours: z
    .int()
    .min(0)
    .max(168)
    .default(SECRET_OVERLAP_HOURS)
    .meta({ description: 'For how long messages have a signature of the secret before as well' }),
});

export const replayBody = z.strictObject({
  deliveries: z.array(idShape).min(1).max(MOST_REPLAYED).optional(),
  from: instantInput.optional(),
  until: instantInput.optional(),
});

export const endpointShape = z.object({
  id: idShape,
  name: z.string(),
  url: z.string().meta({ description: 'Operators see only its origin: its path may contain a secret' }),
  /** Empty: all. */
  kinds: z.array(z.string()),
  organizer_ids: z.array(idShape),
  event_ids: z.array(idShape),
  /** ended: the receiver answered 410. */
  state: z.enum(ENDPOINT_STATES),
  state_changed_at: instantShape,
  /** Until then, messages have a signature of the secret before as well; null: one signature. */
  old_secret_until: instantShape.nullable(),
  /** Failures in a row that concern the receiver as a whole. */
  failures: z.int(),
  /** The receiver is left alone until then. */
  held_until: instantShape.nullable(),
  last_delivered_at: instantShape.nullable(),
  last_error: z.string().nullable(),
  last_reply: z.string().nullable(),
  /** Positions of changes that it did not get, because they were no longer kept, such as 1–250. */
  skipped: z.string().nullable(),
  waiting: z.int(),
  given_up: z.int(),
  created_at: instantShape,
  updated_at: instantShape,
});

export type OutboundEndpoint = z.infer<typeof endpointShape>;

/** The secret is shown here alone. */
export const endpointWithSecretShape = endpointShape.extend({ secret: z.string() });
export type MadeEndpoint = z.infer<typeof endpointWithSecretShape>;
export const endpointPageShape = pageOf(endpointShape);
export const endpointQuery = listQuery({}, []).omit({ ordering: true, search: true });

const deliveryShape = z.object({
  id: idShape,
  /** The header `webhook-id`. */
  message_id: z.string(),
  kind: z.string(),
  change: changeShape,
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.int(),
  last_attempt_at: instantShape.nullable(),
  next_attempt_at: instantShape.nullable(),
  last_status: z.int().nullable(),
  last_error: z.string().nullable(),
  last_reply: z.string().nullable(),
  created_at: instantShape,
});
export type OutboundDelivery = z.infer<typeof deliveryShape>;
export const deliveryPageShape = pageOf(deliveryShape);
export const deliveryQuery = listQuery({ status: z.enum(DELIVERY_STATUSES).optional() }, []).omit({
  ordering: true,
  search: true,
});

export const replayedShape = z.object({ replayed: z.int() });

import { z } from 'zod';
import { ALERT_KINDS, MESSAGE_CHANNELS } from '../vocabulary/alerts.ts';
import { leftOutTotalsShape } from './left-out.ts';
import { flagInput, followed, listQuery, pageOf } from './page.ts';
import { idShape, instantShape } from './scalars.ts';

/** A message about an incident, or a test message, and the result of its delivery. */
const deliveryShape = z.object({
  id: idShape,
  event: z.enum(['opened', 'recovered', 'test']),
  channel: z.enum(MESSAGE_CHANNELS),
  /** An e-mail address, masked unless a superuser asks; `webhook` for the webhook. */
  recipient: z.string(),
  status: z.enum(['sent', 'waiting', 'given_up']),
  attempts: z.int(),
  created_at: instantShape,
  last_attempt_at: instantShape.nullable(),
  sent_at: instantShape.nullable(),
  /** Null if the message was sent or given up. */
  next_attempt_at: instantShape.nullable(),
  /** Why the last attempt failed: `alert.mail-server-away` … */
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  /** The answer of the mail server or the webhook; for superusers. */
  reply: z.string().nullable(),
});
export type Delivery = z.infer<typeof deliveryShape>;

/** The channels and recipients of alerts, and the results of the newest test messages. */
export const alertDeliveryShape = z.object({
  /** Null if `SMTP_URL` is not set. */
  mail: z.object({ from: z.string(), recipients: z.array(z.string()) }).nullable(),
  /** Null if `ALERT_WEBHOOK_URL` is not set. */
  webhook: z.object({ host: z.string() }).nullable(),
  tests: z.array(deliveryShape),
});
export type AlertDelivery = z.infer<typeof alertDeliveryShape>;

export const testAlertInput = z.strictObject({ channel: z.enum(MESSAGE_CHANNELS) });

/** A problem, from its first sign to its end. */
export const alertShape = z.object({
  id: idShape,
  kind: z.enum(ALERT_KINDS),
  /** The key that its failures share: `store:<credentials>`, `configuration:<id>`, `sign-ins` … */
  cause: z.string(),
  credentials: idShape.nullable(),
  credentials_name: z.string().nullable(),
  /** All affected sets of credentials. An outage is one alert for all sets of its server. */
  stores: z.array(z.object({ id: idShape, name: z.string() })),
  /** Host and port of the store's database; null for readers who may not see them. */
  server: z.string().nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  occurrences: z.int(),
  /**
   * What the unreadable rows of its configurations leave out; null if they leave out nothing, or the alert is
   * not about rows.
   */
  left_out: leftOutTotalsShape.nullable(),
  configurations: z.array(z.object({ id: idShape, name: z.string(), execution: idShape.nullable() })),
  /** The time of the first failure. */
  started_at: instantShape,
  /** When the problem became an incident: after the last attempt. */
  opened_at: instantShape,
  last_seen_at: instantShape,
  /** When the alert last changed; its messages do not count. */
  updated_at: instantShape,
  resolved_at: instantShape.nullable(),
  acknowledged_at: instantShape.nullable(),
  acknowledged_by_name: z.string().nullable(),
  advice: z.object({ means: z.string(), todo: z.string() }),
  /** The page of the operations guide that explains what to do: `store-unreachable` … */
  guide: z.string(),
  /** Messages about the alert, the newest first. */
  deliveries: z.array(deliveryShape),
});
export type Alert = z.infer<typeof alertShape>;
export const alertPageShape = pageOf(alertShape);

export const alertQuery = listQuery(
  {
    ...followed,
    kind: z.enum(ALERT_KINDS).optional(),
    open: flagInput.optional(),
    acknowledged: flagInput.optional(),
  },
  [],
).omit({ ordering: true, search: true });

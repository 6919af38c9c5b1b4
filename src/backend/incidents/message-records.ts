import { newId } from '../../kernel/ids.ts';
import type { MessageChannel } from '../../vocabulary/alerts.ts';
import type { Language } from '../../vocabulary/people.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** An event in the life of an incident. */
export type IncidentEvent = 'opened' | 'recovered';

export interface Recipient {
  readonly channel: MessageChannel;
  /** An e-mail address. The only webhook is configured in the environment. */
  readonly recipient: string;
  readonly language: Language;
}

export interface Message extends Recipient {
  readonly id: string;
  /** Null for a test message. */
  readonly about: { readonly incidentId: string; readonly event: IncidentEvent } | null;
  readonly attempts: number;
  readonly createdAt: Date;
}

/** Superusers who receive alerts. */
export async function listAlertedUsers(
  db: Queryable,
): Promise<readonly { readonly email: string; readonly language: Language }[]> {
  return await queryRows<{ email: string; language: Language }>(
    db,
    `select email, language from users
     where role = 'superuser' and wants_alerts and disabled_at is null order by id`,
  );
}

/**
 * Puts messages into the outbox, in the transaction that opens or ends their incident. The end of an incident
 * is reported only to recipients of its first message.
 */
export async function putMessages(
  tx: Transaction,
  incidentId: string,
  event: IncidentEvent,
  recipients: readonly Recipient[],
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into alert_messages (id, incident_id, event, channel, recipient, language, next_attempt_at)
     select m.id, $1, $2, m.channel, m.recipient, m.language, $3
     from unnest($4::uuid[], $5::text[], $6::text[], $7::text[]) as m (id, channel, recipient, language)
     where $2 = 'opened' or exists (select from alert_messages o where o.incident_id = $1
       and o.event = 'opened' and o.channel = m.channel and o.recipient = m.recipient)
     on conflict do nothing`,
    [
      incidentId,
      event,
      now,
      recipients.map(() => newId()),
      recipients.map((one) => one.channel),
      recipients.map((one) => one.recipient),
      recipients.map((one) => one.language),
    ],
  );
}

/**
 * Puts test messages into the outbox. Older test messages of the channel that still wait are given up, so that
 * they do not all arrive at once when the channel works again.
 */
export async function putTestMessages(
  tx: Transaction,
  channel: MessageChannel,
  recipients: readonly Recipient[],
  now: Date,
): Promise<void> {
  await tx.query(
    `update alert_messages set given_up_at = $2, updated_at = now()
     where event = 'test' and channel = $1 and sent_at is null and given_up_at is null`,
    [channel, now],
  );
  await tx.query(
    `insert into alert_messages (id, event, channel, recipient, language, next_attempt_at)
     select m.id, 'test', $1, m.recipient, m.language, $2
     from unnest($3::uuid[], $4::text[], $5::text[]) as m (id, recipient, language)`,
    [
      channel,
      now,
      recipients.map(() => newId()),
      recipients.map((one) => one.recipient),
      recipients.map((one) => one.language),
    ],
  );
}

const UNSENT = 'sent_at is null and given_up_at is null and next_attempt_at <= $1';

export async function anyMessageDue(db: Queryable, now: Date): Promise<boolean> {
  const rows = await queryRows(db, `select from alert_messages where ${UNSENT} limit 1`, [now]);
  return rows.length > 0;
}

/** The oldest due message, locked until the transaction ends so that no other process sends it. */
export async function lockDueMessage(tx: Transaction, now: Date): Promise<Message | undefined> {
  const [row] = await queryRows<Message>(
    tx,
    `select id, case when incident_id is not null
         then jsonb_build_object('incidentId', incident_id, 'event', event) end as about,
       channel, recipient, language, attempts, created_at as "createdAt"
     from alert_messages where ${UNSENT} order by created_at, id limit 1 for update skip locked`,
    [now],
  );
  return row;
}

export async function noteSent(tx: Transaction, messageId: string, now: Date): Promise<void> {
  await tx.query(
    `update alert_messages set sent_at = $2, last_attempt_at = $2, attempts = attempts + 1, last_error = null,
       last_reply = null, updated_at = now()
     where id = $1`,
    [messageId, now],
  );
}

/** Why a message was not sent. */
export interface NotSent {
  readonly code: string;
  /** The answer of the other side; null if it gave none. */
  readonly reply: string | null;
}

/** If `nextAttemptAt` is null, the message is given up. */
export async function noteNotSent(
  tx: Transaction,
  messageId: string,
  { code, reply }: NotSent,
  nextAttemptAt: Date | null,
  now: Date,
): Promise<void> {
  await tx.query(
    `update alert_messages set attempts = attempts + 1, last_error = $2, last_reply = $5, last_attempt_at = $4,
       next_attempt_at = coalesce($3, next_attempt_at),
       given_up_at = case when $3::timestamptz is null then $4::timestamptz end, updated_at = now()
     where id = $1`,
    [messageId, code, nextAttemptAt, now, reply],
  );
}

/** The channel itself is unavailable, so the other due messages wait as well, for the same reason. */
export async function holdBack(
  tx: Transaction,
  channel: MessageChannel,
  { code, reply }: NotSent,
  nextAttemptAt: Date,
  now: Date,
): Promise<void> {
  await tx.query(
    `update alert_messages set next_attempt_at = $3, last_error = $4, last_reply = $5, updated_at = now()
     where ${UNSENT} and channel = $2`,
    [now, channel, nextAttemptAt, code, reply],
  );
}

/**
 * The channel works again, so messages that waited for it are sent now. A message that the other side refused
 * keeps its own time.
 */
export async function letGo(
  tx: Transaction,
  channel: MessageChannel,
  refusal: string,
  now: Date,
): Promise<void> {
  await tx.query(
    `update alert_messages set next_attempt_at = $2, updated_at = now()
     where channel = $1 and sent_at is null and given_up_at is null and next_attempt_at > $2
       and last_error <> $3`,
    [channel, now, refusal],
  );
}

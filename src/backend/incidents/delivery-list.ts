import type { MessageChannel } from '../../vocabulary/alerts.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import type { IncidentEvent } from './message-records.ts';

/** A message about an incident, or a test message, and the result of its delivery. */
export interface Delivery {
  readonly id: string;
  readonly event: IncidentEvent | 'test';
  readonly channel: MessageChannel;
  /** An e-mail address, or the word `webhook` for the webhook. */
  readonly recipient: string;
  readonly status: 'sent' | 'waiting' | 'given_up';
  readonly attempts: number;
  readonly created_at: string;
  readonly last_attempt_at: string | null;
  readonly sent_at: string | null;
  /** Null if no further attempt follows. */
  readonly next_attempt_at: string | null;
  /** Why the message was not sent: `alert.…`. */
  readonly error_code: string | null;
  /** The answer of the mail server or the webhook. */
  readonly reply: string | null;
}

const MOST = 200;
const time = (column: string): string => readExpression('timestamptz', column);

const ROW = `json_build_object('id', m.id, 'event', m.event, 'channel', m.channel, 'recipient', m.recipient,
  'status', case when m.sent_at is not null then 'sent' when m.given_up_at is not null then 'given_up'
    else 'waiting' end,
  'attempts', m.attempts, 'created_at', ${time('m.created_at')},
  'last_attempt_at', ${time('m.last_attempt_at')}, 'sent_at', ${time('m.sent_at')},
  'next_attempt_at', case when m.sent_at is null and m.given_up_at is null
    then ${time('m.next_attempt_at')} end,
  'error_code', m.last_error, 'reply', m.last_reply)`;

/** SQL for a column with the messages about an incident, the newest first. */
export function deliveriesOf(incidentId: string): string {
  return `coalesce((select json_agg(d.row) from (
    select ${ROW} as row from alert_messages m where m.incident_id = ${incidentId}
    order by m.created_at desc, m.channel, m.recipient limit ${MOST}) d), '[]')`;
}

export async function listTestDeliveries(db: Queryable, limit: number): Promise<readonly Delivery[]> {
  const rows = await queryRows<{ delivery: Delivery }>(
    db,
    `select ${ROW} as delivery from alert_messages m where m.event = 'test'
     order by m.created_at desc, m.recipient limit $1`,
    [limit],
  );
  return rows.map((row) => row.delivery);
}

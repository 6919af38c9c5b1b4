import { invalidField } from '../../kernel/field-faults.ts';
import type { DeliveryStatus } from '../../vocabulary/outbound.ts';
import { type Queryable, queryRows } from '../database.ts';
import type { FeedChange } from '../feed/read-changes.ts';
import { readExpression } from '../tables/column-text.ts';
import type { DeliveryFilter } from './delivery-records.ts';

/** A message of an endpoint, as the log shows it. */
export interface DeliveryRow {
  readonly id: string;
  readonly message_id: string;
  readonly kind: string;
  readonly change: FeedChange;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly last_attempt_at: string | null;
  /** Null if no further attempt follows. */
  readonly next_attempt_at: string | null;
  /** The status of the last answer; null if there was none. */
  readonly last_status: number | null;
  readonly last_error: string | null;
  readonly last_reply: string | null;
  readonly created_at: string;
}

const WHICH = `d.endpoint_id = $1 and ($2::text is null or d.status = $2)`;
const time = (column: string): string => readExpression('timestamptz', column);

export async function countDeliveries(
  db: Queryable,
  { endpointId, status }: DeliveryFilter,
): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*)::integer as count from outbound_deliveries d where ${WHICH}`,
    [endpointId, status],
  );
  return row?.count ?? 0;
}

/** The newest first. */
export async function listDeliveries(
  db: Queryable,
  { endpointId, status }: DeliveryFilter,
  limit: number,
  offset: number,
): Promise<readonly DeliveryRow[]> {
  return await queryRows<DeliveryRow>(
    db,
    `select d.id, d.message_id, d.kind, d.change, d.status, d.attempts,
       ${time('d.last_attempt_at')} as last_attempt_at,
       case when d.status = 'waiting' then ${time('d.next_attempt_at')} end as next_attempt_at, d.last_status,
       d.last_error, d.last_reply, ${time('d.created_at')} as created_at
     from outbound_deliveries d where ${WHICH} order by d.position desc limit $3 offset $4`,
    [endpointId, status, limit, offset],
  );
}

/** @throws invalid `http.invalid-request` if the endpoint has no such message */
export async function requireDeliveries(
  db: Queryable,
  endpointId: string,
  ids: readonly string[],
): Promise<void> {
  const found = await queryRows(
    db,
    'select from outbound_deliveries where endpoint_id = $1 and id = any($2::uuid[])',
    [endpointId, ids],
  );
  if (found.length < new Set(ids).size) throw invalidField('deliveries', 'no_such_object');
}

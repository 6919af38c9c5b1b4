import type { LeftOutTotals } from '../../kernel/sentences/left-out.ts';
import type { AlertKind } from '../../vocabulary/alerts.ts';
import { type Queryable, queryRows } from '../database.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { readExpression } from '../tables/column-text.ts';
import { type Delivery, deliveriesOf } from './delivery-list.ts';
import { leftOutOf, serverOf, storesOf } from './find-incidents.ts';

/** An incident as the API shows it. */
export interface AlertRow {
  readonly id: string;
  readonly kind: AlertKind;
  readonly cause: string;
  readonly credentials: string | null;
  readonly credentials_name: string | null;
  readonly stores: readonly { readonly id: string; readonly name: string }[];
  /** Host and port of the store's database. */
  readonly server: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly occurrences: number;
  readonly left_out: LeftOutTotals | null;
  readonly configurations: readonly {
    readonly id: string;
    readonly name: string;
    readonly execution: string | null;
  }[];
  readonly started_at: string;
  readonly opened_at: string;
  readonly last_seen_at: string;
  readonly updated_at: string;
  readonly resolved_at: string | null;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by_name: string | null;
  /** Messages about the incident, the newest first. */
  readonly deliveries: readonly Delivery[];
}

export interface AlertFilter {
  readonly kind: string | null;
  /** true for open alerts, false for ended ones, null for both. */
  readonly open: boolean | null;
  readonly acknowledged: boolean | null;
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);

const ROW = `i.id, i.kind, i.cause_key as cause, i.credentials_id as credentials,
  s.name as credentials_name, ${storesOf('i', 's')} as stores, ${serverOf('s')} as server, i.error_code, i.error_message,
  i.occurrences, ${leftOutOf('i')} as left_out, coalesce((
    select json_agg(json_build_object('id', c.id, 'name', c.name, 'execution', ic.execution_id) order by c.name)
    from alert_incident_configurations ic join sync_configurations c on c.id = ic.configuration_id
    where ic.incident_id = i.id), '[]') as configurations,
  ${time('coalesce(i.started_at, i.opened_at)')} as started_at, ${time('i.opened_at')} as opened_at, ${time('i.last_seen_at')} as last_seen_at,
  ${time('i.updated_at')} as updated_at,
  ${time('i.resolved_at')} as resolved_at, ${time('i.acknowledged_at')} as acknowledged_at,
  coalesce(u.name, split_part(u.email, '@', 1)) as acknowledged_by_name,
  ${deliveriesOf('i.id')} as deliveries`;
const FROM = `alert_incidents i left join users u on u.id = i.acknowledged_by
  left join sync_credentials s on s.id = i.credentials_id`;

const WHERE = `($1::text is null or i.kind = $1) and ($2::boolean is null or (i.resolved_at is null) = $2)
  and ($3::boolean is null or (i.acknowledged_at is not null) = $3)
  and ${updatedAfter('i', 4)}`;

export async function countAlerts(db: Queryable, filter: AlertFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from alert_incidents i where ${WHERE}`,
    values(filter),
  );
  return row?.count ?? 0;
}

export async function listAlerts(
  db: Queryable,
  filter: AlertFilter,
  limit: number,
  offset: number,
): Promise<readonly AlertRow[]> {
  return await queryRows<AlertRow>(
    db,
    `select ${ROW} from ${FROM} where ${WHERE} order by i.opened_at desc, i.id desc limit $5 offset $6`,
    [...values(filter), limit, offset],
  );
}

export async function findAlert(db: Queryable, id: string): Promise<AlertRow | null> {
  const [row] = await queryRows<AlertRow>(db, `select ${ROW} from ${FROM} where i.id = $1`, [id]);
  return row ?? null;
}

/** Acknowledges an alert. The first person who does so is recorded. */
export async function acknowledgeAlert(
  db: Queryable,
  id: string,
  userId: string | null,
  now: Date,
): Promise<void> {
  await queryRows(
    db,
    `update alert_incidents set acknowledged_at = $3, acknowledged_by = $2, updated_at = now()
     where id = $1 and acknowledged_at is null`,
    [id, userId, now],
  );
}

function values({
  kind,
  open,
  acknowledged,
  updatedAfter: after = null,
}: AlertFilter): (string | boolean | null)[] {
  return [kind, open, acknowledged, after];
}

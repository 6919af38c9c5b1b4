import type { LeftOutTotals } from '../../kernel/sentences/left-out.ts';
import { isSameZone, type TimezoneSource } from '../../kernel/time/timezone.ts';
import type { ConfigurationStatus, Frequency } from '../../vocabulary/configurations.ts';
import type { Verification } from '../../vocabulary/sync-report.ts';
import type { RefundPolicy } from '../../vocabulary/ticketing.ts';
import { outageOf } from '../credentials/outage-records.ts';
import { type Queryable, queryRows } from '../database.ts';
import { LIVE_STATUS, type LiveStatus, WATCH_OF_STORE } from '../live/live-status.ts';
import { liveWindow } from '../live/live-window.ts';
import { type ListOrder, orderBy } from '../queries/list-order.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { leftOutBy } from '../readings/left-out-records.ts';
import { furtherProductsOf, hasWords } from '../search/search-text.ts';
import { readExpression } from '../tables/column-text.ts';

/**
 * A configuration as the API shows it: with its organizer, the name of its credentials, its event and its last
 * results.
 */
export interface ConfigurationRow {
  readonly id: string;
  readonly name: string;
  readonly status: ConfigurationStatus;
  readonly woocommerce_product_id: number;
  readonly woocommerce_product_ids: number[];
  readonly woocommerce_translation_ids: number[];
  readonly woocommerce_variation_id: number | null;
  readonly event_name: string;
  readonly event_description: string | null;
  readonly event_start_date: string | null;
  readonly event_end_date: string | null;
  readonly organizer_id: string;
  readonly organizer_email: string;
  readonly organizer_name: string;
  readonly ticket_tier_name: string;
  readonly service_fee_percentage: string;
  readonly credentials: string;
  readonly credentials_name: string;
  readonly store_unreachable_since: string | null;
  readonly frequency: Frequency;
  readonly timezone: string;
  readonly timezone_source: TimezoneSource | null;
  readonly store_timezone: string | null;
  readonly timezone_differs: boolean;
  readonly run_at: string | null;
  readonly status_mapping: Readonly<Record<string, never>>;
  readonly refund_policy: RefundPolicy;
  readonly sweep_budget_seconds: number;
  readonly max_removal_percent: string;
  readonly store_url: string;
  readonly previous_store_url: string | null;
  readonly store_url_changed_at: string | null;
  readonly event_id: string | null;
  readonly tickets: number;
  readonly open_rejects: number;
  readonly left_out: LeftOutTotals;
  readonly notes: number;
  readonly live: LiveStatus;
  readonly form_id: string | null;
  readonly is_due_for_sync: boolean;
  readonly next_sync_at: string | null;
  readonly last_sync_at: string | null;
  readonly last_sync_status: 'success' | 'failed' | null;
  readonly last_success_at: string | null;
  readonly last_verification: Verification | null;
  readonly last_verified_at: string | null;
  readonly total_executions: number;
  readonly successful_executions: number;
  readonly failed_executions: number;
  readonly unverified_executions: number;
  readonly success_rate: number | null;
  readonly created_by_name: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export type ConfigurationColumn =
  | 'name'
  | 'created_at'
  | 'updated_at'
  | 'status'
  | 'frequency'
  | 'last_sync_at'
  | 'next_sync_at'
  | 'success_rate';

const ORDER_COLUMNS = {
  name: { sql: 'lower(c.name)' },
  created_at: { sql: 'c.created_at' },
  updated_at: { sql: 'c.updated_at' },
  status: { sql: 'c.status' },
  frequency: { sql: 'c.frequency' },
  last_sync_at: { sql: 'c.last_sync_at', nullable: true },
  next_sync_at: { sql: 'c.next_due_at', nullable: true },
  success_rate: { sql: 'c.success_rate', nullable: true },
} as const;

export interface ConfigurationFilter {
  readonly status: string | null;
  readonly frequency: string | null;
  readonly organizerEmail: string | null;
  readonly verification: string | null;
  readonly credentialsId: string | null;
  readonly search: string | null;
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

const time = (column: string): string => readExpression('timestamptz', column);

/** A targeted execution proves some orders, not the event. */
function lastProof(columns: string): string {
  return `select e.${columns} from sync_executions e
    where e.configuration_id = c.id and e.verification is not null and e.order_ids is null
    order by e.created_at desc limit 1`;
}

/** `$1` is the present time. */
const ROW = `c.id, c.name, c.status, c.woo_product_id as woocommerce_product_id,
  to_jsonb(array[c.woo_product_id] || array(select p.woo_product_id from sync_configuration_products p
    where p.configuration_id = c.id order by p.position)) as woocommerce_product_ids,
  to_jsonb(array(select id::bigint from jsonb_object_keys(c.woo_translations) id order by id::bigint))
    as woocommerce_translation_ids,
  c.woo_variation_id as woocommerce_variation_id, c.event_name, c.event_description,
  ${time('c.event_start_date')} as event_start_date, ${time('c.event_end_date')} as event_end_date,
  c.organizer_id, o.contact_email as organizer_email, o.name as organizer_name, c.ticket_tier_name,
  c.service_fee_percentage::text as service_fee_percentage, c.credentials_id as credentials,
  k.name as credentials_name, ${time('away.since')} as store_unreachable_since, c.frequency, c.timezone,
  c.timezone_source, c.store_timezone, to_char(c.run_at, 'HH24:MI') as run_at,
  c.status_mapping, c.refund_policy, c.sweep_budget_seconds,
  c.max_removal_percent::text as max_removal_percent, c.pinned_site_url as store_url,
  c.previous_site_url as previous_store_url, ${time('c.site_url_changed_at')} as store_url_changed_at,
  ev.id as event_id, f.id as form_id,
  (select count(*)::int from tickets t
   where t.event_id = ev.id and t.status = 'active' and t.removed_at is null) as tickets,
  (select count(*)::int from sync_rejects r
   where r.configuration_id = c.id and r.settled_at is null) as open_rejects,
  ${leftOutBy('r.configuration_id = c.id and r.settled_at is null')} as left_out,
  (select count(*)::int from sync_notes n where n.configuration_id = c.id) as notes, ${LIVE_STATUS} as live,
  coalesce(c.status in ('active', 'error') and c.next_due_at <= $1, false) as is_due_for_sync,
  ${time('c.next_due_at')} as next_sync_at, ${time('c.last_sync_at')} as last_sync_at, c.last_sync_status,
  ${time('c.last_success_at')} as last_success_at, v.verification as last_verification,
  ${time('v.finished_at')} as last_verified_at, c.total_executions, c.successful_executions,
  c.failed_executions, c.unverified_executions, c.success_rate::float8 as success_rate,
  coalesce(u.name, split_part(u.email, '@', 1)) as created_by_name,
  ${time('c.created_at')} as created_at, ${time('c.updated_at')} as updated_at`;

const JOINS = `join organizers o on o.id = c.organizer_id
  join sync_credentials k on k.id = c.credentials_id left join ${outageOf('k')} away on true
  left join events ev on ev.configuration_id = c.id
  left join lateral (select id from forms
    where event_id = ev.id and removed_at is null and coalesce(woo_product_id, ev.woo_product_id) = ev.woo_product_id
    order by woo_product_id nulls last limit 1) f on true
  cross join ${liveWindow('ev')} live ${WATCH_OF_STORE}
  left join users u on u.id = c.created_by
  left join lateral (${lastProof('verification, e.finished_at')}) v on true`;

/** The texts that a search of configurations uses; `o` is the organizer. */
export const CONFIGURATION_NAMES = [
  'c.name',
  'c.event_name',
  'o.name',
  'o.contact_email',
  'c.woo_product_id::text',
  furtherProductsOf('c.id'),
] as const;

function where(first: number): string {
  const [status, frequency, email, verification, credentials, search] = [0, 1, 2, 3, 4, 5].map(
    (at) => `$${first + at}`,
  );
  const found = hasWords(search ?? '', CONFIGURATION_NAMES);
  return `c.deleted_at is null and (${status}::text is null or c.status = ${status})
    and (${frequency}::text is null or c.frequency = ${frequency})
    and (${email}::text is null or lower(o.contact_email) = lower(${email}))
    and (${verification}::text is null or ${verification} = (${lastProof('verification')}))
    and (${credentials}::uuid is null or c.credentials_id = ${credentials}) and ${found}
    and ${updatedAfter('c', first + 6)}`;
}

export async function countConfigurations(db: Queryable, filter: ConfigurationFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from sync_configurations c join organizers o on o.id = c.organizer_id
     where ${where(1)}`,
    values(filter),
  );
  return row?.count ?? 0;
}

export async function listConfigurations(
  db: Queryable,
  filter: ConfigurationFilter,
  order: readonly ListOrder<ConfigurationColumn>[],
  page: { readonly limit: number; readonly offset: number; readonly now: Date },
): Promise<readonly ConfigurationRow[]> {
  const ordered = orderBy(ORDER_COLUMNS, order, 'c.id');
  const rows = await queryRows<StoredRow>(
    db,
    `with page as (
       select c.id from sync_configurations c join organizers o on o.id = c.organizer_id
       where ${where(2)} order by ${ordered} limit $9 offset $10
     )
     select ${ROW} from page join sync_configurations c on c.id = page.id ${JOINS} order by ${ordered}`,
    [page.now, ...values(filter), page.limit, page.offset],
  );
  return rows.map(withZones);
}

/** Null if it does not exist or was deleted. */
export async function findConfigurationRow(
  db: Queryable,
  id: string,
  now: Date,
): Promise<ConfigurationRow | null> {
  const [row] = await queryRows<StoredRow>(
    db,
    `select ${ROW} from sync_configurations c ${JOINS} where c.id = $2 and c.deleted_at is null`,
    [now, id],
  );
  return row === undefined ? null : withZones(row);
}

type StoredRow = Omit<ConfigurationRow, 'timezone_differs'>;

function withZones(row: StoredRow): ConfigurationRow {
  const { timezone, store_timezone: store } = row;
  return { ...row, timezone_differs: store !== null && !isSameZone(timezone, store) };
}

function values(filter: ConfigurationFilter): (string | null)[] {
  const { status, frequency, organizerEmail, verification, credentialsId, search } = filter;
  return [
    status,
    frequency,
    organizerEmail,
    verification,
    credentialsId,
    search,
    filter.updatedAfter ?? null,
  ];
}

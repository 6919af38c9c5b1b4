import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { AUDIT_ACTIONS, type AuditAction, type AuditedKind, auditedKind } from './audit-actions.ts';

/** `{field: [before, after]}` */
export type AuditedChanges = Readonly<Record<string, readonly [before: string | null, after: string | null]>>;

/** The state of an object at one moment: its name, and the values whose changes the audit log shows. */
export interface AuditedObject {
  readonly name: string | null;
  readonly values: Readonly<Record<string, string | null>>;
}

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const time = (column: string): string => readExpression('timestamptz', column);

interface Source {
  readonly from: string;
  readonly name: string;
  /** The columns under the names that the API gives them. None of them is a secret. */
  readonly values: Readonly<Record<string, string>>;
  /** Whether the object can still be opened. */
  readonly isThere: string;
}

/** None of these values is personal data, because the log outlives an erasure. */
const SOURCES: Readonly<Record<AuditedKind, Source>> = {
  alert: {
    from: 'alert_incidents x',
    name: 'x.kind',
    values: {},
    isThere: 'true',
  },
  configuration: {
    from: `sync_configurations x join organizers o on o.id = x.organizer_id
      join sync_credentials k on k.id = x.credentials_id`,
    name: 'x.name',
    values: {
      ...columns('name event_name event_description ticket_tier_name service_fee_percentage frequency'),
      ...columns('timezone refund_policy sweep_budget_seconds max_removal_percent'),
      event_start_date: time('x.event_start_date'),
      event_end_date: time('x.event_end_date'),
      run_at: "to_char(x.run_at, 'HH24:MI')",
      status_mapping: 'x.status_mapping::text',
      organizer_email: 'o.contact_email',
      credentials: 'k.name',
      store_url: 'x.pinned_site_url',
      woocommerce_product_ids: `concat_ws(', ', x.woo_product_id, (
        select string_agg(p.woo_product_id::text, ', ' order by p.position, p.woo_product_id)
        from sync_configuration_products p where p.configuration_id = x.id))`,
    },
    isThere: 'x.deleted_at is null',
  },
  conflict: {
    from: `conflicts x left join tickets t on t.id = x.row_id left join ticket_tiers r on r.id = x.row_id
      left join events e on e.id = x.row_id`,
    name: 'coalesce(t.ticket_number, t.display_number, t.woo_ticket_id::text, r.name, e.title)',
    values: {},
    isThere: 'true',
  },
  credentials: {
    from: 'sync_credentials x',
    name: 'x.name',
    values: {
      ...columns('name transport host port socket username database_name table_prefix text_encoding'),
      ...columns('tls_mode ssh_host ssh_port ssh_username jump_host jump_port jump_username'),
      ...columns('connect_timeout_ms max_connections statement_limit_s rows_per_second'),
      ...columns(
        'max_concurrent_syncs live_ceiling_seconds sweep_seconds is_active is_default order_number_meta',
      ),
    },
    isThere: 'true',
  },
  event: {
    from: 'events x',
    name: 'x.title',
    values: {
      ...columns('status title description timezone venue'),
      starts_at: time('x.starts_at'),
      ends_at: time('x.ends_at'),
    },
    isThere: 'true',
  },
  execution: {
    from: 'sync_executions x join sync_configurations c on c.id = x.configuration_id',
    name: 'c.name',
    values: {},
    isThere: 'true',
  },
  order: { from: 'orders x', name: 'x.number', values: {}, isThere: 'true' },
  outbound_endpoint: {
    from: 'outbound_endpoints x',
    name: 'x.name',
    // The path of the address may contain a secret.
    values: {
      ...columns('name state'),
      kinds: `array_to_string(x.kinds, ', ')`,
      organizer_ids: `array_to_string(x.organizer_ids, ', ')`,
      event_ids: `array_to_string(x.event_ids, ', ')`,
    },
    isThere: 'true',
  },
  payout: {
    from: 'payouts x join events e on e.id = x.event_id',
    name: "e.title || ' ' || x.currency || ' ' || trim_scale(x.amount)",
    values: {},
    isThere: 'true',
  },
  ticket: {
    from: 'tickets x',
    name: 'coalesce(x.ticket_number, x.display_number, x.woo_ticket_id::text)',
    values: {},
    isThere: 'true',
  },
  reject: {
    from: 'sync_rejects x',
    name: "x.kind || ' ' || x.woo_id",
    values: {},
    isThere: 'true',
  },
  preview: {
    from: 'sync_previews x join sync_configurations c on c.id = x.configuration_id',
    name: 'c.name',
    values: {},
    isThere: 'true',
  },
  removal: {
    from: 'held_removals x join sync_configurations c on c.id = x.configuration_id',
    name: 'c.name',
    values: {},
    isThere: 'true',
  },
  statement: {
    from: 'settlement_statements x',
    name: "x.event_title || ' ' || x.currency || ' ' || x.number",
    values: {},
    isThere: 'true',
  },
  ticket_tier: {
    from: 'ticket_tiers x',
    name: 'x.name',
    values: { ...columns('name capacity'), price: 'trim_scale(x.price)::text' },
    isThere: 'true',
  },
  token: { from: 'api_tokens x', name: 'x.name', values: {}, isThere: 'x.revoked_at is null' },
  user: {
    from: 'users x',
    name: 'x.email',
    values: {
      ...columns('email name role sees_personal_data wants_alerts language'),
      is_active: '(x.disabled_at is null)::text',
    },
    isThere: 'true',
  },
};

function columns(names: string): Readonly<Record<string, string>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, `x.${name}::text`]));
}

/** The fields whose changes the audit log shows, each once. */
export const AUDITED_FIELDS: readonly string[] = [
  ...new Set(Object.values(SOURCES).flatMap(({ values }) => Object.keys(values))),
];

/** The object of an action as it is now; null if the action has no object, or there is none with that id. */
export async function readAuditedObject(
  db: Queryable,
  action: AuditAction,
  id: string | null,
): Promise<AuditedObject | null> {
  const kind = auditedKind(action);
  if (kind === null || id === null || !ID.test(id)) return null;
  const { from, name, values } = SOURCES[kind];
  const members = Object.entries(values).map(([field, sql]) => `'${field}', ${sql}`);
  const [row] = await queryRows<AuditedObject>(
    db,
    `select ${name} as name, jsonb_build_object(${members.join(', ')}) as values from ${from} where x.id = $1`,
    [id],
  );
  return row ?? null;
}

/**
 * The fields that differ. Null if no field differs, or if the object did not exist before or does not exist
 * now.
 */
export function changesBetween(
  before: AuditedObject | null,
  after: AuditedObject | null,
): AuditedChanges | null {
  if (before === null || after === null) return null;
  const changed = Object.entries(after.values)
    .map(([field, value]): [string, [string | null, string | null]] => [
      field,
      [before.values[field] ?? null, value],
    ])
    .filter(([, [old, now]]) => old !== now);
  return changed.length === 0 ? null : Object.fromEntries(changed);
}

/** SQL for an action's kind of object; null if it has none. */
export function kindExpression(action: string): string {
  const cases = Object.entries(AUDIT_ACTIONS).flatMap(([name, kind]) =>
    kind === null ? [] : [`when '${name}' then '${kind}'`],
  );
  return `case ${action} ${cases.join(' ')} end`;
}

/** SQL that looks up an object of a kind: its name, or whether it can still be opened. */
export function lookUpExpression(what: 'name' | 'isThere', kind: string, id: string): string {
  const cases = Object.entries(SOURCES).map(
    ([one, source]) => `when '${one}' then (select ${source[what]} from ${source.from} where x.id = ${id})`,
  );
  return `case ${kind} ${cases.join(' ')} end`;
}

import { type Queryable, queryRows } from '../database.ts';
import type { Json } from '../tables/column-text.ts';
import { comparedFields, EDITED_TABLES, type EditedTable } from '../tables/edited-tables.ts';

/** A field that differs from the store's because somebody changed it here. */
export interface LocalEditRow {
  readonly configuration: string | null;
  readonly event: string;
  readonly event_title: string;
  readonly table: EditedTable;
  readonly row_id: string;
  readonly label: string | null;
  readonly order: string | null;
  readonly currency: string | null;
  readonly field: string;
  readonly ours: Json;
  readonly theirs: Json;
  /** Its open conflict; null if the store did not change the field as well. */
  readonly conflict: string | null;
}

export interface LocalEditFilter {
  readonly configuration: string | null;
  readonly event: string | null;
  readonly table: string | null;
}

const LABEL: Readonly<Record<EditedTable, string>> = {
  events: 't.title',
  ticket_tiers: 't.name',
  tickets: 'coalesce(t.ticket_number, t.pending_key)',
};
const OTHERS: Readonly<Record<EditedTable, string>> = {
  events: 't.id as event_id, null::uuid as order_id, null::text as currency',
  ticket_tiers: 't.event_id, null::uuid as order_id, t.currency',
  tickets: 't.event_id, t.order_id, t.currency',
};

/**
 * The condition must be written exactly as in the index `tickets_edited`; otherwise PostgreSQL does not use the
 * index.
 */
const EDITED_TICKETS = `(t.first_name is distinct from t.store_values ->> 'first_name'
  or t.last_name is distinct from t.store_values ->> 'last_name'
  or t.email is distinct from t.store_values ->> 'email'
  or t.phone is distinct from t.store_values ->> 'phone'
  or t.company is distinct from t.store_values ->> 'company'
  or t.designation is distinct from t.store_values ->> 'designation'
  or t.form_data is distinct from t.store_values -> 'form_data')`;

/** Edits of rows that still exist in the store. */
function editsOf(table: EditedTable): string {
  const fields = comparedFields(table).map(({ field, ours, theirs }) => `('${field}', ${ours}, ${theirs})`);
  return `select '${table}' as table_name, t.id as row_id, ${LABEL[table]} as label, ${OTHERS[table]},
      f.field, f.ours, f.theirs
    from ${table} t cross join lateral (values ${fields.join(', ')}) f (field, ours, theirs)
    where f.ours is distinct from f.theirs and t.removed_at is null
      ${table === 'tickets' ? `and ${EDITED_TICKETS}` : ''}`;
}

const COLUMNS = `e.configuration_id as configuration, e.id as event, e.title as event_title, d.table_name as "table",
  d.row_id, d.label, d.order_id as "order", d.currency, d.field, d.ours, d.theirs,
  (select k.id from conflicts k where k.row_id = d.row_id and k.field = d.field and k.settled_at is null) as conflict`;
const EDITS = `(${EDITED_TABLES.map(editsOf).join(' union all ')}) d join events e on e.id = d.event_id
  where ($1::uuid is null or e.configuration_id = $1) and ($2::uuid is null or e.id = $2)
    and ($3::text is null or d.table_name = $3)`;

export async function countLocalEdits(db: Queryable, filter: LocalEditFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from ${EDITS}`,
    values(filter),
  );
  return row?.count ?? 0;
}

export async function listLocalEdits(
  db: Queryable,
  filter: LocalEditFilter,
  limit: number,
  offset: number,
): Promise<readonly LocalEditRow[]> {
  return await queryRows<LocalEditRow>(
    db,
    `select ${COLUMNS}
     from ${EDITS} order by e.title, e.id, d.table_name, d.row_id, d.field limit $4 offset $5`,
    [...values(filter), limit, offset],
  );
}

/** An edit of a ticket, and the name of the ticket: its id in the store, or its key if it has no post. */
export interface TicketEditRow extends LocalEditRow {
  readonly ticket: string | null;
}

/** The edits of an order's tickets, or of one ticket. */
export async function listEditsOf(
  db: Queryable,
  eventId: string,
  orderOrTicketId: string,
): Promise<readonly TicketEditRow[]> {
  return await queryRows<TicketEditRow>(
    db,
    `select ${COLUMNS},
       (select coalesce(x.woo_ticket_id::text, x.pending_key) from tickets x where x.id = d.row_id) as ticket
     from ${EDITS} and (d.order_id = $4 or d.row_id = $4) order by d.row_id, d.field`,
    [...values({ configuration: null, event: eventId, table: 'tickets' }), orderOrTicketId],
  );
}

function values({ configuration, event, table }: LocalEditFilter): (string | null)[] {
  return [configuration, event, table];
}

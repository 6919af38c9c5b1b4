import { type Queryable, queryRows } from '../database.ts';
import type { FieldChanges } from '../loader/journal.ts';
import { readExpression } from '../tables/column-text.ts';

/** The row that an entry of the journal is about: its name, and the page that shows it. */
export interface ChangeSubject {
  readonly kind: 'order' | 'ticket' | 'ticket_tier' | 'event';
  readonly id: string;
  /** The number of an order or a ticket; null for other rows. */
  readonly number: string | null;
  /** The buyer, the attendee, the tier's name, or the event's title. */
  readonly name: string | null;
  /** The line's product, the refund's number, the ticket's tier, or the label of the form field. */
  readonly part: string | null;
  readonly order: string | null;
  readonly order_number: string | null;
  readonly event: string;
  readonly event_title: string;
}

/** An entry of the journal. */
export interface ChangeRow {
  readonly id: number;
  readonly execution_id: string;
  readonly trigger: string | null;
  /** The user who requested the execution. */
  readonly triggered_by_name: string | null;
  readonly table: string;
  readonly row_id: string;
  readonly operation: 'created' | 'updated' | 'removed' | 'restored';
  /**
   * The values as PostgreSQL prints them. Null for a created row, and for an entry in which an older version
   * erased a person.
   */
  readonly fields: FieldChanges | null;
  /** The main values of a created row, as PostgreSQL prints them. */
  readonly initial: Readonly<Record<string, string | null>> | null;
  /** The currency of the row; null if it is unknown or the row has no amounts. */
  readonly currency: string | null;
  /** Null if the row no longer exists in the backend. */
  readonly subject: ChangeSubject | null;
  readonly created_at: string;
}

function namesBeside(field: string, table: string): string {
  const named = (place: number): string =>
    `(select named.name from ${table} named where named.id = (c.fields -> '${field}_id' ->> ${place})::uuid)`;
  return `jsonb_build_object('${field}', jsonb_build_array(${named(0)}, ${named(1)}))`;
}

const time = (column: string): string => readExpression('timestamptz', column);

/**
 * The main values of each kind of row. None of them can be edited here, except the price of a tier. The price
 * is left out if it differs from the store's.
 */
const MAIN_VALUES = `case c.table_name
    when 'orders' then jsonb_build_object('status', o.status, 'total', o.total::text, 'ordered_at', ${time('o.ordered_at')})
    when 'order_items' then jsonb_build_object('quantity', i.quantity::text, 'total', i.total::text)
    when 'refunds' then jsonb_build_object('amount', d.amount::text, 'refunded_at', ${time('d.refunded_at')})
    when 'refund_lines' then jsonb_build_object('quantity', l.quantity::text, 'amount', l.amount::text)
    when 'tickets' then jsonb_build_object('status', t.status, 'price', t.price::text)
    when 'events' then jsonb_build_object('status', e.status, 'num_days', e.num_days::text)
    when 'ticket_tiers' then case when r.price::text is not distinct from r.store_values ->> 'price'
      then jsonb_build_object('price', r.price::text, 'stock_left', r.stock_left::text) end
    when 'form_fields' then jsonb_build_object('required', f.required::text) end`;

/** The value before the first later change. It is unknown if it was erased. */
const INITIAL = `case when c.operation = 'created' and not exists (
    select from sync_changes n where n.row_id = c.row_id and n.id > c.id and n.fields is null)
  then ${MAIN_VALUES} || coalesce((
    select jsonb_object_agg(v.key, v.before) from (
      select distinct on (b.key) b.key, b.value -> 0 as before
      from sync_changes n cross join jsonb_each(n.fields) b
      where n.row_id = c.row_id and n.id > c.id and n.fields is not null and ${MAIN_VALUES} ? b.key
      order by b.key, n.id) v), '{}') end`;

/** Adds the names of a ticket's tier and of an event's configuration to their ids. */
const FIELDS = `c.fields || case when c.fields ? 'ticket_tier_id' then ${namesBeside('ticket_tier', 'ticket_tiers')}
    when c.fields ? 'configuration_id' then ${namesBeside('configuration', 'sync_configurations')}
    else '{}' end`;

const PERSON = (alias: string): string =>
  `nullif(trim(concat_ws(' ', ${alias}.first_name, ${alias}.last_name)), '')`;

const SUBJECT = `case when e.id is null then null else jsonb_build_object(
    'kind', case when t.id is not null then 'ticket' when o.id is not null then 'order'
      when r.id is not null then 'ticket_tier' else 'event' end,
    'id', coalesce(t.id, o.id, r.id, e.id),
    'number', case when t.id is not null then coalesce(t.ticket_number, t.display_number, t.woo_ticket_id::text)
      else o.number end,
    'name', case when t.id is not null then ${PERSON('t')} when o.id is not null then ${PERSON('o')}
      when r.id is not null then r.name else e.title end,
    'part', case c.table_name when 'order_items' then i.name when 'refund_lines' then i.name
      when 'refunds' then d.woo_refund_id::text when 'tickets' then tier.name
      when 'form_fields' then f.label when 'forms' then m.name end,
    'order', o.id, 'order_number', o.number, 'event', e.id, 'event_title', e.title) end`;

/** Each table is joined by its key alone. Rows that the store removed are still in their tables. */
const JOINS = `left join refund_lines l on c.table_name = 'refund_lines' and l.id = c.row_id
  left join refunds d on d.id = case c.table_name when 'refunds' then c.row_id else l.refund_id end
  left join order_items i on i.id = case c.table_name when 'order_items' then c.row_id else l.order_item_id end
  left join tickets t on c.table_name = 'tickets' and t.id = c.row_id
  left join orders o on o.id = case c.table_name when 'orders' then c.row_id
    else coalesce(t.order_id, i.order_id, d.order_id) end
  left join ticket_tiers r on c.table_name = 'ticket_tiers' and r.id = c.row_id
  left join ticket_tiers tier on tier.id = t.ticket_tier_id
  left join form_fields f on c.table_name = 'form_fields' and f.id = c.row_id
  left join forms m on m.id = case c.table_name when 'forms' then c.row_id else f.form_id end
  left join events e on e.id = case c.table_name when 'events' then c.row_id
    else coalesce(t.event_id, o.event_id, r.event_id, m.event_id) end`;

/**
 * Reads entries of the journal and the rows that they are about, in one statement.
 *
 * @param page SQL for the entries of one page, as rows of `sync_changes`
 */
export async function readChanges(
  db: Queryable,
  page: string,
  order: 'asc' | 'desc',
  values: readonly unknown[],
): Promise<readonly ChangeRow[]> {
  return await queryRows<ChangeRow>(
    db,
    `with c as materialized (${page})
     select c.id, c.execution_id, x.trigger, coalesce(u.name, split_part(u.email, '@', 1)) as triggered_by_name,
       c.table_name as "table", c.row_id, c.operation, ${FIELDS} as fields, ${INITIAL} as initial,
       coalesce(t.currency, o.currency, r.currency) as currency, ${SUBJECT} as subject, ${time('c.created_at')} as created_at
     from c left join sync_executions x on x.id = c.execution_id left join users u on u.id = x.requested_by
       ${JOINS}
     order by c.id ${order}`,
    values,
  );
}

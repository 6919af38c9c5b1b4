import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';

/** Where an order or a ticket is: in the backend, and in which configuration's store. */
export interface ExplainedPlace {
  /** Null if the configuration of the event was deleted, so that its store cannot be asked. */
  readonly configuration: string | null;
  /** Null if the configuration's event was never synced. */
  readonly event: string | null;
  readonly eventTitle: string | null;
  readonly currency: string | null;
  /** The order's row; null if the backend has none. */
  readonly order: string | null;
  readonly wooOrderId: number | null;
  /** The ticket's row; null if the backend has none, or if an order is explained. */
  readonly ticket: string | null;
  readonly wooTicketId: number | null;
  /** The key of a ticket without a post. */
  readonly pendingKey: string | null;
}

const CONFIGURATION = `left join sync_configurations c on c.id = e.configuration_id and c.deleted_at is null`;

export async function findPlaceOfOrder(db: Queryable, orderId: string): Promise<ExplainedPlace | null> {
  const [row] = await queryRows<ExplainedPlace>(
    db,
    `select c.id as configuration, e.id as event, e.title as "eventTitle", o.currency, o.id as "order",
       o.woo_order_id as "wooOrderId", null::uuid as ticket, null::bigint as "wooTicketId",
       null::text as "pendingKey"
     from orders o join events e on e.id = o.event_id ${CONFIGURATION} where o.id = $1`,
    [orderId],
  );
  return row ?? null;
}

export async function findPlaceOfTicket(db: Queryable, ticketId: string): Promise<ExplainedPlace | null> {
  const [row] = await queryRows<ExplainedPlace>(
    db,
    `select c.id as configuration, e.id as event, e.title as "eventTitle", t.currency, o.id as "order",
       t.woo_order_id as "wooOrderId", t.id as ticket, t.woo_ticket_id as "wooTicketId",
       t.pending_key as "pendingKey"
     from tickets t join events e on e.id = t.event_id ${CONFIGURATION}
       left join orders o on o.event_id = t.event_id and o.woo_order_id = t.woo_order_id
     where t.id = $1`,
    [ticketId],
  );
  return row ?? null;
}

/** An order or a ticket of the store, by its id there. The backend need not have it. */
export async function findPlaceInStore(
  db: Queryable,
  configurationId: string,
  wooOrderId: number | null,
  wooTicketId: number | null,
): Promise<ExplainedPlace | null> {
  const [row] = await queryRows<ExplainedPlace>(
    db,
    `select c.id as configuration, e.id as event, e.title as "eventTitle",
       coalesce(o.currency, t.currency) as currency, o.id as "order",
       coalesce($2::bigint, t.woo_order_id) as "wooOrderId", t.id as ticket, $3::bigint as "wooTicketId",
       t.pending_key as "pendingKey"
     from sync_configurations c left join events e on e.configuration_id = c.id
       left join tickets t on t.event_id = e.id and t.woo_ticket_id = $3
       left join orders o on o.event_id = e.id and o.woo_order_id = coalesce($2, t.woo_order_id)
     where c.id = $1 and c.deleted_at is null`,
    [configurationId, wooOrderId, wooTicketId],
  );
  return row ?? null;
}

/** The configurations, deleted ones left out, whose events hold this order or ticket of their store, by name. */
export async function findConfigurationsOfRow(
  db: Queryable,
  wooOrderId: number | null,
  wooTicketId: number | null,
): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    db,
    `select c.id from sync_configurations c join events e on e.configuration_id = c.id
     where c.deleted_at is null
       and (exists (select from orders o where o.event_id = e.id and o.woo_order_id = $1)
         or exists (select from tickets t where t.event_id = e.id and t.woo_ticket_id = $2))
     order by c.name, c.id`,
    [wooOrderId, wooTicketId],
  );
  return rows.map(({ id }) => id);
}

/**
 * Of these rows, those that the removal guard holds, with the id of the list. An approved list is not among them, because
 * the next execution removes its rows.
 */
export async function findHeldRows(
  db: Queryable,
  configurationId: string,
  rowIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  if (rowIds.length === 0) return new Map();
  const rows = await queryRows<{ row: string; list: string }>(
    db,
    `select r.row_id as "row", h.id as list
     from held_removal_rows r join held_removals h on h.id = r.held_removal_id
     where h.configuration_id = $1 and r.row_id = any($2::uuid[]) and r.outcome is null
       and (h.state = 'waiting' or (h.state = 'rejected' and h.keeps_until > $3))
     order by h.created_at`,
    [configurationId, rowIds, now],
  );
  return new Map(rows.map(({ row, list }) => [row, list]));
}

/** An execution that changed an order or one of its rows. */
export interface ChangingExecution {
  readonly id: string;
  readonly trigger: string;
  readonly status: string;
  readonly triggered_by_name: string | null;
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly changes: number;
}

/**
 * The executions that changed an order or one of its rows, or a ticket without an order, the newest first.
 *
 * @param rowId the order, or the ticket
 */
export async function listChangingExecutions(
  db: Queryable,
  rowId: string,
  limit: number,
): Promise<readonly ChangingExecution[]> {
  return await queryRows<ChangingExecution>(
    db,
    `select x.id, x.trigger, x.status, coalesce(u.name, split_part(u.email, '@', 1)) as triggered_by_name,
       ${readExpression('timestamptz', 'x.created_at')} as created_at,
       ${readExpression('timestamptz', 'x.finished_at')} as finished_at, h.changes
     from (select n.execution_id, count(*)::int as changes, max(n.id) as newest
       from (select $1::uuid as id
         union all select i.id from order_items i where i.order_id = $1
         union all select t.id from tickets t where t.order_id = $1
         union all select r.id from refunds r where r.order_id = $1
         union all select l.id from refund_lines l join refunds r on r.id = l.refund_id where r.order_id = $1) family
       join sync_changes n on n.row_id = family.id group by n.execution_id) h
     join sync_executions x on x.id = h.execution_id left join users u on u.id = x.requested_by
     order by h.newest desc limit $2`,
    [rowId, limit],
  );
}

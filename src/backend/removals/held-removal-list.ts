import type { CheckInSummary, OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows } from '../database.ts';
import { updatedAfter } from '../queries/shown-columns.ts';
import { readExpression } from '../tables/column-text.ts';

export type HeldRemovalState = 'waiting' | 'approved' | 'rejected' | 'expired' | 'done';

/** A list of rows that the removal guard holds, or held, without the rows. */
export interface HeldRemovalRow {
  readonly id: string;
  readonly configuration: string;
  readonly configuration_name: string;
  /** Null if the event was deleted. */
  readonly event: string | null;
  readonly timezone: string;
  readonly state: HeldRemovalState;
  readonly digest: string;
  readonly orders: number;
  readonly tickets: number;
  /** The tickets of the list that are valid now. */
  readonly valid_now: number;
  /** Rows of an approved list that were removed, and those that came back in the store before. */
  readonly removed: number;
  readonly returned: number;
  /** Tickets that were refunded while the list waited, so that no decision concerns them. They are not in `tickets`. */
  readonly refunded: number;
  readonly money: readonly { readonly currency: string; readonly total: string }[];
  readonly valid_tickets: number;
  readonly lost_before: number;
  readonly max_removal_percent: string;
  readonly execution: string | null;
  readonly last_execution: string | null;
  readonly decided_by_name: string | null;
  readonly decided_at: string | null;
  readonly note: string | null;
  readonly keeps_until: string | null;
  readonly ended_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface HeldRemovalFilter {
  readonly configuration: string | null;
  readonly state: HeldRemovalState | 'open' | 'all';
  /** Only rows that changed after this time; by default all. */
  readonly updatedAfter?: string | null;
}

/** A ticket on a list. */
interface HeldTicket {
  readonly id: string;
  readonly number: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly status: TicketStatus;
  readonly check_in_status: CheckInSummary;
  readonly becomes: TicketStatus | 'trashed' | 'gone';
  readonly outcome: 'removed' | 'returned' | 'refunded' | null;
}

/** An order with rows on a list, or a ticket without an order. */
export interface HeldOrder {
  /** Null for a ticket without an order. */
  readonly order: string | null;
  readonly woo_order_id: number | null;
  readonly number: string | null;
  readonly status: OrderStatus | null;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly currency: string | null;
  readonly total: string | null;
  readonly organizer_amount: string | null;
  /** true if the store no longer has the order, so that its money would be removed as well. */
  readonly is_gone: boolean;
  readonly tickets: readonly HeldTicket[];
}

const time = (column: string): string => readExpression('timestamptz', column);
const WHERE = `($1::uuid is null or h.configuration_id = $1) and ($2 = 'all' or h.state = $2
  or ($2 = 'open' and h.state in ('waiting', 'approved', 'rejected')))
  and ${updatedAfter('h', 3)}`;
/** SQL for the orders with rows on the list `h`. */
const ORDERS_OF_LIST = `select distinct coalesce(t.order_id, r.row_id) as id
  from held_removal_rows r left join tickets t on r.kind = 'ticket' and t.id = r.row_id
  where r.held_removal_id = h.id and r.outcome is distinct from 'refunded'`;

const LISTS = `select h.id, h.configuration_id as configuration, c.name as configuration_name, e.id as event,
    coalesce(e.timezone, c.timezone, 'UTC') as timezone, h.state, h.digest, n.orders, n.tickets, n.valid_now, n.removed,
    n.returned, n.refunded, coalesce((select jsonb_agg(jsonb_build_object('currency', m.currency, 'total', m.total)
        order by m.currency)
      from (select o.currency, sum(o.total)::numeric(26, 8)::text as total from (${ORDERS_OF_LIST}) w
        join orders o on o.id = w.id group by o.currency) m), '[]') as money,
    h.valid_tickets, h.lost_before, h.max_removal_percent::text as max_removal_percent, h.execution_id as execution,
    h.last_execution_id as last_execution, coalesce(u.name, split_part(u.email, '@', 1)) as decided_by_name,
    ${time('h.decided_at')} as decided_at, h.note, ${time('h.keeps_until')} as keeps_until,
    ${time('h.ended_at')} as ended_at, ${time('h.created_at')} as created_at, ${time('h.updated_at')} as updated_at
  from held_removals h join sync_configurations c on c.id = h.configuration_id
    left join events e on e.configuration_id = c.id left join users u on u.id = h.decided_by
    cross join lateral (select (count(*) filter (where r.kind = 'order'))::integer as orders,
        (count(*) filter (where r.kind = 'ticket' and r.outcome is distinct from 'refunded'))::integer as tickets,
        (count(*) filter (where t.status in ('active', 'pending') and t.removed_at is null))::integer as valid_now,
        (count(*) filter (where r.outcome = 'removed'))::integer as removed,
        (count(*) filter (where r.outcome = 'returned'))::integer as returned,
        (count(*) filter (where r.outcome = 'refunded'))::integer as refunded
      from held_removal_rows r left join tickets t on r.kind = 'ticket' and t.id = r.row_id
      where r.held_removal_id = h.id) n`;

export async function countHeldRemovals(db: Queryable, filter: HeldRemovalFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from held_removals h where ${WHERE}`,
    [filter.configuration, filter.state, filter.updatedAfter ?? null],
  );
  return row?.count ?? 0;
}

/** The newest first. */
export async function listHeldRemovals(
  db: Queryable,
  filter: HeldRemovalFilter,
  limit: number,
  offset: number,
): Promise<readonly HeldRemovalRow[]> {
  return await queryRows<HeldRemovalRow>(
    db,
    `${LISTS} where ${WHERE} order by h.created_at desc, h.id desc limit $4 offset $5`,
    [filter.configuration, filter.state, filter.updatedAfter ?? null, limit, offset],
  );
}

export async function findHeldRemoval(db: Queryable, id: string): Promise<HeldRemovalRow | null> {
  const [row] = await queryRows<HeldRemovalRow>(db, `${LISTS} where h.id = $1`, [id]);
  return row ?? null;
}

/** The tickets that wait for a decision. */
export async function countWaitingTickets(db: Queryable, configurationId: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from held_removals h join held_removal_rows r on r.held_removal_id = h.id
     where h.configuration_id = $1 and h.state = 'waiting' and r.kind = 'ticket' and r.outcome is null`,
    [configurationId],
  );
  return row?.count ?? 0;
}

/** Orders with rows on the list, and tickets of it without an order. */
const GROUPS = `select g.order_id, max(g.woo_order_id) as woo_order_id, bool_or(g.kind = 'order') as is_gone,
    coalesce(jsonb_agg(jsonb_build_object('id', g.row_id, 'number', g.ticket_number, 'first_name', g.first_name,
        'last_name', g.last_name, 'status', g.status, 'check_in_status', g.check_in_status, 'becomes', g.becomes,
        'outcome', g.outcome) order by g.sequence_number, g.row_id)
      filter (where g.kind = 'ticket'), '[]') as tickets
  from (select r.kind, r.row_id, r.woo_order_id, r.becomes, r.outcome, t.ticket_number, t.first_name, t.last_name,
      t.status, t.check_in_status, t.sequence_number,
      case when r.kind = 'order' then r.row_id else t.order_id end as order_id
    from held_removal_rows r left join tickets t on r.kind = 'ticket' and t.id = r.row_id
    where r.held_removal_id = $1) g
  group by g.order_id, case when g.order_id is null then g.row_id end`;

export async function countHeldOrders(db: Queryable, id: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(db, `select count(*) as count from (${GROUPS}) g`, [id]);
  return row?.count ?? 0;
}

/** By the store's ids of the orders. */
export async function listHeldOrders(
  db: Queryable,
  id: string,
  limit: number,
  offset: number,
): Promise<readonly HeldOrder[]> {
  return await queryRows<HeldOrder>(
    db,
    `select g.order_id as "order", g.woo_order_id, o.number, o.status, o.email, o.first_name, o.last_name, o.currency,
       o.total::text as total, o.organizer_amount::text as organizer_amount, g.is_gone, g.tickets
     from (${GROUPS}) g left join orders o on o.id = g.order_id
     order by g.woo_order_id nulls last, g.tickets ->> 0 limit $2 offset $3`,
    [id, limit, offset],
  );
}

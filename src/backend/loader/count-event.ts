import type { Excluded, OrderFacts, OrderGroup, SlotGroup, TicketGroup } from '../../source/totals.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../database.ts';

/** The figures of a whole event, counted in the backend. */
export interface EventCount {
  readonly orders: readonly OrderGroup[];
  readonly tickets: readonly TicketGroup[];
  /** In paid orders: tickets whose posts were not created yet. */
  readonly pendingTickets: number;
  readonly slots: readonly SlotGroup[];
}

/**
 * The backend's side of the whole proof: counted and summed from the rows, with SQL that no part of the
 * loader uses. Orders in the store's trash count, because the store still has them.
 */
export async function countEvent(db: Database, eventId: string, excluded: Excluded): Promise<EventCount> {
  const orders = await queryRows<OrderGroup>(
    db,
    `with present as (
       select id, source_status, currency, order_refunded from orders
       where event_id = $1 and (removed_at is null or removed_reason = 'trashed')
         and woo_order_id <> all($2::bigint[])
     ), items as (
       select i.order_id, sum(i.quantity) as quantity, sum(i.total + i.tax) as total
       from order_items i join present p on p.id = i.order_id
       where i.removed_at is null group by i.order_id
     ), lines as (
       select r.order_id, sum(l.amount + l.tax) as refunded
       from refund_lines l join refunds r on r.id = l.refund_id join present p on p.id = r.order_id
       where l.removed_at is null and r.removed_at is null group by r.order_id
     )
     select p.source_status as "sourceStatus", p.currency, count(*)::integer as orders,
       coalesce(sum(i.quantity), 0)::integer as quantity,
       coalesce(sum(i.total), 0)::numeric(26, 8)::text as total,
       coalesce(sum(l.refunded), 0)::numeric(26, 8)::text as "refundedByLines",
       coalesce(sum(p.order_refunded), 0)::numeric(26, 8)::text as "orderRefunded"
     from present p left join items i on i.order_id = p.id left join lines l on l.order_id = p.id
     group by p.source_status, p.currency`,
    [eventId, excluded.wooOrderIds],
  );
  const tickets = await queryRows<TicketGroup>(
    db,
    `select coalesce(source_post_status, '') as "postStatus", coalesce(source_status, '') as "sourceStatus",
       count(*)::integer as tickets,
       coalesce(sum((select count(*) from jsonb_each_text(store_values -> 'days') d
                     where d.value = 'checked_in')), 0)::integer as "daysCheckedIn"
     from tickets
     where event_id = $1 and woo_ticket_id is not null
       and (removed_at is null or removed_reason = 'trashed') and woo_ticket_id <> all($2::bigint[])
       and (woo_order_id is null or woo_order_id <> all($3::bigint[]))
     group by 1, 2`,
    [eventId, excluded.wooTicketIds, excluded.wooOrderIds],
  );
  const [pending] = await queryRows<{ tickets: number }>(
    db,
    `select count(*)::integer as tickets from tickets
     where event_id = $1 and origin = 'checkout' and woo_ticket_id is null and removed_at is null
       and woo_order_id <> all($2::bigint[])`,
    [eventId, excluded.wooOrderIds],
  );
  const slots = await queryRows<SlotGroup>(
    db,
    `select slot, coalesce(to_char(slot_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), slot_date, '') as "when",
       count(*)::integer as tickets
     from tickets
     where event_id = $1 and slot is not null and woo_ticket_id is not null
       and (removed_at is null or removed_reason = 'trashed') and woo_ticket_id <> all($2::bigint[])
       and (woo_order_id is null or woo_order_id <> all($3::bigint[]))
     group by 1, 2`,
    [eventId, excluded.wooTicketIds, excluded.wooOrderIds],
  );
  return { orders, tickets, pendingTickets: pending?.tickets ?? 0, slots };
}

/** The same figures for single orders, for the touched proof. */
export async function countOrders(
  db: Database,
  eventId: string,
  wooOrderIds: readonly number[],
): Promise<readonly OrderFacts[]> {
  return await queryRows<OrderFacts>(
    db,
    `select o.woo_order_id as "wooOrderId", o.source_status as "sourceStatus", o.currency,
       (select coalesce(sum(i.quantity), 0)::integer from order_items i
        where i.order_id = o.id and i.removed_at is null) as quantity,
       (select coalesce(sum(i.total + i.tax), 0)::numeric(26, 8)::text from order_items i
        where i.order_id = o.id and i.removed_at is null) as total,
       (select coalesce(sum(l.amount + l.tax), 0)::numeric(26, 8)::text
        from refunds r join refund_lines l on l.refund_id = r.id
        where r.order_id = o.id and r.removed_at is null and l.removed_at is null) as "refundedByLines",
       o.order_refunded::text as "orderRefunded",
       (select count(*)::integer from tickets t
        where t.event_id = $1 and t.woo_order_id = o.woo_order_id and t.woo_ticket_id is not null
          and (t.removed_at is null or t.removed_reason = 'trashed')) as tickets
     from orders o
     where o.event_id = $1 and o.woo_order_id = any($2::bigint[])
       and (o.removed_at is null or o.removed_reason = 'trashed')`,
    [eventId, wooOrderIds],
  );
}

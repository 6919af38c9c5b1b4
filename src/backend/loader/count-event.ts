import type {
  Excluded,
  OrderFacts,
  OrderGroup,
  SeatRowGroup,
  SlotGroup,
  TicketGroup,
} from '../../source/totals.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../database.ts';

/** The tickets of a whole event by slot and by seat, counted in the backend. */
interface PlaceCount {
  readonly slots: readonly SlotGroup[];
  readonly seatRows: readonly SeatRowGroup[];
  /** Of the pending tickets in paid orders. */
  readonly pendingSlots: readonly SlotGroup[];
  readonly pendingSeatRows: readonly SeatRowGroup[];
}

interface CountedSlot extends SlotGroup {
  readonly isPending: boolean;
}

interface CountedSeat {
  readonly isPending: boolean;
  readonly row: string;
  readonly number: string;
  readonly tickets: number;
}

/** The figures of a whole event, counted in the backend. */
export interface EventCount extends PlaceCount {
  readonly orders: readonly OrderGroup[];
  readonly tickets: readonly TicketGroup[];
  /** Attendees in paid orders whose ticket posts were not created yet. */
  readonly pendingTickets: number;
}

/**
 * The backend's side of the whole proof: counted and summed from the rows, with SQL that no part of the
 * loader uses. Orders in the store's trash count, because the store still has them.
 *
 * @param unplacedOrderIds orders whose pending tickets are not counted by slot and seat
 */
export async function countEvent(
  db: Database,
  eventId: string,
  excluded: Excluded,
  unplacedOrderIds: readonly number[],
): Promise<EventCount> {
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
  const places = await countPlaces(db, eventId, excluded, unplacedOrderIds);
  return { orders, tickets, pendingTickets: pending?.tickets ?? 0, ...places };
}

/** @param unplacedOrderIds orders whose pending tickets are left out */
async function countPlaces(
  db: Database,
  eventId: string,
  excluded: Excluded,
  unplacedOrderIds: readonly number[],
): Promise<PlaceCount> {
  const withoutPending = [...excluded.wooOrderIds, ...unplacedOrderIds];
  const slots = await queryRows<CountedSlot>(
    db,
    `select woo_ticket_id is null as "isPending", slot,
       coalesce(to_char(slot_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), slot_date, '') as "when",
       count(*)::integer as tickets
     from tickets
     where event_id = $1 and slot is not null and (
       woo_ticket_id is not null and (removed_at is null or removed_reason = 'trashed')
         and woo_ticket_id <> all($2::bigint[]) and (woo_order_id is null or woo_order_id <> all($3::bigint[]))
       or woo_ticket_id is null and origin = 'checkout' and removed_at is null and woo_order_id <> all($4::bigint[]))
     group by 1, 2, 3`,
    [eventId, excluded.wooTicketIds, excluded.wooOrderIds, withoutPending],
  );
  const seats = await queryRows<CountedSeat>(
    db,
    `select woo_ticket_id is null as "isPending", coalesce(seat_row, '') as row,
       coalesce(seat_number, '') as number, count(*)::integer as tickets
     from tickets
     where event_id = $1 and (seat_row is not null or seat_number is not null) and (
       woo_ticket_id is not null and (removed_at is null or removed_reason = 'trashed')
         and woo_ticket_id <> all($2::bigint[]) and (woo_order_id is null or woo_order_id <> all($3::bigint[]))
       or woo_ticket_id is null and origin = 'checkout' and removed_at is null and woo_order_id <> all($4::bigint[]))
     group by 1, 2, 3`,
    [eventId, excluded.wooTicketIds, excluded.wooOrderIds, withoutPending],
  );
  return {
    slots: slots.filter(({ isPending }) => !isPending),
    seatRows: rowsOf(seats.filter(({ isPending }) => !isPending)),
    pendingSlots: slots.filter(({ isPending }) => isPending),
    pendingSeatRows: rowsOf(seats.filter(({ isPending }) => isPending)),
  };
}

function rowsOf(seats: readonly CountedSeat[]): readonly SeatRowGroup[] {
  const rows = new Map<string, (readonly [number: string, tickets: number])[]>();
  for (const { row, number, tickets } of seats) {
    const ofRow = rows.get(row);
    if (ofRow === undefined) rows.set(row, [[number, tickets]]);
    else ofRow.push([number, tickets]);
  }
  return [...rows].map(([row, ofRow]) => ({ row, seats: ofRow }));
}

/** The same figures for single orders, for the proof of the rows just read. */
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

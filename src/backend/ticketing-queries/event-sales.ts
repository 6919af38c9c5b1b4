import type { CheckInSummary, OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import { type Database, inTransaction, queryRows } from '../database.ts';
import { postgresZone } from '../queries/postgres-zone.ts';
import { type EventPlaces, readEventPlaces } from './event-slots.ts';

/** Orders of one status, day and currency. Amounts have eight decimals. */
export interface OrderSums {
  readonly status: OrderStatus;
  /** The day of the orders in the event's zone; null if the store has no date. */
  readonly day: string | null;
  readonly currency: string;
  readonly orders: number;
  readonly total: string;
  /** `total` minus the sum of the lines, which have more decimals. */
  readonly rounding: string;
  readonly refunded: string;
  readonly refunded_by_lines: string;
  /** The amount refunded by refunds, or parts of them, that name no line. */
  readonly refunded_apportioned: string;
  readonly net: string;
  readonly service_fee: string;
  readonly organizer_amount: string;
}

/** The sales of one tier in these orders. */
export interface ItemSums {
  readonly status: OrderStatus;
  readonly day: string | null;
  readonly currency: string;
  readonly ticket_tier_id: string | null;
  readonly name: string | null;
  readonly quantity: number;
  readonly refunded_quantity: number;
  /** The amount after discounts, with tax. */
  readonly total: string;
  /** The amount refunded by lines of refunds. */
  readonly refunded: string;
}

/** The number of tickets of one tier and state. */
interface TicketCount {
  readonly ticket_tier_id: string | null;
  readonly name: string | null;
  readonly status: TicketStatus;
  readonly check_in_status: CheckInSummary;
  readonly tickets: number;
}

/**
 * The people who were checked in. Days are counted as in the proof: one for each day on which a ticket was
 * checked in.
 */
export interface CheckInCount {
  /** Tickets that were checked in on at least one day. */
  readonly tickets: number;
  /** Those of these tickets that still open the gate. */
  readonly valid: number;
  readonly days: number;
  /** How many of these days are checked in in the store. The others are checked in at the local gate alone. */
  readonly days_by_store: number;
  /** The store's check-ins of tickets in its trash, which are not included above. */
  readonly days_trashed: number;
}

export interface EventSums {
  readonly orders: readonly OrderSums[];
  readonly items: readonly ItemSums[];
  readonly tickets: readonly TicketCount[];
  readonly checkIns: CheckInCount;
  readonly places: EventPlaces;
}

/** An event's sales at one moment, from the rows that still exist in the store. */
export async function readEventSums(
  db: Database,
  event: { readonly id: string; readonly timezone: string },
): Promise<EventSums> {
  const zone = postgresZone(event.timezone);
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const orders = await queryRows<OrderSums>(
      tx,
      `select status, to_char(day, 'YYYY-MM-DD') as day, currency, count(*) as orders,
         sum(total)::text as total, sum(rounding)::text as rounding, sum(refunded)::text as refunded,
         sum(refunded_by_lines)::text as refunded_by_lines,
         sum(refunded_apportioned)::text as refunded_apportioned, sum(net)::text as net,
         sum(service_fee)::text as service_fee, sum(organizer_amount)::text as organizer_amount
       from (
         select status, (ordered_at at time zone $2)::date as day, currency, total, rounding, refunded,
           refunded_by_lines, refunded_apportioned, net, service_fee, organizer_amount
         from orders where event_id = $1 and removed_at is null
       ) o group by status, o.day, currency`,
      [event.id, zone],
    );
    const items = await queryRows<ItemSums>(
      tx,
      `select s.status, to_char(s.day, 'YYYY-MM-DD') as day, s.currency, s.ticket_tier_id, t.name,
         s.quantity, s.refunded_quantity, s.total::text as total, s.refunded::text as refunded
       from (
         select o.status, o.day, o.currency, i.ticket_tier_id, sum(i.quantity) as quantity,
           sum(i.refunded_quantity) as refunded_quantity, sum(i.total + i.tax) as total,
           sum(i.refunded) as refunded
         from (
           select id, status, currency, (ordered_at at time zone $2)::date as day
           from orders where event_id = $1 and removed_at is null
         ) o join order_items i on i.order_id = o.id and i.removed_at is null
         group by o.status, o.day, o.currency, i.ticket_tier_id
       ) s left join ticket_tiers t on t.id = s.ticket_tier_id`,
      [event.id, zone],
    );
    const tickets = await queryRows<TicketCount>(
      tx,
      `select s.*, t.name from (
         select ticket_tier_id, status, check_in_status, count(*) as tickets
         from tickets where event_id = $1 and removed_at is null
         group by ticket_tier_id, status, check_in_status
       ) s left join ticket_tiers t on t.id = s.ticket_tier_id
       order by t.name, s.ticket_tier_id, s.status, s.check_in_status`,
      [event.id],
    );
    const [checkIns = NO_CHECK_INS] = await queryRows<CheckInCount>(
      tx,
      `select count(*) filter (where removed_at is null)::integer as tickets,
         count(*) filter (where removed_at is null and status = 'active')::integer as valid,
         coalesce(sum(days) filter (where removed_at is null), 0)::integer as days,
         coalesce(sum(store_days) filter (where removed_at is null), 0)::integer as days_by_store,
         coalesce(sum(store_days) filter (where removed_at is not null), 0)::integer as days_trashed
       from (
         select t.removed_at, t.status, ${daysIn('t.day_status')} as days,
           ${daysIn(`t.store_values -> 'days'`)} as store_days
         from tickets t
         where t.event_id = $1 and t.check_in_status <> 'not_checked_in'
           and (t.removed_at is null or t.removed_reason = 'trashed')
       ) t`,
      [event.id],
    );
    const places = await readEventPlaces(tx, event.id);
    return { orders, items, tickets, checkIns, places };
  });
}

const NO_CHECK_INS: CheckInCount = { tickets: 0, valid: 0, days: 0, days_by_store: 0, days_trashed: 0 };

/** The number of days that are checked in, in a JSON object of days. */
function daysIn(expression: string): string {
  return `(select count(*) from jsonb_each_text(${expression}) d where d.value = 'checked_in')`;
}

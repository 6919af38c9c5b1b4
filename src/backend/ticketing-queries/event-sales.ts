import type { CheckInSummary, OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { type EventPlaces, readEventPlaces } from './event-slots.ts';

/** Orders of one group and currency; amounts have eight decimals. */
export interface OrderSums {
  readonly currency: string;
  readonly orders: number;
  /** Units of their lines. */
  readonly quantity: number;
  readonly refunded_quantity: number;
  readonly total: string;
  /** `total` minus the sum of the lines, which have more decimals. */
  readonly rounding: string;
  readonly refunded: string;
  readonly refunded_by_lines: string;
  /** By refunds, or parts of them, that name no line. */
  readonly refunded_apportioned: string;
  readonly net: string;
  readonly service_fee: string;
  readonly organizer_amount: string;
}

interface StatusSums extends OrderSums {
  readonly status: OrderStatus;
}

/** Paid and refunded orders. */
interface DaySums extends OrderSums {
  /** When they were placed, in the event's zone; null: the store does not say. */
  readonly day: string | null;
}

/** The sales of one tier in orders of one status and currency. */
export interface ItemSums {
  readonly status: OrderStatus;
  readonly currency: string;
  readonly ticket_tier_id: string | null;
  readonly name: string | null;
  readonly quantity: number;
  readonly refunded_quantity: number;
  /** Discounts, tax included. */
  readonly total: string;
  /** By lines of refunds. */
  readonly refunded: string;
}

/** Tickets of one tier and state. */
interface TicketCount {
  readonly ticket_tier_id: string | null;
  readonly name: string | null;
  readonly status: TicketStatus;
  readonly check_in_status: CheckInSummary;
  readonly tickets: number;
}

/** Who was let in. Days are counted as in the proof: one for each day on which a ticket was checked in. */
export interface CheckInCount {
  /** Checked in on at least one day. */
  readonly tickets: number;
  /** Those of them that still open the gate. */
  readonly valid: number;
  readonly days: number;
  /** Those of them that the store checked in; the others were checked in only at the local gate. */
  readonly days_by_store: number;
  /** The store's check-ins of tickets in its trash, which are not included above. */
  readonly days_trashed: number;
}

export interface EventSums {
  readonly statuses: readonly StatusSums[];
  readonly days: readonly DaySums[];
  readonly items: readonly ItemSums[];
  readonly tickets: readonly TicketCount[];
  readonly checkIns: CheckInCount;
  readonly places: EventPlaces;
}

/**
 * An event's sales at one moment, from the sums that are written with every change of its rows: rows that are gone from
 * the store are not included. How long it takes does not depend on how much was sold.
 */
export async function readEventSums(db: Database, eventId: string): Promise<EventSums> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    return await readSumsOf(tx, eventId);
  });
}

/** The same in a transaction that sees one moment. */
export async function readSumsOf(tx: Transaction, eventId: string): Promise<EventSums> {
  const statuses = await queryRows<StatusSums>(
    tx,
    `select s.status, s.currency, ${ORDER_SUMS}
     from event_order_sums s where s.event_id = $1
     group by s.status, s.currency having sum(s.orders) <> 0`,
    [eventId],
  );
  const days = await queryRows<DaySums>(
    tx,
    `select to_char(s.day, 'YYYY-MM-DD') as day, s.currency, ${ORDER_SUMS}
     from event_order_sums s where s.event_id = $1 and s.status in ('paid', 'refunded')
     group by s.day, s.currency having sum(s.orders) <> 0`,
    [eventId],
  );
  const items = await queryRows<ItemSums>(
    tx,
    `select s.status, s.currency, s.ticket_tier_id, t.name, s.quantity, s.refunded_quantity,
         s.total::text as total, s.refunded::text as refunded
       from (
         select status, currency, ticket_tier_id, sum(quantity)::bigint as quantity,
           sum(refunded_quantity)::bigint as refunded_quantity, sum(total) as total, sum(refunded) as refunded
         from event_item_sums where event_id = $1
         group by status, currency, ticket_tier_id having sum(items) <> 0
       ) s left join ticket_tiers t on t.id = s.ticket_tier_id`,
    [eventId],
  );
  const tickets = await queryRows<TicketCount>(
    tx,
    `select s.*, t.name from (
         select ticket_tier_id, status, check_in_status, sum(tickets)::bigint as tickets
         from event_ticket_sums where event_id = $1
         group by ticket_tier_id, status, check_in_status having sum(tickets) <> 0
       ) s left join ticket_tiers t on t.id = s.ticket_tier_id
       order by t.name, s.ticket_tier_id, s.status, s.check_in_status`,
    [eventId],
  );
  const [checkIns = NO_CHECK_INS] = await queryRows<CheckInCount>(
    tx,
    `select coalesce(sum(tickets) filter (where check_in_status <> 'not_checked_in'), 0)::integer as tickets,
         coalesce(sum(tickets) filter (where check_in_status <> 'not_checked_in' and status = 'active'), 0)::integer
           as valid,
         coalesce(sum(days), 0)::integer as days, coalesce(sum(store_days), 0)::integer as days_by_store,
         coalesce(sum(trashed_store_days), 0)::integer as days_trashed
       from event_ticket_sums where event_id = $1`,
    [eventId],
  );
  const places = await readEventPlaces(tx, eventId);
  return { statuses, days, items, tickets, checkIns, places };
}

const NO_CHECK_INS: CheckInCount = { tickets: 0, valid: 0, days: 0, days_by_store: 0, days_trashed: 0 };

const ORDER_SUMS = `sum(s.orders)::bigint as orders,
  sum(s.quantity)::bigint as quantity, sum(s.refunded_quantity)::bigint as refunded_quantity,
  sum(s.total)::text as total, sum(s.rounding)::text as rounding, sum(s.refunded)::text as refunded,
  sum(s.refunded_by_lines)::text as refunded_by_lines, sum(s.refunded_apportioned)::text as refunded_apportioned,
  sum(s.net)::text as net, sum(s.service_fee)::text as service_fee, sum(s.organizer_amount)::text as organizer_amount`;

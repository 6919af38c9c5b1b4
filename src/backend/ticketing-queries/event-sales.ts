import { formatMoney, parseMoney } from '../../kernel/money/money.ts';
import type { CheckInSummary, OrderStatus, TicketStatus } from '../../vocabulary/ticketing.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { ITEM_SUMS, ORDER_SUMS, presentSums, TICKET_SUMS } from '../sums/sum-kinds.ts';
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
  /** The amount refunded by refunds, or parts of them, that name no line. */
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
  /** When they were placed, in the event's zone; null if the store does not say. */
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
  /** How many of these days are checked in in the store. The others are checked in only at the local gate. */
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

/** Orders of one status, or paid and refunded ones of one day. */
interface KeyedSums extends OrderSums {
  readonly by: 'status' | 'day';
  readonly key: string | null;
}

/** Tickets of one group with their check-ins, and whether they have places. */
interface TicketSums extends TicketCount {
  readonly days: number;
  readonly store_days: number;
  readonly trashed_store_days: number;
  readonly has_slots: boolean;
  readonly has_seats: boolean;
}

/**
 * An event's sales at one moment, from the sums of its buckets: rows that are gone from the store are not included. How
 * long it takes hardly depends on how much was sold.
 */
export async function readEventSums(db: Database, eventId: string): Promise<EventSums> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    return await readSumsOf(tx, eventId);
  });
}

/** The same in a transaction that sees one moment. */
export async function readSumsOf(tx: Transaction, eventId: string): Promise<EventSums> {
  const [event] = await queryRows<{ timezone: string }>(tx, 'select timezone from events where id = $1', [
    eventId,
  ]);
  const orders = await queryRows<KeyedSums>(
    tx,
    `with ${presentSums(ORDER_SUMS, 'event_zone($2)')}
     select 'status' as by, status as key, currency, ${ADDED_UP} from sums group by status, currency
     union all
     select 'day', to_char(day, 'YYYY-MM-DD'), currency, ${ADDED_UP} from sums
     where status in ('paid', 'refunded') group by day, currency`,
    [[eventId], event?.timezone ?? 'UTC'],
  );
  const items = await queryRows<ItemSums>(
    tx,
    `with ${presentSums(ITEM_SUMS)}
     select s.status, s.currency, s.ticket_tier_id, t.name, s.quantity, s.refunded_quantity,
       s.total::text as total, s.refunded::text as refunded
     from (
       select status, currency, ticket_tier_id, sum(quantity)::bigint as quantity,
         sum(refunded_quantity)::bigint as refunded_quantity, sum(total) as total, sum(refunded) as refunded
       from sums group by status, currency, ticket_tier_id
     ) s left join ticket_tiers t on t.id = s.ticket_tier_id`,
    [[eventId]],
  );
  const tickets = await queryRows<TicketSums>(
    tx,
    `with ${presentSums(TICKET_SUMS)}
     select s.*, t.name from (
       select ticket_tier_id, status, check_in_status, sum(tickets)::bigint as tickets, sum(days)::bigint as days,
         sum(store_days)::bigint as store_days, sum(trashed_store_days)::bigint as trashed_store_days,
         bool_or(slot is not null) as has_slots, bool_or(seat_row is not null) as has_seats
       from sums group by ticket_tier_id, status, check_in_status
     ) s left join ticket_tiers t on t.id = s.ticket_tier_id
     order by t.name, s.ticket_tier_id, s.status, s.check_in_status`,
    [[eventId]],
  );
  const places = await readEventPlaces(tx, eventId, {
    slots: tickets.some(({ has_slots }) => has_slots),
    seats: tickets.some(({ has_seats }) => has_seats),
  });
  return {
    statuses: orders.flatMap(({ by, key, ...sums }) =>
      by === 'status' ? [{ status: key as OrderStatus, ...sums }] : [],
    ),
    days: orders.flatMap(({ by, key, ...sums }) => (by === 'day' ? [{ day: key, ...sums }] : [])),
    items,
    tickets: tickets
      .filter((group) => group.tickets > 0)
      .map(({ ticket_tier_id, name, status, check_in_status, tickets: count }) => ({
        ticket_tier_id,
        name,
        status,
        check_in_status,
        tickets: count,
      })),
    checkIns: checkInsOf(tickets),
    places,
  };
}

function checkInsOf(tickets: readonly TicketSums[]): CheckInCount {
  const checkedIn = tickets.filter(({ check_in_status }) => check_in_status !== 'not_checked_in');
  const add = (name: 'tickets' | 'days' | 'store_days' | 'trashed_store_days', of = checkedIn): number =>
    of.reduce((sum, group) => sum + group[name], 0);
  return {
    tickets: add('tickets'),
    valid: add(
      'tickets',
      checkedIn.filter(({ status }) => status === 'active'),
    ),
    days: add('days'),
    days_by_store: add('store_days'),
    days_trashed: add('trashed_store_days'),
  };
}

/** The refunded amount is rounded for each order; its two parts keep all decimals of the store. */
export function withRefundedRounding<
  T extends Pick<OrderSums, 'refunded' | 'refunded_by_lines' | 'refunded_apportioned'>,
>(row: T): T & { readonly refunded_rounding: string } {
  const parts = parseMoney(row.refunded_by_lines) + parseMoney(row.refunded_apportioned);
  return { ...row, refunded_rounding: formatMoney(parseMoney(row.refunded) - parts) };
}

/** The columns of `OrderSums` for a group of sums. */
export const ADDED_UP = `sum(orders)::bigint as orders, sum(quantity)::bigint as quantity,
  sum(refunded_quantity)::bigint as refunded_quantity, sum(total)::text as total, sum(rounding)::text as rounding,
  sum(refunded)::text as refunded, sum(refunded_by_lines)::text as refunded_by_lines,
  sum(refunded_apportioned)::text as refunded_apportioned, sum(net)::text as net,
  sum(service_fee)::text as service_fee, sum(organizer_amount)::text as organizer_amount`;

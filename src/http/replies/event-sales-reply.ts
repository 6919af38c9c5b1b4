import {
  type CheckInCount,
  type EventSums,
  type ItemSums,
  type OrderSums,
  withRefundedRounding,
} from '../../backend/ticketing-queries/event-sales.ts';
import type { EventPlaces, SlotSales, SlotTickets } from '../../backend/ticketing-queries/event-slots.ts';
import { withAmounts } from '../../kernel/money/amount-text.ts';
import { formatMoney, type Money, parseMoney, ZERO } from '../../kernel/money/money.ts';

const ORDER_AMOUNTS = [
  'total',
  'rounding',
  'refunded',
  'refunded_by_lines',
  'refunded_apportioned',
  'refunded_rounding',
  'net',
  'service_fee',
  'organizer_amount',
] as const;
const TIER_AMOUNTS = ['total', 'refunded'] as const;
const SLOT_AMOUNTS = ['total', 'organizer_amount'] as const;

/**
 * An event's sales by status, tier and day, and its payout by currency, all from the same sums: the rows of
 * each table add up to its total, and each kind of refund has its own name.
 */
export function salesReply({ statuses, days, items, tickets, checkIns, places }: EventSums) {
  return {
    sales_by_status: totalsBy(statuses, ({ status, currency }) => [status, currency]).map(
      ({ first: { status }, totals }) => ({ status, ...totals }),
    ),
    totals: totalsBy(statuses, byCurrency).map(({ totals }) => totals),
    sales_by_tier: grouped(items.filter(isSold), (row) => [
      row.name ?? '',
      row.ticket_tier_id ?? '',
      row.currency,
    ]).map(({ first: { ticket_tier_id, name, currency }, rows }) => ({
      ticket_tier_id,
      name,
      currency,
      ...units(rows),
      ...withAmounts(sumsOf(rows, TIER_AMOUNTS), TIER_AMOUNTS, currency),
    })),
    sales_by_day: totalsBy(days, (row) => [row.day ?? '', row.currency]).map(
      ({ first: { day }, totals }) => ({ day, ...totals }),
    ),
    tickets: tickets.map((row) => ({ ...row })),
    slot_timezone: places.slotTimezone,
    slots: slotsReply(places),
    seat_rows: places.seatRows.map((row) => ({ ...row })),
    check_ins: checkInsReply(checkIns),
    payouts: totalsBy(statuses.filter(isSold), byCurrency).map(({ totals }) => totals),
  };
}

function slotsReply({ slots, slotSales }: EventPlaces) {
  const keyOf = ({ woo_product_id, slot, slot_at, slot_date }: SlotTickets | SlotSales) => [
    String(woo_product_id),
    slot,
    slot_at ?? '',
    slot_date ?? '',
  ];
  const salesOf = new Map(grouped(slotSales, keyOf).map(({ key, rows }) => [key, rows]));
  return grouped(slots, keyOf, 'as they come').map(({ key, first }) => ({
    ...first,
    sales: (salesOf.get(key) ?? []).map(({ currency, tickets, refunded_tickets, ...amounts }) => {
      const { total, organizer_amount } = withAmounts(amounts, SLOT_AMOUNTS, currency);
      return { currency, tickets, refunded_tickets, total, organizer_amount };
    }),
  }));
}

/** Orders that were paid, even if they were refunded afterwards. */
function isSold({ status }: Pick<ItemSums, 'status'>): boolean {
  return status === 'paid' || status === 'refunded';
}

function checkInsReply({ tickets, valid, days, days_by_store, days_trashed }: CheckInCount) {
  return {
    tickets,
    valid,
    not_valid: tickets - valid,
    days,
    days_by_store,
    days_by_local_gate: days - days_by_store,
    days_trashed,
    days_in_store: days_by_store + days_trashed,
  };
}

function byCurrency({ currency }: OrderSums): readonly string[] {
  return [currency];
}

/** Adds up orders with the same key, and the units that they bought. */
function totalsBy<Row extends OrderSums>(orders: readonly Row[], keyOf: (row: Row) => readonly string[]) {
  return grouped(orders, keyOf).map(({ first, rows }) => {
    const { currency } = first;
    const amounts = sumsOf(rows.map(withRefundedRounding), ORDER_AMOUNTS);
    const totals = {
      currency,
      orders: rows.reduce((sum, row) => sum + row.orders, 0),
      ...units(rows),
      ...withAmounts(amounts, ORDER_AMOUNTS, currency),
    };
    return { first, totals };
  });
}

function units(rows: readonly Pick<ItemSums, 'quantity' | 'refunded_quantity'>[]) {
  return {
    quantity: rows.reduce((sum, row) => sum + row.quantity, 0),
    refunded_quantity: rows.reduce((sum, row) => sum + row.refunded_quantity, 0),
  };
}

function sumsOf<Name extends string>(
  rows: readonly NoInfer<Readonly<Record<Name, string>>>[],
  names: readonly Name[],
): Record<Name, string> {
  const sumOf = (name: Name): Money => rows.reduce((sum: Money, row) => sum + parseMoney(row[name]), ZERO);
  return Object.fromEntries(names.map((name) => [name, formatMoney(sumOf(name))])) as Record<Name, string>;
}

interface Group<Row> {
  readonly key: string;
  readonly first: Row;
  readonly rows: readonly Row[];
}

/**
 * Adds up rows with the same key. The result is in the order of the keys, unless they have an order of their
 * own.
 */
function grouped<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => readonly string[],
  order: 'by key' | 'as they come' = 'by key',
): readonly Group<Row>[] {
  const groups = new Map<string, { key: string; first: Row; rows: Row[] }>();
  for (const row of rows) {
    const key = keyOf(row).join('\u0000');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { key, first: row, rows: [row] });
    else group.rows.push(row);
  }
  const all = [...groups.values()];
  return order === 'by key' ? all.toSorted((a, b) => (a.key < b.key ? -1 : 1)) : all;
}

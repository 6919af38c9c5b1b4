import type { EventSums, ItemSums, OrderSums } from '../backend/lists/event-sales.ts';
import { formatMoney, type Money, parseMoney, ZERO } from '../kernel/money.ts';
import { withAmounts } from './amount-text.ts';

const TOTALS = ['total', 'refunded', 'net'] as const;
const TIER_AMOUNTS = ['total', 'refunded'] as const;
const PAID_OUT = [...TOTALS, 'service_fee', 'organizer_amount'] as const;

/** An event's sales by status, tier and day, and its payout per currency, added up from the same sums. */
export function salesReply({ orders, items, tickets }: EventSums) {
  const sold = orders.filter(isSold);
  const soldItems = items.filter(isSold);
  return {
    sales_by_status: grouped(orders, ({ status, currency }) => [status, currency]).map((own) => ({
      status: own.first.status,
      ...orderSums(own.rows, own.first.currency),
    })),
    sales_by_tier: grouped(soldItems, (row) => [row.name ?? '', row.ticket_tier_id ?? '', row.currency]).map(
      ({ first: { ticket_tier_id, name, currency }, rows }) => ({
        ticket_tier_id,
        name,
        currency,
        quantity: rows.reduce((sum, row) => sum + row.quantity, 0),
        refunded_quantity: rows.reduce((sum, row) => sum + row.refunded_quantity, 0),
        ...withAmounts(sumsOf(rows, TIER_AMOUNTS), TIER_AMOUNTS, currency),
      }),
    ),
    sales_by_day: grouped(sold, (row) => [row.day ?? '', row.currency]).map(({ first, rows }) => ({
      day: first.day,
      ...orderSums(rows, first.currency),
      quantity: soldItems
        .filter((row) => row.day === first.day && row.currency === first.currency)
        .reduce((sum, row) => sum + row.quantity, 0),
    })),
    tickets: tickets.map((row) => ({ ...row })),
    payouts: grouped(sold, ({ currency }) => [currency]).map(({ first, rows }) =>
      orderSums(rows, first.currency),
    ),
  };
}

/** Orders that brought money, whatever became of it. */
function isSold({ status }: OrderSums | ItemSums): boolean {
  return status === 'paid' || status === 'refunded';
}

function orderSums(rows: readonly OrderSums[], currency: string) {
  const orders = rows.reduce((sum, row) => sum + row.orders, 0);
  return { currency, orders, ...withAmounts(sumsOf(rows, PAID_OUT), PAID_OUT, currency) };
}

function sumsOf<Name extends string>(
  rows: readonly NoInfer<Readonly<Record<Name, string>>>[],
  names: readonly Name[],
): Record<Name, string> {
  const sumOf = (name: Name): Money => rows.reduce((sum: Money, row) => sum + parseMoney(row[name]), ZERO);
  return Object.fromEntries(names.map((name) => [name, formatMoney(sumOf(name))])) as Record<Name, string>;
}

interface Group<Row> {
  readonly first: Row;
  readonly rows: readonly Row[];
}

/** Rows of one key together, in the order of their keys. */
function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => readonly string[]): readonly Group<Row>[] {
  const groups = new Map<string, { first: Row; rows: Row[] }>();
  for (const row of rows) {
    const key = keyOf(row).join('\u0000');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: row, rows: [row] });
    else group.rows.push(row);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

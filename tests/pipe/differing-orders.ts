import type { WholeEvent } from './whole-event.ts';

/** Orders of which the two have different rows; -1 for a row that has no order. */
export function differingOrders(one: WholeEvent, other: WholeEvent): readonly number[] {
  const orders = new Set<number>();
  for (const [kind, rows] of Object.entries(one)) {
    const others = other[kind as keyof WholeEvent];
    for (const row of [...without(rows, others), ...without(others, rows)]) {
      orders.add(Number(row['order'] ?? row['woo_order_id'] ?? -1));
    }
  }
  return [...orders].sort((a, b) => a - b);
}

type Rows = WholeEvent['orders'];

function without(rows: Rows, others: Rows): Rows {
  const known = new Set(others.map((row) => JSON.stringify(row)));
  return rows.filter((row) => !known.has(JSON.stringify(row)));
}

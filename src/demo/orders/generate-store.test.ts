import { expect, test } from 'vitest';
import { sum, ZERO } from '../../kernel/money/money.ts';
import { MAIN_EVENT_ID } from '../model/catalogue.ts';
import type { DemoCase, DemoOrder } from '../model/model.ts';
import { orderTotal } from './basket.ts';
import { DEMO_NOW_UTC, generateStore } from './generate-store.ts';

const generate = (orders: number, seed = 1): DemoCase[] => [
  ...generateStore({ orders, seed, layout: 'hpos', prefix: 'wp_' }).cases(),
];
const ordersOf = (cases: readonly DemoCase[]): DemoOrder[] =>
  cases.flatMap(({ order }) => (order === null ? [] : [order]));

const cases = generate(600);
const orders = ordersOf(cases);
const tickets = cases.flatMap((one) => one.tickets);

test('the same seed gives the same store, another seed another one', () => {
  expect(generate(60)).toEqual(generate(60));
  expect(generate(60, 2)).not.toEqual(generate(60, 1));
});

test('there are as many orders as requested, also for ten', () => {
  expect(orders).toHaveLength(600);
  expect(ordersOf(generate(10))).toHaveLength(10);
});

test('about half of the orders contain the main event', () => {
  const main = ordersOf(generate(4_000)).filter((order) =>
    order.lines.some((line) => line.productId === MAIN_EVENT_ID),
  );
  expect(main.length).toBeGreaterThan(1_800);
  expect(main.length).toBeLessThan(2_200);
});

test('every status occurs, a plugin’s own among them', () => {
  expect([...new Set(orders.map((order) => order.status))].toSorted()).toEqual([
    'cancelled',
    'checkout-draft',
    'completed',
    'failed',
    'on-hold',
    'pending',
    'processing',
    'refunded',
    'trash',
    'validado',
  ]);
});

test('no id of an order, refund, ticket or item is used twice', () => {
  const posts = [
    ...orders.flatMap((order) => [order.id, ...order.refunds.map((refund) => refund.id)]),
    ...tickets.map((ticket) => ticket.id),
  ];
  const items = orders.flatMap((order) => [
    ...[...order.lines, ...order.fees, ...order.shippings, ...order.coupons].map((item) => item.itemId),
    ...order.refunds.flatMap((refund) => refund.lines.map((line) => line.itemId)),
  ]);
  expect(new Set(posts).size).toBe(posts.length);
  expect(new Set(items).size).toBe(items.length);
  expect(new Set(tickets.map((ticket) => ticket.ticketNumber)).size).toBe(tickets.length);
});

test('no order has a negative total, and no refund exceeds the total', () => {
  for (const order of orders) {
    expect(orderTotal(order)).toBeGreaterThanOrEqual(ZERO);
    const back = sum(order.refunds.filter((refund) => !refund.deleted).map((refund) => refund.amount));
    expect(back).toBeLessThanOrEqual(orderTotal(order));
    if (order.status === 'refunded') expect(back).toBe(orderTotal(order));
  }
});

test('a refund is the sum of its lines, unless it has none', () => {
  const refunds = orders.flatMap((order) => order.refunds);
  expect(refunds.some((refund) => refund.lines.length === 0)).toBe(true);
  for (const refund of refunds.filter((one) => one.lines.length > 0)) {
    expect(sum(refund.lines.map((line) => line.total))).toBe(refund.amount);
  }
});

test('refunds of every shape occur', () => {
  const shapes = new Set(
    orders.flatMap((order) =>
      order.refunds.map((refund) => {
        if (refund.deleted) return 'deleted';
        if (refund.automatic) return 'automatic';
        if (refund.lines.length === 0) return 'amount';
        return [...new Set(refund.lines.map((line) => `${line.kind}×${Math.min(line.quantity, 1)}`))].join();
      }),
    ),
  );
  for (const shape of [
    'line_item×1',
    'line_item×0',
    'amount',
    'fee×0',
    'shipping×0',
    'automatic',
    'deleted',
  ]) {
    expect(shapes).toContain(shape);
  }
  expect(orders.some((order) => order.refunds.filter((refund) => !refund.deleted).length === 2)).toBe(true);
});

test('a checkout ticket is of a product in its order, and only of an order that was completed', () => {
  for (const { order, tickets: made } of cases) {
    if (order === null) continue;
    const sold = new Set(order.lines.map((line) => `${line.productId}/${line.variationId}`));
    for (const ticket of made) expect(sold).toContain(`${ticket.productId}/${ticket.variationId}`);
    if (order.completedAtUtc === null) expect(made).toEqual([]);
  }
});

test('tickets came from the checkout, from the ticket screen and from a spreadsheet, and some outlived their order', () => {
  expect(new Set(tickets.map((ticket) => ticket.origin))).toEqual(
    new Set(['checkout', 'ticket-desk', 'csv']),
  );
  const existing = new Set(orders.filter((order) => !order.deleted).map((order) => order.id));
  expect(tickets.some((ticket) => ticket.orderId === null)).toBe(true);
  expect(tickets.some((ticket) => ticket.orderId !== null && !existing.has(ticket.orderId))).toBe(true);
  expect(tickets.some((ticket) => ticket.trashedAtUtc !== null)).toBe(true);
  expect(tickets.some((ticket) => ticket.status === null)).toBe(true);
  expect(tickets.some((ticket) => ticket.dayStatuses?.includes('Not Checked In') === true)).toBe(true);
});

test('nothing is later than the store’s current time', () => {
  for (const order of orders) expect(order.updatedAtUtc).toBeLessThanOrEqual(DEMO_NOW_UTC);
  for (const ticket of tickets) {
    for (const checkIn of ticket.checkIns) expect(checkIn.atUtc).toBeLessThanOrEqual(DEMO_NOW_UTC);
  }
});

test('holders with a refund stay away, except those of five tickets in each round of scenarios', () => {
  const came = cases.flatMap(({ order, tickets: own }) =>
    order === null ? [] : cameThoughRefunded(order, own),
  );
  // Two of three units, refunded in spring; a whole order of two; one of three units, refunded at the event.
  expect(came.map(({ tickets: count }) => count)).toEqual([2, 2, 1]);
  const [units, whole, atEvent] = came;
  expect([units?.order.status, whole?.order.status]).toEqual(['completed', 'refunded']);
  for (const { refundedAtUtc, enteredAtUtc } of [units, whole].flatMap((one) => one ?? [])) {
    expect(refundedAtUtc).toBeLessThan(Math.min(...enteredAtUtc));
  }
  expect(atEvent?.refundedAtUtc).toBeGreaterThan(Math.max(...(atEvent?.enteredAtUtc ?? [])));
});

/**
 * A refund takes the tickets of absent holders first, so it takes one of a present holder only if too few are absent.
 */
function cameThoughRefunded(order: DemoOrder, own: DemoCase['tickets']) {
  if (order.deleted) return [];
  const living = order.refunds.filter((refund) => !refund.deleted);
  const places = new Set(order.lines.map((line) => `${line.productId}/${line.variationId}`));
  return [...places].flatMap((place) => {
    const lines = order.lines.filter((line) => `${line.productId}/${line.variationId}` === place);
    const sold = own.filter((ticket) => `${ticket.productId}/${ticket.variationId}` === place);
    const itemIds = lines.map(({ itemId }) => itemId);
    const units = living
      .flatMap((refund) => refund.lines)
      .filter((line) => itemIds.includes(line.refundedItemId))
      .reduce((all, line) => all + line.quantity, 0);
    const away = sold.filter((ticket) => ticket.checkIns.length === 0).length;
    const taken = order.status === 'refunded' ? sold.length : Math.min(units, sold.length);
    const hit = Math.max(0, taken - away);
    if (hit === 0) return [];
    return [
      {
        order,
        tickets: hit,
        refundedAtUtc: Math.max(...living.map((refund) => refund.createdAtUtc)),
        enteredAtUtc: sold.flatMap((ticket) => ticket.checkIns.map((checkIn) => checkIn.atUtc)),
      },
    ];
  });
}

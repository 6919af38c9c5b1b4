import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EventDetail, eventDetailShape } from '../../src/contract/ticketing/events.ts';
import type { DemoCase, DemoOrder } from '../../src/demo/model/model.ts';
import { formatMinor, type Money, parseMoney, sum, ZERO } from '../../src/kernel/money/money.ts';
import { blocksOf } from '../house/read-docs.ts';
import { type BackendWorld, MAIN_PRODUCT, openBackendWorld } from './backend-world.ts';

const DIGITS: Readonly<Record<string, number>> = { CLP: 0, USD: 2 };

let world: BackendWorld;
let event: EventDetail;

beforeAll(async () => {
  world = await openBackendWorld(400);
  const reply = await world.ask('viewer', 'GET', `/api/v1/events/${world.eventId}/`);
  expect(reply.statusCode).toBe(200);
  event = eventDetailShape.strict().parse(reply.json());
});
afterAll(async () => {
  await world.close();
});

/**
 * Our status for an order of the model, by the rules of the domain; null if the event does not have the order now.
 */
function statusOf({ order, tickets }: DemoCase): string | null {
  if (order === null || order.deleted || order.status === 'trash' || order.status === 'checkout-draft') {
    return null;
  }
  const lines = order.lines.filter((line) => line.productId === MAIN_PRODUCT);
  const own = tickets.filter((ticket) => ticket.productId === MAIN_PRODUCT && ticket.orderId === order.id);
  if (lines.length + own.length === 0) return null;
  if (order.status === 'processing' || order.status === 'completed') return 'paid';
  if (order.status === 'validado') return order.paidAtUtc === null ? 'pending' : 'paid';
  return order.status === 'on-hold' ? 'on_hold' : order.status;
}

const lineTotal = (order: DemoOrder): Money =>
  sum(order.lines.filter((line) => line.productId === MAIN_PRODUCT).map((line) => line.total));
const units = (order: DemoOrder): number =>
  order.lines.filter((line) => line.productId === MAIN_PRODUCT).reduce((all, line) => all + line.quantity, 0);

interface Sums {
  orders: number;
  total: Money;
  quantity: number;
}

/** The model's orders of the event, added up by the given key; a null key leaves an order out. */
function addUp(keyOf: (one: DemoCase, order: DemoOrder) => string | null): Record<string, Sums> {
  const groups: Record<string, Sums> = {};
  for (const one of world.store.cases()) {
    const key = one.order === null ? null : keyOf(one, one.order);
    if (one.order === null || key === null) continue;
    const group = groups[key] ?? { orders: 0, total: ZERO, quantity: 0 };
    groups[key] = {
      orders: group.orders + 1,
      total: group.total + lineTotal(one.order),
      quantity: group.quantity + units(one.order),
    };
  }
  return groups;
}

const amount = (money: Money, currency: string): string => formatMinor(money, DIGITS[currency] ?? 2);

const isSold = (status: string | null): boolean => status === 'paid' || status === 'refunded';

describe('an event’s sales equal those of the store’s own model', () => {
  test('by status and currency', () => {
    const expected = addUp((one, order) => {
      const status = statusOf(one);
      return status === null ? null : `${status} ${order.currency}`;
    });
    const shown = event.sales_by_status.map(({ status, currency, orders, total }) => [
      `${status} ${currency}`,
      { orders, total },
    ]);
    expect(Object.fromEntries(shown)).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([key, { orders, total }]) => [
          key,
          { orders, total: amount(total, key.split(' ')[1] ?? '') },
        ]),
      ),
    );
    expect(shown.length).toBeGreaterThan(5);
  });

  test('by the day of the order in the event’s zone', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', { timeZone: event.timezone, dateStyle: 'short' });
    const expected = addUp((one, order) =>
      isSold(statusOf(one)) ? `${zone.format(order.createdAtUtc * 1000)} ${order.currency}` : null,
    );
    expect(
      Object.fromEntries(
        event.sales_by_day.map(({ day, currency, orders, total, quantity }) => [
          `${day} ${currency}`,
          { orders, total, quantity },
        ]),
      ),
    ).toEqual(
      Object.fromEntries(
        Object.entries(expected).map(([key, { orders, total, quantity }]) => [
          key,
          { orders, quantity, total: amount(total, key.split(' ')[1] ?? '') },
        ]),
      ),
    );
  });

  test('by tier', () => {
    const sold = new Map<string, { quantity: number; total: Money }>();
    for (const one of world.store.cases()) {
      if (one.order === null || !isSold(statusOf(one))) continue;
      for (const line of one.order.lines.filter(({ productId }) => productId === MAIN_PRODUCT)) {
        const key = `${line.variationId} ${one.order.currency}`;
        const tier = sold.get(key) ?? { quantity: 0, total: ZERO };
        sold.set(key, { quantity: tier.quantity + line.quantity, total: tier.total + line.total });
      }
    }
    const expected = [...sold].map(([key, { quantity, total }]) => {
      const currency = key.split(' ')[1] ?? '';
      return `${currency} ${quantity} ${amount(total, currency)}`;
    });
    const shown = event.sales_by_tier.map(
      ({ currency, quantity, total }) => `${currency} ${quantity} ${total}`,
    );
    expect(shown.toSorted()).toEqual(expected.toSorted());
    expect(event.sales_by_tier.every(({ name }) => name !== null)).toBe(true);
  });
});

test('the payout is the sum of the orders’ shares', async () => {
  const { rows } = await world.backend.db.query(
    `select currency, count(*) as orders, sum(net)::text as net, sum(service_fee)::text as fee,
       sum(organizer_amount)::text as organizer, sum(refunded)::text as refunded
     from orders where event_id = $1 and removed_at is null and status in ('paid', 'refunded')
     group by currency order by currency`,
    [world.eventId],
  );
  expect(event.payouts.length).toBeGreaterThan(1);
  expect(
    event.payouts.map((payout) => ({
      currency: payout.currency,
      orders: payout.orders,
      net: payout.net,
      fee: payout.service_fee,
      organizer: payout.organizer_amount,
      refunded: payout.refunded,
    })),
  ).toEqual(
    rows.map(({ currency, orders, ...amounts }) => ({
      currency,
      orders,
      ...Object.fromEntries(
        Object.entries(amounts).map(([name, text]) => [name, amount(parseMoney(String(text)), currency)]),
      ),
    })),
  );
  for (const { total, refunded, net, service_fee, organizer_amount } of event.payouts) {
    expect(parseMoney(net)).toBe(parseMoney(total) - parseMoney(refunded));
    expect(parseMoney(net)).toBe(parseMoney(service_fee) + parseMoney(organizer_amount));
  }
});

test('refunds are shown in their parts: by lines, and without lines', () => {
  const byLines = new Map<string, Money>();
  for (const one of world.store.cases()) {
    if (one.order === null || !isSold(statusOf(one))) continue;
    const { currency, lines, refunds } = one.order;
    const own = new Set(
      lines.filter(({ productId }) => productId === MAIN_PRODUCT).map((line) => line.itemId),
    );
    const given = refunds
      .filter(({ deleted }) => !deleted)
      .flatMap((refund) => refund.lines)
      .filter(({ refundedItemId }) => own.has(refundedItemId));
    byLines.set(currency, (byLines.get(currency) ?? ZERO) + sum(given.map(({ total }) => total)));
  }
  expect(Object.fromEntries(event.payouts.map((one) => [one.currency, one.refunded_by_lines]))).toEqual(
    Object.fromEntries([...byLines].map(([currency, money]) => [currency, amount(money, currency)])),
  );
  // Some refunds of the store name no line: their amount is shown separately, and belongs to no tier.
  expect(event.payouts.map(({ refunded_apportioned }) => parseMoney(refunded_apportioned) > ZERO)).toContain(
    true,
  );
});

test('the documented query by tier equals the net of the payout', async () => {
  const [query] = blocksOf('docs/data-model.md', 'sql').filter((block) => block.includes('refunds without'));
  const { rows } = await world.backend.db.query<{ net: string | null }>(query ?? '');
  const net = event.payouts.find(({ currency }) => currency === 'CLP')?.net ?? '';
  expect(sum(rows.map((row) => parseMoney(row.net ?? '0')))).toBe(parseMoney(net));
  expect(rows.length).toBeGreaterThan(4);
});

test('days with admissions are those that the proof counts', async () => {
  const { days } = await world.one<{ days: number }>(
    `select sum(p.backend_value::integer)::integer as days from sync_proofs p
     join sync_executions x on x.id = p.execution_id join events e on e.configuration_id = x.configuration_id
     where e.id = $1 and p.scope = 'whole' and p.measure = 'days_checked_in'`,
    [world.eventId],
  );
  expect(event.check_ins.days_in_store).toBe(days);
  // This store has admitted tickets that are no longer valid, and some in its trash.
  expect(event.check_ins.not_valid).toBeGreaterThan(0);
});

test('its tickets are all tickets of the event, by tier and state', async () => {
  const { present } = await world.one<{ present: number }>(
    'select count(*) as present from tickets where event_id = $1 and removed_at is null',
    [world.eventId],
  );
  expect(event.tickets.reduce((all, row) => all + row.tickets, 0)).toBe(present);
});

test('an event zone that is an offset moves the day by that offset', async () => {
  const { db } = world.backend;
  const { id } = await world.one<{ id: string }>(
    `select id from orders where event_id = $1 and status = 'paid' and removed_at is null limit 1`,
    [world.threeDayEventId],
  );
  await db.query(`update orders set ordered_at = '2031-05-01T20:00:00Z' where id = $1`, [id]);
  const daysIn = async (timezone: string): Promise<readonly (string | null)[]> => {
    await db.query('update events set timezone = $2 where id = $1', [world.threeDayEventId, timezone]);
    const reply = await world.ask('viewer', 'GET', `/api/v1/events/${world.threeDayEventId}/`);
    return eventDetailShape.parse(reply.json()).sales_by_day.map(({ day }) => day);
  };
  expect(await daysIn('+05:30')).toContain('2031-05-02');
  expect(await daysIn('-05:30')).toContain('2031-05-01');
  expect(await daysIn('nowhere')).toContain('2031-05-01');
});

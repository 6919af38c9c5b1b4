import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { Journal } from '../../src/backend/loader/journal.ts';
import { loadRows } from '../../src/backend/loader/load-rows.ts';
import { ORDER_ITEMS } from '../../src/backend/tables/order-items.ts';
import { ORDERS } from '../../src/backend/tables/orders.ts';
import { TICKET_TIERS } from '../../src/backend/tables/ticket-tiers.ts';
import { TICKETS } from '../../src/backend/tables/tickets.ts';
import { type EventDetail, eventDetailShape } from '../../src/contract/ticketing/events.ts';
import { orderPageShape } from '../../src/contract/ticketing/orders.ts';
import { newId } from '../../src/kernel/ids.ts';
import { type Money, parseMoney, sum } from '../../src/kernel/money/money.ts';
import { itemDraft, orderDraft, ticketDraft } from '../../src/sync/load/order-rows.ts';
import { deriveEventOrder } from '../../src/ticketing/derive-event-order.ts';
import { RULES } from '../../src/ticketing/examples/example-order.ts';
import { anyOrder } from '../../src/ticketing/examples/random-order.ts';
import type { EventOrder } from '../../src/ticketing/model/event-order.ts';
import type { StoreOrder } from '../../src/ticketing/model/store-order.ts';
import { type ApiWorld, openApiWorld } from './api-world.ts';

const CURRENCY: Readonly<Record<number, string>> = { 0: 'CLP', 2: 'USD', 3: 'KWD', 4: 'CLF' };

interface Sold {
  readonly order: StoreOrder;
  readonly derived: EventOrder;
}

let world: ApiWorld;
let organizerId: string;

beforeAll(async () => {
  world = await openApiWorld();
  organizerId = newId();
  await world.backend.db.query(
    `insert into organizers (id, name, slug, contact_email) values ($1, 'Tuki', 'tuki', 'o@example.com')`,
    [organizerId],
  );
});
afterAll(async () => await world.close());

/** Random orders of one event, on three days or none, each derived by the rules of `ticketing/`. */
const anyEvent: fc.Arbitrary<readonly Sold[]> = fc
  .array(fc.tuple(anyOrder, fc.constantFrom(null, '2025-11-01', '2025-11-02', '2025-12-24')), {
    minLength: 1,
    maxLength: 12,
  })
  .map((orders) =>
    orders.flatMap(([order, day], at) => {
      const own: StoreOrder = {
        ...order,
        wooOrderId: at + 1,
        currency: CURRENCY[order.minorDigits] ?? 'USD',
        orderedAtUtc: day === null ? null : new Date(`${day}T12:00:00Z`),
        tickets: order.tickets.map((one) => ({ ...one, wooTicketId: one.wooTicketId + 1000 * at })),
      };
      const derived = deriveEventOrder(own, RULES, []);
      return derived === null ? [] : [{ order: own, derived }];
    }),
  );

let events = 0;

/** The event as the loader writes it; of two variations one has a tier. */
async function load(sold: readonly Sold[]): Promise<string> {
  const eventId = newId();
  const tierId = newId();
  events += 1;
  await inTransaction(world.backend.db, async (tx) => {
    const journal = new Journal(newId(), newId());
    const none = new Map();
    await tx.query(
      `insert into events (id, organizer_id, title, slug, status, timezone, num_days, woo_product_id, store_url, content_digest)
       values ($1, $2, 'Noche', $3, 'published', 'UTC', 1, $4, 'https://store.example', '\\x')`,
      [eventId, organizerId, `noche-${events}`, events],
    );
    const tier = {
      event_id: eventId,
      name: 'General',
      woo_product_id: events,
      woo_variation_id: 11,
      price: null,
      currency: 'CLP',
      stock_left: null,
      form_id: null,
      store_values: {},
    };
    await loadRows(tx, TICKET_TIERS, [{ id: tierId, removedReason: null, values: tier }], none, journal);
    const tierOf = (variation: number) => (variation === 11 ? tierId : null);
    for (const { order, derived } of sold) {
      const orderId = newId();
      await loadRows(tx, ORDERS, [orderDraft(orderId, eventId, order, derived, null)], none, journal);
      const items = new Map(derived.items.map((item) => [item.wooItemId, newId()]));
      const itemDrafts = derived.items.map((item) =>
        itemDraft(items.get(item.wooItemId) ?? '', orderId, tierOf(item.variationId), item),
      );
      await loadRows(tx, ORDER_ITEMS, itemDrafts, none, journal);
      const tickets = derived.tickets.map((ticket) => {
        const place = {
          id: newId(),
          eventId,
          orderId,
          orderItemId: items.get(ticket.wooItemId ?? 0) ?? null,
          tierId: tierOf(ticket.variationId),
          currency: order.currency,
          numDays: 1,
          checkedInAtUtc: null,
          erased: false,
        };
        return ticketDraft(place, ticket);
      });
      await loadRows(tx, TICKETS, tickets, none, journal);
    }
  });
  return eventId;
}

async function ask(eventId: string): Promise<EventDetail> {
  const reply = await world.ask('viewer', 'GET', `/api/v1/events/${eventId}/`);
  return eventDetailShape.strict().parse(reply.json());
}

async function ordersOf(eventId: string) {
  const reply = await world.ask('viewer', 'GET', `/api/v1/orders/?event=${eventId}&page_size=200`);
  return orderPageShape.parse(reply.json()).results;
}

type Totals = EventDetail['payouts'][number];
const AMOUNTS = [
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

/** Rows of one currency, column by column. */
function added(rows: readonly Totals[], currency: string): Record<string, Money | number> {
  const own = rows.filter((row) => row.currency === currency);
  const count = (name: 'orders' | 'quantity' | 'refunded_quantity') =>
    own.reduce((all, row) => all + row[name], 0);
  const amounts = AMOUNTS.map((name) => [name, sum(own.map((row) => parseMoney(row[name])))] as const);
  return {
    orders: count('orders'),
    quantity: count('quantity'),
    refunded_quantity: count('refunded_quantity'),
    ...Object.fromEntries(amounts),
  };
}

const money = (rows: readonly { readonly [name: string]: unknown }[], name: string): Money =>
  sum(rows.map((row) => parseMoney(String(row[name]))));

test('whatever was sold and refunded, the parts of every table add up to its totals, to the cent', async () => {
  await fc.assert(
    fc.asyncProperty(anyEvent, async (sold) => {
      const event = await ask(await load(sold));
      for (const order of await ordersOf(event.id)) {
        const of = (name: 'refunded_by_lines' | 'refunded_apportioned' | 'refunded_rounding' | 'refunded') =>
          parseMoney(order[name]);
        expect(of('refunded_by_lines') + of('refunded_apportioned') + of('refunded_rounding')).toBe(
          of('refunded'),
        );
      }
      const present = sold.filter(({ derived }) => derived.status !== 'trashed');
      const currencies = [...new Set(present.map(({ order }) => order.currency))].toSorted();
      expect(event.totals.map(({ currency }) => currency)).toEqual(currencies);
      for (const total of [
        ...event.totals,
        ...event.payouts,
        ...event.sales_by_day,
        ...event.sales_by_status,
      ]) {
        const of = (name: (typeof AMOUNTS)[number]): Money => parseMoney(total[name]);
        expect(of('refunded_by_lines') + of('refunded_apportioned') + of('refunded_rounding')).toBe(
          of('refunded'),
        );
        expect(of('total') - of('refunded')).toBe(of('net'));
      }
      for (const currency of currencies) {
        const paid = event.sales_by_status.filter(({ status }) => status === 'paid' || status === 'refunded');
        expect(added(event.totals, currency)).toEqual(added(event.sales_by_status, currency));
        expect(added(event.payouts, currency)).toEqual(added(paid, currency));
        expect(added(event.payouts, currency)).toEqual(added(event.sales_by_day, currency));
        const payout = added(event.payouts, currency);
        const tiers = event.sales_by_tier.filter((tier) => tier.currency === currency);
        expect({
          quantity: tiers.reduce((all, tier) => all + tier.quantity, 0),
          refunded_quantity: tiers.reduce((all, tier) => all + tier.refunded_quantity, 0),
          total: money(tiers, 'total') + money(event.payouts.filter(inCurrency(currency)), 'rounding'),
          refunded_by_lines: money(tiers, 'refunded'),
        }).toEqual({
          quantity: payout['quantity'],
          refunded_quantity: payout['refunded_quantity'],
          total: payout['total'],
          refunded_by_lines: payout['refunded_by_lines'],
        });
        // The figures of each order by the rules of `ticketing/`, added up here.
        const own = present.filter(
          ({ order, derived }) =>
            order.currency === currency && (derived.status === 'paid' || derived.status === 'refunded'),
        );
        expect(payout).toMatchObject({
          orders: own.length,
          total: sum(own.map(({ derived }) => derived.share.total)),
          refunded: sum(own.map(({ derived }) => derived.share.refunded)),
          organizer_amount: sum(own.map(({ derived }) => derived.share.organizerAmount)),
        });
      }
      expectCheckIns(event, sold);
    }),
    { numRuns: 40 },
  );
});

const inCurrency =
  (currency: string) =>
  (row: { readonly currency: string }): boolean =>
    row.currency === currency;

function expectCheckIns({ check_ins, tickets }: EventDetail, sold: readonly Sold[]): void {
  const letIn = tickets.filter(({ check_in_status }) => check_in_status !== 'not_checked_in');
  const count = (rows: readonly { readonly tickets: number }[]) =>
    rows.reduce((all, row) => all + row.tickets, 0);
  expect(check_ins.tickets).toBe(count(letIn));
  expect(check_ins.valid).toBe(count(letIn.filter(({ status }) => status === 'active')));
  expect(check_ins.valid + check_ins.not_valid).toBe(check_ins.tickets);
  expect(check_ins.days_by_store + check_ins.days_by_local_gate).toBe(check_ins.days);
  expect(check_ins.days_by_store + check_ins.days_trashed).toBe(check_ins.days_in_store);
  const all = sold.flatMap(({ derived }) => derived.tickets);
  expect(check_ins.days_in_store).toBe(
    all.filter(({ storeDays }) => storeDays.some(({ checkedIn }) => checkedIn)).length,
  );
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { backendEvent } from './backend-event.ts';
import { addCents } from './cents.ts';
import { type ExpectedEvent, expectedEvent, type Row } from './expected-event.ts';
import { storedLines } from './stored-lines.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, readTruth, sampleStoresPresent, type Truth } from './truth-file.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

tellIfNoSampleStores();

/** An event, a concert with variations, and an event of three days, all of the sample stores. */
const [MAIN, CONCERT, THREE_DAYS] = [173911, 174051, 174055];
/** Sold without tickets of the plugin. */
const SHIRT = 174060;

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

async function sync(
  products: readonly number[],
  depth?: Depth,
  maxRemovalPercent = 100,
): Promise<SyncReport> {
  await backend.db.query('update sync_configurations set max_removal_percent = $1', [maxRemovalPercent]);
  const input = { storeUrl: store.url, product: products[0] ?? 0, products, eventName: 'Festival' };
  const { report } = await syncProduct(backend, depth === undefined ? input : { ...input, depth });
  return report;
}

function expectVerified(report: SyncReport): void {
  const differences = report.proof.filter(({ equal }) => !equal);
  expect({ ...report, differences }).toMatchObject({
    status: 'success',
    verification: 'verified',
    differences: [],
    rejects: [],
    error: null,
  });
}

/** The truth of all these products together; an order of several products is one order. */
async function expectedOf(truth: Truth, products: readonly number[]): Promise<ExpectedEvent> {
  const sold = await storedLines(store.url, truth.store.db_prefix);
  const each = products.map((product) => expectedEvent(truth, product, sold));
  const all = (of: keyof ExpectedEvent): readonly Row[] => each.flatMap((event) => event[of]);
  const once = (rows: readonly Row[], key: string): readonly Row[] => [
    ...new Map(rows.map((row) => [row[key], row])).values(),
  ];
  const sumOf = (order: Row, of: string): string =>
    addCents(all('orders').flatMap((one) => (one['order'] === order['order'] ? [String(one[of])] : [])));
  return {
    orders: once(all('orders'), 'order').map((order) => ({
      ...order,
      subtotal: sumOf(order, 'subtotal'),
      tax: sumOf(order, 'tax'),
    })),
    items: all('items'),
    refunds: once(all('refunds'), 'refund'),
    refundLines: all('refundLines'),
    tickets: all('tickets'),
    pending: all('pending'),
    made: all('made'),
  };
}

async function expectEvent(report: SyncReport, truth: Truth, products: readonly number[]): Promise<void> {
  const actual = await backendEvent(backend.db, eventIdOf(report));
  const expected = await expectedOf(truth, products);
  const orders = new Set(expected.orders.map(({ order }) => order));
  expect(
    sorted(
      actual.orders.filter(({ removedReason }) => removedReason !== 'left_event'),
      'order',
    ),
  ).toEqual(sorted(expected.orders, 'order'));
  expect(
    sorted(
      actual.items.filter(({ order }) => orders.has(order)),
      'item',
    ),
  ).toEqual(sorted(expected.items, 'item'));
  expect(sorted(actual.refundLines, 'refund', 'item')).toEqual(
    sorted(expected.refundLines, 'refund', 'item'),
  );
  const shown = ({ ticket, variation, daysCheckedIn, firstName, ticketNumber }: Row): Row => ({
    ticket,
    variation,
    daysCheckedIn,
    firstName,
    ticketNumber,
  });
  expect(sorted(actual.tickets, 'ticket').map(shown)).toEqual(sorted(expected.tickets, 'ticket').map(shown));
  expect(sorted(actual.pending, 'order', 'key')).toEqual(sorted(expected.pending, 'order', 'key'));
  expect(sorted(actual.made, 'order')).toEqual(sorted(expected.made, 'order'));
}

function sorted(rows: readonly Row[], ...keys: readonly string[]): readonly Row[] {
  const key = (row: Row) => keys.map((name) => String(row[name]).padStart(20, '0')).join(' ');
  return rows.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Present tickets by product. */
async function ticketsByProduct(): Promise<Readonly<Record<string, number>>> {
  const rows = await queryRows<{ product: number; count: number }>(
    backend.db,
    `select woo_product_id as product, count(*)::int as count from tickets
     where removed_at is null or removed_reason = 'trashed' group by 1`,
  );
  return Object.fromEntries(rows.map(({ product, count }) => [product, count]));
}

it.each(['hpos', 'posts'] as const)(
  'owes tickets to attendees of each product that an order has: %s',
  async (layout) => {
    const [concert, workshop] = [700, 710];
    const text = (value: string): string => `s:${value.length}:"${value}";`;
    const entry = (product: number, name: string): string =>
      `a:2:{${text('WooCommerceEventsProductID')}${text(String(product))}${text('WooCommerceEventsAttendeeName')}${text(name)}}`;
    const record = (...groups: readonly (readonly string[])[]): string =>
      `a:${groups.length}:{${groups
        .map(
          (group, x) =>
            `i:${x + 1};a:${group.length}:{${group.map((one, y) => `i:${y + 1};${one}`).join('')}}`,
        )
        .join('')}}`;
    const paid = { status: 'wc-processing', paidGmt: '2025-03-01 10:00:00' };
    await store.exec(
      [
        tinyStore('wp_', layout),
        eventProduct(concert, 'Concert'),
        eventProduct(workshop, 'Workshop'),
        order(
          {
            ...paid,
            id: 30,
            total: '9000',
            lines: { 81: sold(concert, '1', '3000'), 82: sold(workshop, '2', '6000') },
            metas: {
              WooCommerceEventsOrderTickets: record(
                [entry(concert, 'Ana')],
                [entry(workshop, 'Bea'), entry(workshop, 'Cai')],
              ),
            },
          },
          layout,
        ),
        // The workshop's line was removed, and the checkout's record still names its attendees.
        order(
          {
            ...paid,
            id: 31,
            total: '3000',
            lines: { 83: sold(concert, '1', '3000') },
            metas: {
              WooCommerceEventsOrderTickets: record([entry(concert, 'Dan')], [entry(workshop, 'Eva')]),
            },
          },
          layout,
        ),
      ].join('\n'),
    );
    for (const depth of ['full', 'sweep', 'quick'] as const) {
      expectVerified(await sync([concert, workshop], depth));
      const owed = await queryRows<{ owed: string }>(
        backend.db,
        `select concat_ws(' ', o.woo_order_id, t.woo_product_id, t.first_name, t.status) as owed
       from tickets t join orders o on o.id = t.order_id where t.removed_at is null order by 1`,
      );
      expect(owed.map((row) => row.owed)).toEqual([
        '30 700 Ana pending',
        '30 710 Bea pending',
        '30 710 Cai pending',
        '31 700 Dan pending',
      ]);
    }
  },
);

describe.runIf(sampleStoresPresent).each(['hpos-small', 'legacy-small'])('the store %s', (name) => {
  const truth = sampleStoresPresent ? readTruth(name) : ({} as Truth);
  const ticketsOf = (product: number): number =>
    truth.products.find(({ product_id }) => product_id === product)?.tickets.total ?? 0;

  beforeEach(async () => {
    await store.loadDump(dumpPath(name));
  });

  it('brings four products as one event, each with its own tickets, days and tiers', async () => {
    const products = [MAIN, CONCERT, THREE_DAYS, SHIRT];
    const report = await sync(products);
    expectVerified(report);
    await expectEvent(report, truth, products);
    const tiers = await queryRows<{ product: number; tiers: number; events: number }>(
      backend.db,
      `select woo_product_id as product, count(*)::int as tiers, count(distinct event_id)::int as events
       from ticket_tiers group by 1 order by 1`,
    );
    expect(tiers.map(({ product, events }) => [product, events])).toEqual(products.map((id) => [id, 1]));
    for (const depth of ['sweep', 'quick'] as const) {
      const again = await sync(products, depth);
      expectVerified(again);
      expect([again.depth, again.counts.orders.created, again.counts.tickets.created]).toEqual([depth, 0, 0]);
    }
  });

  it.each(['quick', 'sweep'] as const)(
    'reads only the rows of a product that is added: %s',
    async (depth) => {
      expectVerified(await sync([MAIN, CONCERT]));
      // The newest orders, whose change signals have a resolution of a second, are read once more.
      const { ownReading: anyway } = await sync([MAIN, CONCERT], depth);
      expect(anyway.orders).toBeLessThan(5);
      const report = await sync([MAIN, CONCERT, THREE_DAYS], depth);
      expectVerified(report);
      const orders = new Set(
        (await expectedOf(truth, [THREE_DAYS])).orders.map(({ order }) => order as number),
      );
      expect([report.depth, report.ownReading.orders - anyway.orders]).toEqual([depth, orders.size]);
      await expectEvent(report, truth, [MAIN, CONCERT, THREE_DAYS]);
      expectVerified(await sync([MAIN, CONCERT, THREE_DAYS], 'sweep'));
    },
  );

  it('configures nothing where the store lacks one of the products', async () => {
    await expect(sync([MAIN, 999_999])).rejects.toMatchObject({ code: 'store.no-such-product' });
    expect(await queryRows(backend.db, 'select id from sync_configurations')).toEqual([]);
  });

  it('removes only the tickets of a product that is taken away, unless those are too many', async () => {
    expectVerified(await sync([MAIN, CONCERT]));
    const before = await ticketsByProduct();
    const refused = await sync([MAIN], 'quick', 5);
    expect(refused).toMatchObject({ status: 'success', verification: 'unverified' });
    expect(refused.held.tickets).toBeGreaterThan(0);
    expect(await ticketsByProduct()).toEqual(before);

    const report = await sync([MAIN], 'quick');
    expectVerified(report);
    const own = (await expectedOf(truth, [CONCERT])).orders.length;
    expect(report.depth).toBe('quick');
    // The newest orders are read anyway, and deferred removals a second time.
    expect(report.ownReading.orders).toBeLessThan(own + 5);
    const { [CONCERT]: _, ...rest } = before;
    expect(await ticketsByProduct()).toEqual(rest);
    expect(rest[MAIN]).toBeGreaterThanOrEqual(ticketsOf(MAIN));
    await expectEvent(report, truth, [MAIN]);
    expectVerified(await sync([MAIN], 'sweep'));
  });
});

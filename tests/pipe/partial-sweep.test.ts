import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { DemoLayout } from '../../src/demo/model/model.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { countDifferences } from './history/count-differences.ts';
import { NO_ORDER, PAID_ORDERS, type PaidOrder } from './paid-orders.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { type WholeEvent, wholeEvent } from './whole-event.ts';

const PRODUCT = 173_911;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** So few rows a sweep that the small store takes most of a day. */
const FEW_ROWS = 1;
describe.each<[DemoLayout]>([['hpos'], ['posts']])('sweeps of parts of a store of layout %s', (layout) => {
  let store: StoreDatabase;
  let backend: Backend;
  let eventId: string;
  let orders: readonly PaidOrder[];
  /** Simulated. */
  let clockMs = Date.now();

  beforeAll(async () => {
    store = await freshStoreDatabase();
    await makeDemoStore({ url: store.url, orders: 250, seed: 12, layout });
    backend = await freshBackend();
    eventId = eventIdOf(await sync('full'));
    orders = (await backend.db.query<PaidOrder>(PAID_ORDERS)).rows;
    await sync('sweep');
  });
  afterAll(async () => {
    await backend.close();
    await store.drop();
  });

  async function sync(depth: Depth | null = null, rows = FEW_ROWS) {
    const { report } = await syncProduct(backend, {
      storeUrl: store.url,
      product: PRODUCT,
      rotationRows: rows,
      now: () => new Date(clockMs),
      ...(depth && { depth }),
    });
    const differences = report.proof.filter(({ equal }) => !equal);
    expect({ error: report.error, differences }).toEqual({ error: null, differences: [] });
    expect(report.verification).toMatch(/^verified/);
    return report;
  }

  const at = (place: number): PaidOrder => orders[place] ?? NO_ORDER;
  const itemMeta = (item: number, key: string, value: string): string =>
    `update wp_woocommerce_order_itemmeta set meta_value = ${value} where order_item_id = ${item} and meta_key = '${key}';`;
  const ticketMeta = (ticket: number, key: string, value: string): string =>
    `update wp_postmeta set meta_value = ${value} where post_id = ${ticket} and meta_key = '${key}';`;
  const erased = (id: number): string =>
    layout === 'hpos'
      ? `delete from wp_wc_orders where id = ${id};`
      : `delete from wp_posts where ID = ${id};`;

  /** Edits that no time in the store records. */
  const SILENT: readonly (readonly [string, (found: PaidOrder, other: PaidOrder) => string])[] = [
    ['a cent', ({ item }) => itemMeta(item, '_line_total', 'meta_value + 0.01')],
    ['a name', ({ ticket }) => ticketMeta(ticket, 'WooCommerceEventsAttendeeName', "'Otra'")],
    [
      'an empty text that became NULL',
      ({ ticket }) => ticketMeta(ticket, 'WooCommerceEventsAttendeeName', 'NULL'),
    ],
    ['a ticket’s status', ({ ticket }) => ticketMeta(ticket, 'WooCommerceEventsStatus', "'Canceled'")],
    [
      'two totals that changed places',
      ({ item }, other) =>
        itemMeta(item, '_line_subtotal', "'71'") + itemMeta(other.item, '_line_subtotal', "'17'"),
    ],
    [
      'a ticket of another order',
      ({ ticket }, { order }) => ticketMeta(ticket, 'WooCommerceEventsOrderID', `'${order}'`),
    ],
    [
      'a ticket that was erased',
      ({ ticket }) =>
        `delete from wp_posts where ID = ${ticket}; delete from wp_postmeta where post_id = ${ticket};`,
    ],
    ['a line that became another product’s', ({ item }) => itemMeta(item, '_product_id', "'174050'")],
    ['an order that was erased', ({ order }) => erased(order)],
    [
      'a meta that moved to another ticket',
      ({ ticket }, other) =>
        `update wp_postmeta set post_id = ${other.ticket}
         where post_id = ${ticket} and meta_key = 'WooCommerceEventsAttendeeLastName';`,
    ],
  ];

  /** The result of syncing the current store into an empty backend. */
  async function readAll(): Promise<WholeEvent> {
    const fresh = await freshBackend();
    try {
      const { report } = await syncProduct(fresh, { storeUrl: store.url, product: PRODUCT });
      return await wholeEvent(fresh.db, eventIdOf(report));
    } finally {
      await fresh.close();
    }
  }

  async function isRight(): Promise<boolean> {
    return JSON.stringify(await wholeEvent(backend.db, eventId)) === JSON.stringify(await readAll());
  }

  it('compare few rows, and whole tables only once a day', async () => {
    clockMs += HOUR_MS;
    await sync();
    const whole = async () =>
      (await backend.db.query<{ at: Date }>('select whole_swept_at as at from sync_checkpoints')).rows[0]?.at;
    const before = await whole();
    await sync();
    expect(await whole()).toEqual(before);
    clockMs += 25 * HOUR_MS;
    await sync();
    expect(await whole()).not.toEqual(before);
    // The clock of the store stays behind.
    await backend.db.query('update sync_checkpoints set whole_swept_at = $1', [new Date(clockMs)]);
  });

  it('begin where an older version ended', async () => {
    await backend.db.query(
      'update sync_checkpoints set compared_spans = null, whole_swept_at = null, counts_basis = null, counted_whole_at = null',
    );
    await backend.db.query('delete from store_counts');
    await backend.db.query('delete from hot_orders');
    const { depth, counts } = await sync();
    expect([depth, counts.orders.updated, counts.orders.read < 250]).toEqual(['sweep', 0, true]);
    // Nothing differs, so the earlier counts are used; the first sweep of a part makes its own.
    await sync();
    expect(await countDifferences(backend.db, store.url, PRODUCT)).toEqual([]);
    const { rows } = await backend.db.query<{ spans: unknown }>(
      'select compared_spans as spans from sync_checkpoints',
    );
    expect(rows[0]?.spans).not.toBeNull();
  });

  it('find all of these edits at once in orders that changed a short time ago', async () => {
    const changed = orders.slice(0, SILENT.length * 2);
    await store.exec(changed.map(({ item }) => itemMeta(item, '_line_total', 'meta_value + 1')).join(''));
    await sync('sweep');
    await sync();
    for (const [place, [, edit]] of SILENT.entries())
      await store.exec(edit(at(place * 2), at(place * 2 + 1)));
    await sync();
    expect(await isRight()).toBe(true);
    expect(await countDifferences(backend.db, store.url, PRODUCT)).toEqual([]);
  });

  it('find a line that was added to an order that changed a short time ago', async () => {
    const { item, order } = at(0);
    await store.exec(
      `insert into wp_woocommerce_order_items (order_item_name, order_item_type, order_id) select order_item_name, order_item_type, ${order}
         from wp_woocommerce_order_items where order_item_id = ${item};
       insert into wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value)
         select (select max(order_item_id) from wp_woocommerce_order_items), meta_key, meta_value
         from wp_woocommerce_order_itemmeta where order_item_id = ${item}`,
    );
    await sync();
    expect(await isRight()).toBe(true);
  });

  it('find all of these edits in other orders within 24 hours, and say how old the oldest part is', async () => {
    const first = SILENT.length * 2;
    for (const [place, [, edit]] of SILENT.entries()) {
      await store.exec(edit(at(first + place * 2), at(first + place * 2 + 1)));
    }
    // The line of an order without the event, which now belongs to it.
    await store.exec(
      `update wp_woocommerce_order_itemmeta set meta_value = '${PRODUCT}' where meta_key = '_product_id'
         and meta_value = '174050' order by order_item_id desc limit 1`,
    );
    await sync('quick');
    expect(await isRight()).toBe(false);
    const begunMs = clockMs;
    const ages: number[] = [];
    let sweeps = 0;
    while (clockMs < begunMs + 24 * HOUR_MS) {
      clockMs += 15 * MINUTE_MS;
      const report = await sync();
      sweeps += 1;
      ages.push(Date.now() - (report.wholeProvedAt?.getTime() ?? 0));
      if (sweeps % 8 === 0 && (await isRight())) break;
    }
    expect(await isRight()).toBe(true);
    expect(Math.max(...ages)).toBeGreaterThan(30 * MINUTE_MS);
    expect(Math.max(...ages)).toBeLessThan(24.5 * HOUR_MS);
  });

  it('compare everything within 60 minutes while the event is on', async () => {
    const start = new Date(clockMs);
    await backend.db.query('update sync_configurations set event_start_date = $1', [start]);
    await sync('sweep');
    const edit = SILENT[1]?.[1];
    await store.exec(edit?.(at(60), at(61)) ?? '');
    for (let minutes = 15; minutes <= 60; minutes += 15) {
      clockMs += 15 * MINUTE_MS;
      await sync();
    }
    await backend.db.query('update sync_configurations set event_start_date = null');
    await sync('quick');
    expect(await isRight()).toBe(true);
  });

  it('compare a store of usual size with each sweep', async () => {
    await store.exec(ticketMeta(at(62).ticket, 'WooCommerceEventsAttendeeName', "'Third'"));
    clockMs += MINUTE_MS;
    const { wholeProvedAt } = await sync(null, Number.MAX_SAFE_INTEGER);
    expect(await isRight()).toBe(true);
    expect(Date.now() - (wholeProvedAt?.getTime() ?? 0)).toBeLessThan(HOUR_MS);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listRejectsOfConfiguration } from '../../src/backend/executions/execution-log-list.ts';
import { listNotes } from '../../src/backend/readings/note-records.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, type Metas, order, postMetas, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const EVENT = 640;
/** A store with orders in posts whose action queue names each changed order: a quick execution relies on it. */
const HAS_FEED = `insert into wp_actionscheduler_actions (hook, status, args)
  values ('wc-admin_import_orders', 'complete', '[1]');`;

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

function sale(id: number, layout: OrderLayout, metas: Metas = {}): string {
  return order({ id, lines: { [id]: sold(EVENT, '1', '1000') }, metas }, layout);
}

async function fill(layout: OrderLayout, ...sales: readonly string[]): Promise<void> {
  await store.exec(
    [
      tinyStore('wp_', layout),
      eventProduct(EVENT, 'Peña'),
      HAS_FEED,
      // The newest change, so that a quick execution does not read all of the others again.
      order({ id: 99 }, layout),
      `update wp_posts set post_modified_gmt = '2025-06-01 12:00:00' where ID = 99;
       update wp_wc_orders set date_updated_gmt = '2025-06-01 12:00:00' where id = 99;`,
      ...sales,
    ].join('\n'),
  );
}

async function sync(depth: Depth, orderNumberMeta?: string, reached = depth): Promise<void> {
  const input = { storeUrl: store.url, product: EVENT, depth };
  const { report } = await syncProduct(backend, {
    ...input,
    ...(orderNumberMeta === undefined ? {} : { orderNumberMeta }),
  });
  expect(report).toMatchObject({
    status: 'success',
    verification: 'verified',
    depth: reached,
    rejects: [],
  });
}

/** The number of each order by WooCommerce's id. */
async function numbers(): Promise<Readonly<Record<string, string>>> {
  const { rows } = await backend.db.query<{ id: string; number: string }>(
    'select woo_order_id::text as id, number from orders order by woo_order_id',
  );
  return Object.fromEntries(rows.map(({ id, number }) => [id, number]));
}

async function notes(): Promise<readonly unknown[]> {
  const { rows } = await backend.db.query(
    'select woo_id::int as id, field, reason from sync_notes order by woo_id',
  );
  return rows;
}

/** A meta of an order that WooCommerce did not write itself: no time of the order changes. */
function laterMeta(layout: OrderLayout, id: number, key: string, value: string): string {
  return layout === 'posts'
    ? postMetas(id, { [key]: value })
    : `insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values (${id}, '${key}', '${value}');`;
}

const moved = `update wp_wc_orders set date_updated_gmt = utc_timestamp() where id = 11;`;

describe.each(['hpos', 'posts'] as const)('orders of %s', (layout) => {
  it("have the number that their store's plugin shows, and WooCommerce's id where none gave one", async () => {
    await fill(
      layout,
      sale(11, layout, { _order_number: '7', _order_number_formatted: 'WEB-0007-CL' }),
      sale(12, layout, { _order_number: '8' }),
      sale(13, layout, { _alg_wc_full_custom_order_number: 'ALG/2025/0009' }),
      sale(14, layout, { _ywson_custom_number_order_complete: 'YITH-10' }),
      sale(15, layout, { _wcj_order_number: '100011' }),
      sale(16, layout),
      // Without a number yet.
      sale(17, layout, { _order_number: '-1', _order_number_formatted: '' }),
      sale(18, layout, { _wcj_order_number: '0' }),
    );
    await sync('full');
    expect(await numbers()).toEqual({
      11: 'WEB-0007-CL',
      12: '8',
      13: 'ALG/2025/0009',
      14: 'YITH-10',
      15: '100011',
      16: '16',
      17: '17',
      18: '18',
    });
    expect(await notes()).toEqual([]);
  });

  it('keep a hostile number as text on one line that can be shown and searched', async () => {
    await fill(
      layout,
      sale(21, layout, { _order_number: `A${'9'.repeat(99)}` }),
      sale(22, layout, { _order_number_formatted: 'x'.repeat(101), _order_number: '22nd' }),
      sale(23, layout, { _order_number: 'x'.repeat(60_000) }),
      sale(24, layout, { _order_number: ' \t#A\u0007\r\n 1\u202e\u200b2\u0000 ' }),
      sale(25, layout, { _order_number: `<b onclick="x()">A-1</b>'; drop table orders; --` }),
      sale(26, layout, { _order_number: 'O&#039;Higgins &amp; 7' }),
      sale(27, layout, { _order_number: 'DOUBLE' }),
      sale(28, layout, { _order_number: 'DOUBLE' }),
      sale(29, layout, { _order_number: '\u202e \n' }),
      // A meta that exists twice: WordPress reads the row with the lowest id.
      sale(30, layout, { _order_number: 'FIRST' }),
      laterMeta(layout, 30, '_order_number', 'SECOND'),
    );
    await sync('full');
    expect(await numbers()).toEqual({
      21: `A${'9'.repeat(99)}`,
      22: '22nd',
      23: '23',
      24: 'A 12',
      25: `<b onclick="x()">A-1</b>'; drop table orders; --`,
      26: "O'Higgins & 7",
      27: 'DOUBLE',
      28: 'DOUBLE',
      29: '29',
      30: 'FIRST',
    });
    expect(await notes()).toEqual([
      { id: 22, field: '_order_number_formatted', reason: 'text_too_long' },
      { id: 23, field: '_order_number', reason: 'text_too_long' },
    ]);
  });

  it('take a number that a plugin writes later with the next quick execution, and one that it changes with the next sweep', async () => {
    await fill(layout, sale(11, layout), sale(12, layout));
    await sync('full');
    expect(await numbers()).toEqual({ 11: '11', 12: '12' });
    await store.exec(
      laterMeta(layout, 11, '_order_number_formatted', 'WEB-1') + (layout === 'hpos' ? moved : ''),
    );
    await sync('quick');
    expect(await numbers()).toEqual({ 11: 'WEB-1', 12: '12' });
    const table = layout === 'hpos' ? 'wp_wc_orders_meta' : 'wp_postmeta';
    await store.exec(
      `update ${table} set meta_value = 'WEB-2' where meta_key = '_order_number_formatted';
       ${laterMeta(layout, 12, '_wcj_order_number', '77')}`,
    );
    await sync('sweep');
    expect(await numbers()).toEqual({ 11: 'WEB-2', 12: '77' });
    await store.exec(`delete from ${table} where meta_key = '_order_number_formatted';`);
    await sync('sweep');
    expect(await numbers()).toEqual({ 11: '11', 12: '77' });
  });

  it('have the number of the meta that a person named, before all others', async () => {
    await fill(
      layout,
      sale(11, layout, { _order_number: '7', _invoice_no: 'F-001' }),
      sale(12, layout, { _order_number: '8' }),
    );
    await sync('full');
    expect(await numbers()).toEqual({ 11: '7', 12: '8' });
    // Every order is read again once, whatever depth was requested.
    await sync('quick', '_invoice_no', 'full');
    expect(await numbers()).toEqual({ 11: 'F-001', 12: '8' });
    await store.exec(
      laterMeta(layout, 12, '_invoice_no', 'F-002') +
        (layout === 'hpos' ? moved.replace('= 11', '= 12') : ''),
    );
    await sync('quick', '_invoice_no');
    expect(await numbers()).toEqual({ 11: 'F-001', 12: 'F-002' });
    await sync('quick', undefined, 'full');
    expect(await numbers()).toEqual({ 11: '7', 12: '8' });
  });
});

describe('a note and a reject of an order', () => {
  it('name it as the store shows it', async () => {
    await fill(
      'hpos',
      sale(41, 'hpos', { _order_number_formatted: 'WEB-41' }),
      sale(42, 'hpos', { _order_number_formatted: 'WEB-42' }),
    );
    await sync('full');
    await store.exec(`update wp_wc_orders set currency = '', date_updated_gmt = utc_timestamp() where id = 41;
      update wp_wc_orders set currency = '???', date_updated_gmt = utc_timestamp() where id = 42;`);
    const { report } = await syncProduct(backend, { storeUrl: store.url, product: EVENT, depth: 'quick' });
    expect(report.rejects).toMatchObject([{ wooId: 42 }]);
    const { rows } = await backend.db.query<{ id: string }>('select id from sync_configurations');
    const id = rows[0]?.id ?? '';
    const part = { limit: 10, offset: 0 };
    const listed = await listNotes(backend.db, id, { kind: null, reason: null }, part);
    expect(listed).toMatchObject([{ woo_id: 41, order_number: 'WEB-41', reason: 'currency_missing' }]);
    const rejects = await listRejectsOfConfiguration(backend.db, id, { kind: null, settled: false }, part);
    expect(rejects).toMatchObject([{ woo_id: 42, order_number: 'WEB-42' }]);
  });
});

describe('a plugin that does not know the order tables', () => {
  it('has its numbers read from the posts behind the orders, but not from copies of orders', async () => {
    await fill(
      'hpos',
      ...[31, 32, 33].map((id) => sale(id, 'hpos')),
      `insert into wp_posts (ID, post_title, post_content, post_type, post_status) values
         (31, '', '', 'shop_order_placehold', 'draft'), (32, '', '', 'shop_order', 'wc-completed'),
         (33, '', '', 'shop_order_placehold', 'draft');`,
      postMetas(31, { _wcj_order_number: '1001' }),
      postMetas(32, { _wcj_order_number: '1002' }),
    );
    await sync('full');
    expect(await numbers()).toEqual({ 31: '1001', 32: '32', 33: '33' });
    await store.exec(postMetas(33, { _wcj_order_number: '1003' }));
    await sync('quick');
    expect(await numbers()).toEqual({ 31: '1001', 32: '32', 33: '1003' });
  });
});

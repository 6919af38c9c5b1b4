import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, type Metas, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const OPERA = 600;
const BALLET = 601;
const LECTURE = 602;
const GARBAGE: Metas = {
  _product_id: String(LECTURE),
  _variation_id: 'none',
  _qty: '1,25',
  _line_subtotal: 'gratis',
  _line_total: '12.500,00',
  _line_tax: '-',
};

describe.each(['hpos', 'posts'] as const)('odd orders in %s', (layout: OrderLayout) => {
  let store: StoreDatabase;
  let backend: Backend;

  beforeEach(async () => {
    store = await freshStoreDatabase();
    backend = await freshBackend();
    await store.exec(
      [
        tinyStore('wp_', layout),
        eventProduct(OPERA, 'Opera'),
        eventProduct(BALLET, 'Ballet'),
        eventProduct(LECTURE, 'Lecture'),
      ].join('\n'),
    );
  });
  afterEach(async () => {
    await backend.close();
    await store.drop();
  });

  const put = async (...orders: readonly Parameters<typeof order>[0][]): Promise<void> =>
    await store.exec(orders.map((of) => order(of, layout)).join('\n'));

  const sync = async (product: number): Promise<SyncReport> =>
    (await syncProduct(backend, { storeUrl: store.url, product, serviceFee: '0' })).report;

  async function shares(product: number): Promise<readonly object[]> {
    return await queryRows(
      backend.db,
      `select o.woo_order_id as id, o.total::integer, o.refunded_by_lines::integer as "byLines",
         o.refunded_apportioned::integer as apportioned, o.order_total::integer as whole, o.currency,
         o.source_status as status
       from orders o join events e on e.id = o.event_id where e.woo_product_id = $1 and o.removed_at is null
       order by o.woo_order_id`,
      [product],
    );
  }

  it('of three events, one unreadable in every column, are complete and verified for the other two', async () => {
    await put(
      {
        id: 50,
        total: '10000',
        lines: {
          501: sold(OPERA, '2', '4000'),
          502: sold(BALLET, '1', '1000'),
          503: GARBAGE,
        },
      },
      // A refund without lines: 5,000 of 10,000 are divided by weights of 4,000 for the opera, 1,000 for the
      // ballet, and 5,000 for the lecture.
      { id: 51, refundOf: 50, total: '-5000', metas: { _refund_amount: '5000' } },
    );
    for (const [product, total, apportioned] of [
      [OPERA, 4000, 2000],
      [BALLET, 1000, 500],
    ] as const) {
      expect(await sync(product)).toMatchObject({ verification: 'verified', rejects: [] });
      expect(await shares(product)).toMatchObject([
        { id: 50, total, byLines: 0, apportioned, whole: 10_000 },
      ]);
    }
    expect(await sync(LECTURE)).toMatchObject({
      verification: 'verified_with_rejects',
      rejects: [{ kind: 'order', wooId: 50 }],
    });
    const notes = await queryRows<{ field: string }>(
      backend.db,
      `select n.field from sync_notes n join sync_configurations c on c.id = n.configuration_id
       where c.woo_product_id = $1 order by n.field collate "C"`,
      [BALLET],
    );
    expect(notes.map(({ field }) => field)).toEqual([
      '_line_subtotal of line 503',
      '_line_tax of line 503',
      '_line_total of line 503',
      '_qty of line 503',
    ]);
  });

  it('with a refund that cannot be read are rejected only for the events that it may touch', async () => {
    await put(
      { id: 60, total: '5000', lines: { 601: sold(OPERA, '1', '4000'), 602: sold(BALLET, '1', '1000') } },
      {
        id: 61,
        refundOf: 60,
        total: '-700',
        metas: { _refund_amount: '7oo' },
        lines: { 611: sold(BALLET, '-1', '-x', { _refunded_item_id: '602' }) },
      },
    );
    // The refund's total as an order is noted, and all of it was for the ballet.
    expect(await sync(OPERA)).toMatchObject({ verification: 'verified', rejects: [] });
    expect(await shares(OPERA)).toMatchObject([{ byLines: 0, apportioned: 0 }]);
    expect(await sync(BALLET)).toMatchObject({ rejects: [{ wooId: 60, code: 'money.malformed' }] });
  });

  it('without a currency have the store’s, for every form of a missing value, and VEF has its decimals', async () => {
    const lines = (id: number) => ({ [10 * id]: sold(OPERA, '1', '1000.25') });
    await put(
      { id: 70, currency: '', lines: lines(70) },
      { id: 71, lines: lines(71) },
      { id: 72, currency: 'VEF', lines: lines(72) },
      { id: 73, currency: 'gold', lines: lines(73) },
    );
    await store.exec(
      `update wp_wc_orders set currency = null where id = 71;
       delete from wp_postmeta where post_id = 71 and meta_key = '_order_currency'`,
    );
    expect(await sync(OPERA)).toMatchObject({
      verification: 'verified_with_rejects',
      rejects: [{ wooId: 73, code: 'order.unknown-currency' }],
    });
    const { rows } = await backend.db.query('select currency, total::text from orders order by woo_order_id');
    expect(rows).toEqual([
      { currency: 'CLP', total: '1000.00000000' },
      { currency: 'CLP', total: '1000.00000000' },
      { currency: 'VEF', total: '1000.25000000' },
    ]);
  });

  it('without a status are pending, as in WooCommerce', async () => {
    await put({ id: 80, status: '', lines: { 801: sold(OPERA, '1', '1000') } });
    expect(await sync(OPERA)).toMatchObject({ verification: 'verified', rejects: [] });
    expect(await shares(OPERA)).toMatchObject([{ id: 80, status: 'pending' }]);
  });

  it('with a record that repeats values by reference have the names that PHP reads', async () => {
    const field = (name: string, value: string): string =>
      `s:${name.length}:"${name}";${value.startsWith('R:') ? value : `s:${value.length}:"${value}";`}`;
    const entry = (product: string, name: string, mail: string): string =>
      `a:3:{${field('WooCommerceEventsProductID', product)}${field('WooCommerceEventsAttendeeName', name)}${field('WooCommerceEventsAttendeeEmail', mail)}}`;
    // 1 is the record, 2 its list, 3 the first attendee, 4 the product, 5 the name, 6 the mail, 7 the second attendee.
    const ana = entry('600', 'Ana', 'ana@circo.example');
    const bea = entry('R:4;', 'Bea', 'R:6;');
    await put({
      id: 95,
      status: 'wc-processing',
      total: '3000',
      lines: { 951: sold(OPERA, '3', '3000') },
      metas: { WooCommerceEventsOrderTickets: `a:1:{i:1;a:3:{i:1;${ana}i:2;${bea}i:3;R:3;}}` },
    });
    // One attendee belongs to another event, and the last one repeats the first.
    await put({
      id: 96,
      status: 'wc-processing',
      total: '3000',
      lines: { 961: sold(OPERA, '2', '2000'), 962: sold(BALLET, '1', '1000') },
      metas: {
        WooCommerceEventsOrderTickets: `a:1:{i:1;a:3:{i:1;${entry('600', 'Eva', 'eva@circo.example')}i:2;${entry('601', 'Fio', 'R:6;')}i:3;R:3;}}`,
      },
    });
    expect(await sync(OPERA)).toMatchObject({ verification: 'verified', rejects: [] });
    expect(
      await queryRows(
        backend.db,
        `select o.woo_order_id as id, t.first_name as name, t.email from tickets t join orders o on o.id = t.order_id
         where t.removed_at is null and t.status = 'pending' order by o.woo_order_id, t.pending_key`,
      ),
    ).toEqual([
      { id: 95, name: 'Ana', email: 'ana@circo.example' },
      { id: 95, name: 'Bea', email: 'ana@circo.example' },
      { id: 95, name: 'Ana', email: 'ana@circo.example' },
      { id: 96, name: 'Eva', email: 'eva@circo.example' },
      { id: 96, name: 'Eva', email: 'eva@circo.example' },
    ]);
    const unread = `select 1 from sync_notes where reason = 'attendees_unreadable'`;
    expect(await queryRows(backend.db, unread)).toEqual([]);
    expect(await sync(BALLET)).toMatchObject({ verification: 'verified', rejects: [] });
  });

  it('with a record that a search-and-replace broke have a ticket a unit, on the same rows after its repair', async () => {
    const entry = (mail: string): string =>
      `a:2:{s:26:"WooCommerceEventsProductID";s:3:"600";s:30:"WooCommerceEventsAttendeeEmail";s:${mail.length}:"${mail}";}`;
    const record = `a:1:{i:1;a:2:{i:1;${entry('ana@old.example')}i:2;${entry('bea@old.example')}}}`;
    await put({
      id: 90,
      status: 'wc-processing',
      total: '2500',
      lines: { 901: sold(OPERA, '2', '2000'), 902: sold(BALLET, '1', '500') },
      metas: { WooCommerceEventsOrderTickets: record },
    });
    const setRecord = async (value: string): Promise<void> => {
      const [table, id] = layout === 'hpos' ? ['wp_wc_orders_meta', 'order_id'] : ['wp_postmeta', 'post_id'];
      await store.exec(
        `update ${table} set meta_value = '${value}'
         where ${id} = 90 and meta_key = 'WooCommerceEventsOrderTickets'`,
      );
    };
    const pending = async () =>
      await queryRows<{ id: string; email: string | null }>(
        backend.db,
        `select id, email from tickets where removed_at is null and status = 'pending' order by pending_key`,
      );
    await sync(OPERA);
    const named = await pending();
    expect(named.map(({ email }) => email)).toEqual(['ana@old.example', 'bea@old.example']);

    const broken = [
      record.replaceAll('old.example', 'renewed.example'),
      // Cut off within the first attendee: the second one is not even named.
      record.slice(0, 120),
      // One attendee is, instead, the order's whole list of attendees.
      record.replace(entry('bea@old.example'), 'R:2;'),
    ];
    for (const value of broken) {
      await setRecord(value);
      expect(await sync(OPERA)).toMatchObject({ verification: 'verified', rejects: [] });
      expect(await pending()).toEqual(named.map(({ id }) => ({ id, email: null })));
    }
    expect(await queryRows(backend.db, 'select woo_id, field, reason from sync_notes')).toEqual([
      { woo_id: 90, field: 'WooCommerceEventsOrderTickets', reason: 'attendees_unreadable' },
    ]);

    await setRecord(record);
    expect(await sync(OPERA)).toMatchObject({ verification: 'verified', rejects: [] });
    expect(await pending()).toEqual(named);
    expect(await queryRows(backend.db, 'select 1 from sync_notes')).toEqual([]);
  });
});

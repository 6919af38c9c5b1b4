import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, type Metas, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const TOUR = 700;
const CONCERT = 710;
const ADULT = { _variation_id: '701' };
const CHILD = { _variation_id: '702' };

let store: StoreDatabase;
let backend: Backend;

/** A refund's line: the line's own figures, negated. */
function givenBack(productId: number, quantity: string, total: string, more: Metas): Metas {
  return sold(productId, `-${quantity}`, `-${total}`, more);
}

async function sync(product: number, depth: Depth): Promise<void> {
  const { report } = await syncProduct(backend, { storeUrl: store.url, product, depth });
  const differences = report.proof.filter(({ equal }) => !equal);
  expect({ ...report, differences }).toMatchObject({
    status: 'success',
    verification: 'verified',
    differences: [],
    rejects: [],
  });
}

/** `total − refunded by lines − apportioned = net` of the order in the event of a product. */
async function money(product: number, orderId: number): Promise<string | undefined> {
  const [row] = await queryRows<{ money: string }>(
    backend.db,
    `select concat_ws(' ', trim_scale(o.total), trim_scale(o.refunded_by_lines), trim_scale(o.refunded_apportioned),
       trim_scale(o.net)) as money
     from orders o join events e on e.id = o.event_id
     where e.woo_product_id = $1 and o.woo_order_id = $2 and o.removed_at is null`,
    [product, orderId],
  );
  return row?.money;
}

async function tickets(product: number): Promise<readonly string[]> {
  const rows = await queryRows<{ ticket: string }>(
    backend.db,
    `select t.woo_ticket_id || ' ' || t.status as ticket from tickets t join events e on e.id = t.event_id
     where e.woo_product_id = $1 and t.removed_at is null order by t.woo_ticket_id`,
    [product],
  );
  return rows.map(({ ticket }) => ticket);
}

function deleteLine(itemId: number): string {
  return `delete from wp_woocommerce_order_itemmeta where order_item_id = ${itemId};
    delete from wp_woocommerce_order_items where order_item_id = ${itemId};`;
}

function addLine(orderId: number, itemId: number, metas: Metas): string {
  const rows = Object.entries(metas).map(([key, value]) => `(${itemId}, '${key}', '${value}')`);
  return `insert into wp_woocommerce_order_items values (${itemId}, 'Tour', 'line_item', ${orderId});
    insert into wp_woocommerce_order_itemmeta (order_item_id, meta_key, meta_value) values ${rows.join(', ')};`;
}

describe.each<[OrderLayout]>([['hpos'], ['posts']])('a store of layout %s', (layout) => {
  beforeEach(async () => {
    store = await freshStoreDatabase();
    backend = await freshBackend();
    const made = { WooCommerceEventsTicketsGenerated: 'yes' };
    const post = (id: number, orderId: number, product: number, variation: Metas = {}) =>
      ticket(id, product, {
        OrderID: String(orderId),
        VariationID: variation['_variation_id'] ?? '0',
      });
    await store.exec(
      [
        tinyStore('wp_', layout),
        eventProduct(TOUR, 'Tour'),
        eventProduct(CONCERT, 'Concert'),
        // Three adults and a child; one adult was refunded by line.
        order(
          {
            id: 10,
            total: '95000',
            metas: made,
            lines: { 21: sold(TOUR, '3', '75000', ADULT), 22: sold(TOUR, '1', '20000', CHILD) },
          },
          layout,
        ),
        order(
          {
            id: 11,
            refundOf: 10,
            total: '-25000',
            metas: { _refund_amount: '25000' },
            lines: { 31: givenBack(TOUR, '1', '25000', { ...ADULT, _refunded_item_id: '21' }) },
          },
          layout,
        ),
        ...[101, 102, 103].map((id) => post(id, 10, TOUR, ADULT)),
        post(104, 10, TOUR, CHILD),
        // Two tickets of a tour beside a concert; a plugin that names no line refunded both.
        order(
          {
            id: 12,
            total: '90000',
            metas: made,
            lines: { 23: sold(TOUR, '2', '50000', ADULT), 24: sold(CONCERT, '1', '40000') },
          },
          layout,
        ),
        order(
          {
            id: 13,
            refundOf: 12,
            total: '-50000',
            metas: { _refund_amount: '50000' },
            lines: { 32: givenBack(TOUR, '2', '50000', ADULT) },
          },
          layout,
        ),
        ...[105, 106].map((id) => post(id, 12, TOUR, ADULT)),
        post(107, 12, CONCERT),
      ].join('\n'),
    );
  });
  afterEach(async () => {
    await backend.close();
    await store.drop();
  });

  const BEFORE = ['101 active', '102 active', '103 refunded', '104 active', '105 refunded', '106 refunded'];

  it('refunds the right units of a refund without lines, and no other event', async () => {
    await sync(TOUR, 'full');
    await sync(CONCERT, 'full');
    expect(await tickets(TOUR)).toEqual(BEFORE);
    expect(await tickets(CONCERT)).toEqual(['107 active']);
    expect(await money(TOUR, 12)).toBe('50000 50000 0 0');
    expect(await money(CONCERT, 12)).toBe('40000 0 0 40000');
  });

  it.each<[string, boolean]>([
    ['that was known before', true],
    ['that is new', false],
  ])('keeps refunded what was, after the lines of an order %s were split', async (_, isKnown) => {
    if (isKnown) await sync(TOUR, 'full');
    const one = sold(TOUR, '1', '25000', ADULT);
    await store.exec(deleteLine(21) + [41, 42, 43].map((id) => addLine(10, id, one)).join('\n'));
    await sync(TOUR, isKnown ? 'sweep' : 'full');
    expect(await tickets(TOUR)).toEqual(BEFORE);
    expect(await money(TOUR, 10)).toBe('95000 25000 0 70000');
  });

  it('keeps refunded units after the line was deleted and another one added', async () => {
    await sync(TOUR, 'full');
    await sync(CONCERT, 'full');
    await store.exec(deleteLine(23) + addLine(12, 44, sold(TOUR, '1', '20000', CHILD)));
    await sync(TOUR, 'sweep');
    await sync(CONCERT, 'sweep');
    expect(await tickets(TOUR)).toEqual(BEFORE);
    expect(await money(TOUR, 12)).toBe('20000 0 50000 -30000');
    expect(await money(CONCERT, 12)).toBe('40000 0 0 40000');
  });
});

it('gives the customer’s payment of an order of two events, and notes a total with another cause', async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  const yen = (id: number, total: string, lines: Readonly<Record<number, Metas>>) =>
    order({ id, currency: 'JPY', total, lines });
  await store.exec(
    [
      tinyStore(),
      eventProduct(TOUR, 'Tour'),
      eventProduct(CONCERT, 'Concert'),
      // The cart rounded each tax: the lines add up to 1100.74, and 1102 were paid.
      yen(20, '1102', {
        51: sold(TOUR, '1', '500.4', { _line_tax: '50.3' }),
        52: sold(CONCERT, '1', '500.02', { _line_tax: '50.02' }),
      }),
      // A gift card paid the rest.
      yen(21, '300', { 53: sold(TOUR, '1', '500.4', { _line_tax: '50.3' }) }),
    ].join('\n'),
  );
  await sync(CONCERT, 'full');
  await sync(TOUR, 'full');
  expect([await money(TOUR, 20), await money(CONCERT, 20)]).toEqual(['551 0 0 551', '551 0 0 551']);
  expect(await money(TOUR, 21)).toBe('551 0 0 551');
  expect(await queryRows(backend.db, 'select woo_id, field, raw, reason from sync_notes')).toEqual([
    { woo_id: 21, field: 'total_amount', raw: '300.00000000', reason: 'total_differs' },
  ]);
  await backend.close();
  await store.drop();
});

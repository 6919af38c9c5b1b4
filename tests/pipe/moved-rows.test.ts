import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCT = 173911;
/** The event's orders fill several pages. */
const PAGE_ORDERS = 100;

let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 330, seed: 5, layout: 'hpos' });
  backend = await freshBackend();
  await sync();
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function sync(product = PRODUCT) {
  const { report } = await syncProduct(backend, {
    storeUrl: store.url,
    product,
    pageOrders: PAGE_ORDERS,
  });
  const differences = report.proof.filter(({ equal }) => !equal);
  expect({ ...report, differences }).toMatchObject({ verification: 'verified', differences: [] });
  return report;
}

async function one<T>(sql: string, values: readonly unknown[] = []): Promise<T> {
  const { rows } = await backend.db.query(sql, [...values]);
  return rows[0] as T;
}

/** An active ticket that is the only one of its order, in the first or the last page of the event's orders. */
async function loneTicket(end: 'asc' | 'desc', variation: number | null = null) {
  return await one<{ id: string; post: number; order: number }>(
    `select t.id, t.woo_ticket_id as post, t.woo_order_id as order from tickets t
     where t.status = 'active' and t.origin = 'fooevents' and t.create_type is null
       and (select count(*) from tickets s where s.order_id = t.order_id) = 1
       and ($1::bigint is null or t.woo_variation_id = $1)
     order by t.woo_order_id ${end} limit 1`,
    [variation],
  );
}

async function moveTicket(post: number, order: number): Promise<void> {
  await store.exec(`update wp_postmeta set meta_value = '${order}'
    where post_id = ${post} and meta_key = 'WooCommerceEventsOrderID'`);
}

const TICKET = `select id, woo_order_id as order, removed_reason as reason, status from tickets where id = $1`;

describe('a ticket that is given to another order', () => {
  it('keeps its row, with the other order in any page', async () => {
    const first = await loneTicket('asc');
    const last = await loneTicket('desc');
    const between = await one<{ n: number }>(
      'select count(*)::integer as n from orders where woo_order_id between $1 and $2',
      [first.order, last.order],
    );
    expect(between.n).toBeGreaterThan(PAGE_ORDERS);

    await moveTicket(first.post, last.order);
    const there = await sync();
    expect(there.counts.tickets).toMatchObject({ created: 0, removed: 0 });
    expect(await one(TICKET, [first.id])).toMatchObject({ id: first.id, order: last.order, reason: null });

    await moveTicket(first.post, first.order);
    const back = await sync();
    expect(back.counts.tickets).toMatchObject({ created: 0, removed: 0 });
    expect(await one(TICKET, [first.id])).toMatchObject({ id: first.id, order: first.order, reason: null });
  });

  it('does not become its attendee, although both had the same pending key', async () => {
    const waiting = await one<{ id: string; order: number; variation: number }>(
      `select id, woo_order_id as order, woo_variation_id as variation from tickets
       where status = 'pending' and pending_key = '1.1' and removed_at is null limit 1`,
    );
    const moving = await loneTicket('asc', waiting.variation);
    await backend.db.query(`update tickets set pending_key = '1.1' where id = $1`, [moving.id]);
    await moveTicket(moving.post, waiting.order);
    await sync();
    expect(await one(TICKET, [moving.id])).toMatchObject({ order: waiting.order, reason: null });
    await moveTicket(moving.post, moving.order);
    await sync();
    expect(await one(TICKET, [moving.id])).toMatchObject({ order: moving.order, reason: null });
    expect(await one(TICKET, [waiting.id])).toMatchObject({ status: 'pending', reason: null });
  });
});

describe('an order whose only line becomes another product’s', () => {
  it('leaves the event without counting as gone, and returns on the same row', async () => {
    const line = await one<{ item: number; order: number; id: string }>(
      `select i.woo_item_id as item, o.woo_order_id as order, o.id from order_items i
       join orders o on o.id = i.order_id
       where o.status = 'pending' and o.removed_at is null
         and not exists (select 1 from tickets t where t.order_id = o.id)
         and (select count(*) from order_items s where s.order_id = o.id) = 1
       order by o.woo_order_id limit 1`,
    );
    const { id: other } = await one<{ id: number }>(
      'select max(woo_product_id)::integer + 1 as id from events',
    );
    const setProduct = async (product: number) =>
      await store.exec(`update wp_woocommerce_order_itemmeta set meta_value = '${product}'
        where order_item_id = ${line.item} and meta_key = '_product_id'`);
    const order = 'select id, removed_reason as reason from orders where woo_order_id = $1';

    await setProduct(other);
    const report = await sync();
    expect(report.counts.orders).toMatchObject({ removed: 1 });
    expect(await one(order, [line.order])).toEqual({ id: line.id, reason: 'left_event' });

    await setProduct(PRODUCT);
    await sync();
    expect(await one(order, [line.order])).toEqual({ id: line.id, reason: null });
  });
});

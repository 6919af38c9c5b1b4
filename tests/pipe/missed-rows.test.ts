import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, freshBackend, type SyncInput, syncProduct } from './sync-store.ts';

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await makeDemoStore({ url: store.url, orders: 20, seed: 4, layout: 'hpos' });
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

async function sync(more: Partial<SyncInput> = {}) {
  return (await syncProduct(backend, { storeUrl: store.url, product: MAIN_EVENT_ID, ...more })).report;
}

async function oldestTicket(): Promise<{ readonly order: number; readonly ticket: number }> {
  const { rows } = await backend.db.query<{ order: number; ticket: number }>(
    `select o.woo_order_id as order, t.woo_ticket_id as ticket from orders o join tickets t on t.order_id = o.id
     where t.status = 'active' and t.removed_at is null order by 2 limit 1`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the demo has no active ticket');
  return row;
}

it('an order whose proof fails in a quick execution is read again by the next one', async () => {
  await sync();
  const { order } = await oldestTicket();
  const spoiled = `new.order_id = (select id from orders where woo_order_id = ${order} limit 1)`;
  await backend.db.query(`
    create function spoil() returns trigger language plpgsql as
      $$ begin if ${spoiled} then new.total := new.total + 1; end if; return new; end $$;
    create trigger spoil before update on order_items for each row execute function spoil()`);
  // A higher total, with the change signal of a saved order.
  await store.exec(`
    update wp_woocommerce_order_itemmeta set meta_value = meta_value + 1000 where meta_key = '_line_total'
      and order_item_id in (select order_item_id from wp_woocommerce_order_items where order_id = ${order});
    update wp_wc_orders set date_updated_gmt = utc_timestamp() where id = ${order}`);
  expect(await sync({ depth: 'quick' })).toMatchObject({ depth: 'quick', verification: 'unverified' });
  // The rows that the next reading reads in any case, whatever the store's signals say.
  const unsettled = await backend.db.query('select kind, woo_id::integer as id from unsettled_rows');
  expect(unsettled.rows).toEqual([{ kind: 'order', id: order }]);
  // Without another change signal: the next execution reads it, and does not report the event as verified.
  await store.exec(`update wp_wc_orders set date_updated_gmt = '2020-01-01' where id = ${order}`);
  expect(await sync({ depth: 'quick' })).toMatchObject({ depth: 'quick', verification: 'unverified' });
});

it('an old ticket that the backend does not have comes with its named order', async () => {
  await sync();
  const { order, ticket } = await oldestTicket();
  await store.exec(`insert into wp_posts (ID, post_title, post_content, post_excerpt, to_ping, pinged,
    post_content_filtered, post_type) values (${ticket + 100_000}, '', '', '', '', '', '', 'page')`);
  await store.exec(`update wp_posts set post_type = 'hidden' where ID = ${ticket}`);
  const known = backend;
  backend = await freshBackend();
  try {
    await sync();
    await store.exec(`update wp_posts set post_type = 'event_magic_tickets' where ID = ${ticket}`);
    expect(await sync({ targets: { orderIds: [order], ticketIds: [] } })).toMatchObject({
      depth: 'targeted',
      verification: 'verified',
      counts: { tickets: { created: 1 } },
    });
  } finally {
    await known.close();
  }
});

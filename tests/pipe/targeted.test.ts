import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { type Point, watchPoints } from '../../src/kernel/failpoint.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { failingDatabase } from './history/failing-database.ts';
import { readingState } from './reading-state.ts';
import { type Backend, eventIdOf, freshBackend, type SyncInput, syncProduct } from './sync-store.ts';
import { wholeEvent } from './whole-event.ts';

const FOR_EVER = 1_000_000;

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await makeDemoStore({ url: store.url, orders: 40, seed: 4, layout: 'hpos' });
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

function inputOf(more: Partial<SyncInput>): SyncInput {
  return { storeUrl: store.url, product: MAIN_EVENT_ID, pageOrders: 1, ...more };
}

async function sync(more: Partial<SyncInput> = {}) {
  return (await syncProduct(backend, inputOf(more))).report;
}

async function syncOrders(...orderIds: number[]) {
  return await sync({ targets: { orderIds, ticketIds: [] } });
}

/** Ends the process and its lease after it has passed all of these failpoints. */
async function killed(points: readonly Point[], more: Partial<SyncInput>): Promise<void> {
  const failing = failingDatabase(backend.db, FOR_EVER);
  const left = [...points];
  const unwatch = watchPoints((passed) => {
    const at = left.indexOf(passed);
    if (at >= 0) left.splice(at, 1);
    if (left.length === 0) failing.kill();
  });
  await syncProduct({ ...backend, db: failing.db }, inputOf(more)).catch(() => undefined);
  unwatch();
  expect(failing.failed(), points.join()).toBe(true);
  await backend.db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
}

interface Ticketed {
  readonly order: number;
  readonly active: number;
}

/** Orders with active tickets, the oldest first. */
async function ticketed(): Promise<readonly Ticketed[]> {
  const { rows } = await backend.db.query<{ order: number; active: number }>(
    `select o.woo_order_id as order, count(*)::integer as active from orders o join tickets t on t.order_id = o.id
     where t.status = 'active' and t.removed_at is null group by 1 order by 1`,
  );
  expect(rows.length).toBeGreaterThan(5);
  return rows;
}

async function orderRow(order: number) {
  const { rows } = await backend.db.query<{ status: string; removed: string | null; fee: string }>(
    `select status, removed_reason as removed, service_fee::numeric(12,0)::text as fee from orders
     where woo_order_id = $1`,
    [order],
  );
  return rows[0];
}

/** Without any change signal that a quick execution finds. */
async function setStatus(order: number, status: string): Promise<void> {
  await store.exec(`update wp_wc_orders set status = '${status}' where id = ${order}`);
}

describe('named orders', () => {
  it('that are not of the event end with a sentence, and among others they are named', async () => {
    await sync();
    const [first] = await ticketed();
    const state = await readingState(backend.db);
    expect(await syncOrders(999_999)).toMatchObject({
      status: 'failed',
      error: {
        code: 'execution.orders-not-of-event',
        message: 'The store has nothing of this event under order 999999.',
      },
    });
    expect(await syncOrders(999_999, first?.order ?? 0)).toMatchObject({
      status: 'success',
      verification: 'verified',
      notOfEvent: [999_999],
      ownReading: { orders: 1 },
    });
    expect(await readingState(backend.db)).toEqual(state);
  });

  it('that the store erased are removed', async () => {
    await sync();
    const [first] = await ticketed();
    const order = first?.order ?? 0;
    await store.exec(`delete from wp_wc_orders where id = ${order}`);
    await store.exec(
      `delete p from wp_posts p join wp_postmeta m on m.post_id = p.ID
       where m.meta_key = 'WooCommerceEventsOrderID' and m.meta_value = '${order}'`,
    );
    const report = await syncOrders(order);
    expect(report).toMatchObject({
      status: 'success',
      verification: 'verified',
      counts: { orders: { removed: 1 }, tickets: { removed: first?.active } },
    });
    expect(await orderRow(order)).toMatchObject({ removed: 'gone' });
    expect(await sync({ depth: 'sweep' })).toMatchObject({ verification: 'verified' });
  });

  it('go through the removal guard', async () => {
    await sync();
    const all = await ticketed();
    await backend.db.query(`update sync_changes set created_at = created_at - interval '2 days'`);
    await store.exec(`update wp_wc_orders set status = 'wc-cancelled' where type = 'shop_order'`);
    const report = await syncOrders(...all.map(({ order }) => order));
    expect(report).toMatchObject({ status: 'success', verification: 'unverified' });
    expect(report.held.tickets).toBeGreaterThan(0);
    expect(await ticketed()).toEqual(all);
  });

  it('are read again by the next execution, which would not see that the store changed back', async () => {
    await sync();
    const [first] = await ticketed();
    const order = first?.order ?? 0;
    await sync({ depth: 'sweep' });
    const { rows: before } = await backend.db.query<{ status: string }>(
      `select 'wc-' || source_status as status from orders where woo_order_id = $1`,
      [order],
    );
    await setStatus(order, 'wc-cancelled');
    await syncOrders(order);
    expect(await orderRow(order)).toMatchObject({ status: 'cancelled' });
    const unsettled = `select woo_id as id from unsettled_rows where kind = 'order'`;
    expect((await backend.db.query(unsettled)).rows).toEqual([{ id: order }]);
    // Exactly as it was, so that no comparison of the tables finds it.
    await setStatus(order, before[0]?.status ?? '');
    expect(await sync({ depth: 'sweep' })).toMatchObject({ depth: 'sweep', verification: 'verified' });
    expect(await orderRow(order)).toMatchObject({ status: 'paid' });
    expect((await backend.db.query(unsettled)).rows).toEqual([]);
  });

  it('are read with new settings, and the next execution reads the whole event', async () => {
    await sync();
    const [first, second] = await ticketed();
    const [order, other] = [first?.order ?? 0, second?.order ?? 0];
    const [was, otherWas] = [await orderRow(order), await orderRow(other)];
    const targets = { orderIds: [order], ticketIds: [] };
    expect(await sync({ serviceFee: '20', targets })).toMatchObject({ verification: 'verified' });
    expect(Number((await orderRow(order))?.fee)).toBe(2 * Number(was?.fee));
    expect(Number(was?.fee)).toBeGreaterThan(0);
    expect(await orderRow(other)).toEqual(otherWas);
    expect(await sync({ serviceFee: '20', depth: 'quick' })).toMatchObject({
      depth: 'full',
      verification: 'verified',
    });
  });

  it('are read of an event that was never read, which is still due to be read whole', async () => {
    const donor = await freshBackend();
    await syncProduct(donor, inputOf({}));
    const { rows } = await donor.db.query<{ order: number; tickets: number }>(
      `select o.woo_order_id as order, count(*)::integer as tickets from orders o join tickets t on t.order_id = o.id
       where t.woo_ticket_id is not null group by 1 order by 1 limit 1`,
    );
    await donor.close();
    const report = await syncOrders(rows[0]?.order ?? 0);
    expect(report).toMatchObject({
      depth: 'targeted',
      verification: 'verified',
      proofScope: 'touched',
      wholeProvedAt: null,
      counts: { orders: { created: 1 }, tickets: { created: rows[0]?.tickets } },
    });
    expect(await sync({ depth: 'quick' })).toMatchObject({ depth: 'full', verification: 'verified' });
  });

  it('leave an interrupted reading as it is, and it continues', async () => {
    const page: Point = 'after a page is committed';
    await killed(['after a full reading’s digests are stored', page, page, page], {});
    const { rows } = await backend.db.query<{ order: number }>(
      'select woo_order_id as order from orders order by 1 limit 1',
    );
    const order = rows[0]?.order ?? 0;
    const state = await readingState(backend.db);
    await setStatus(order, 'wc-trash');
    expect(await syncOrders(order)).toMatchObject({ depth: 'targeted', verification: 'verified' });
    expect(await orderRow(order)).toMatchObject({ removed: 'trashed' });
    // The lost execution is counted when the next one starts.
    expect((await readingState(backend.db)).slice(0, 3)).toEqual(state.slice(0, 3));
    const report = await sync();
    expect(report).toMatchObject({ depth: 'full', verification: 'verified' });
    expect(report.continuedFrom).not.toBeNull();
    const fresh = await freshBackend();
    const { report: whole } = await syncProduct(fresh, inputOf({}));
    expect(await wholeEvent(backend.db, eventIdOf(report))).toEqual(
      await wholeEvent(fresh.db, eventIdOf(whole)),
    );
    await fresh.close();
  });

  it('are right after a killed process, wherever it was killed', async () => {
    await sync();
    const all = await ticketed();
    await backend.db.query('update sync_configurations set max_removal_percent = 100');
    const points: readonly Point[] = [
      'after a page is read',
      'after a page is committed',
      'before removals are written',
      'before the proof',
      'before the end is written',
    ];
    const state = await readingState(backend.db);
    for (const [at, point] of points.entries()) {
      const order = all[at]?.order ?? 0;
      await setStatus(order, 'wc-cancelled');
      const targets = { orderIds: [order], ticketIds: [] };
      await killed([point], { targets });
      expect(await syncOrders(order), point).toMatchObject({ status: 'success', verification: 'verified' });
      expect(await orderRow(order), point).toMatchObject({ status: 'cancelled' });
    }
    expect(await readingState(backend.db)).toEqual(state);
    expect(await sync({ depth: 'sweep' })).toMatchObject({ verification: 'verified' });
  });
});

it('a new ticket of an order is read with it, and a ticket that is named with its order', async () => {
  await sync();
  const [first] = await ticketed();
  const order = first?.order ?? 0;
  // A copy of a ticket's post, as the plugin makes one when a person adds a ticket to an order.
  await store.exec(
    `insert into wp_posts (post_author, post_date, post_date_gmt, post_content, post_title, post_excerpt, post_status, to_ping, pinged, post_modified, post_modified_gmt, post_content_filtered, post_type)
     values (1, now(), utc_timestamp(), '', 'new', '', 'publish', '', '', now(), utc_timestamp(), '', 'event_magic_tickets')`,
  );
  await store.exec(
    `insert into wp_postmeta (post_id, meta_key, meta_value)
     select (select max(ID) from wp_posts), m.meta_key,
       case m.meta_key when 'WooCommerceEventsTicketID' then '4242424242' else m.meta_value end
     from wp_postmeta m where m.post_id = (select min(o.post_id) from wp_postmeta o
       where o.meta_key = 'WooCommerceEventsOrderID' and o.meta_value = '${order}')`,
  );
  expect(await syncOrders(order)).toMatchObject({
    verification: 'verified',
    counts: { tickets: { created: 1 } },
  });
  const { rows } = await backend.db.query<{ ticket: number }>(
    `select woo_ticket_id as ticket from tickets where ticket_number = '4242424242'`,
  );
  const ticket = rows[0]?.ticket ?? 0;
  await store.exec(
    `update wp_postmeta set meta_value = 'Renamed' where post_id = ${ticket} and meta_key = 'WooCommerceEventsAttendeeName'`,
  );
  const report = await sync({ targets: { orderIds: [], ticketIds: [ticket] } });
  expect(report).toMatchObject({ verification: 'verified', counts: { orders: { read: 1 } } });
  const { rows: renamed } = await backend.db.query<{ name: string }>(
    'select first_name as name from tickets where woo_ticket_id = $1',
    [ticket],
  );
  expect(renamed).toEqual([{ name: 'Renamed' }]);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkIn } from '../../src/backend/check-ins/local-gate.ts';
import { inTransaction } from '../../src/backend/database.ts';
import { approveRemovals, rejectRemovals } from '../../src/backend/removals/decide-removals.ts';
import {
  findHeldRemoval,
  type HeldRemovalRow,
  listHeldOrders,
  listHeldRemovals,
} from '../../src/backend/removals/held-removal-list.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { watchPoints } from '../../src/kernel/failpoint.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { failingDatabase } from './history/failing-database.ts';
import { differencesIn } from './small-world.ts';
import { type Backend, freshBackend, type SyncInput, syncProduct } from './sync-store.ts';

const DAY_MS = 24 * 3600 * 1000;
const ODD = { hpos: 'id % 2 = 1', posts: 'ID % 2 = 1' } as const;
/** The orders of a store: the table, and the condition for those that buyers placed. */
const ORDERS = {
  hpos: { table: 'wp_wc_orders', type: "type = 'shop_order'" },
  posts: { table: 'wp_posts', type: "post_type = 'shop_order'" },
} as const;

describe.each(['hpos', 'posts'] as const)('a store (%s) that lost half of its orders', (layout) => {
  let store: StoreDatabase;
  let backend: Backend;

  beforeAll(async () => {
    store = await freshStoreDatabase();
  });
  afterAll(async () => {
    await store.drop();
  });
  beforeEach(async () => {
    backend = await freshBackend();
    await store.exec('drop table if exists kept_aside');
    await makeDemoStore({ url: store.url, orders: 120, seed: 8, layout, replace: true });
    expect(await sync('full')).toMatchObject({ verification: 'verified' });
    await backend.db.query(`update sync_changes set created_at = created_at - interval '2 days'`);
    return async () => await backend.close();
  });

  async function sync(depth: SyncInput['depth'], more: Partial<SyncInput> = {}): Promise<SyncReport> {
    const input = { storeUrl: store.url, product: MAIN_EVENT_ID, ...more };
    const { report } = await syncProduct(backend, depth === undefined ? input : { ...input, depth });
    return report;
  }

  async function lose(which: string): Promise<void> {
    const { table, type } = ORDERS[layout];
    await store.exec(`create table if not exists kept_aside as select * from ${table} where 1 = 0`);
    await store.exec(`insert into kept_aside select * from ${table} where ${type} and ${which}`);
    await store.exec(`delete from ${table} where ${type} and ${which}`);
  }

  async function bringBack(which: string): Promise<void> {
    await store.exec(`insert into ${ORDERS[layout].table} select * from kept_aside where ${which}`);
  }

  async function rows<Row extends object>(sql: string): Promise<readonly Row[]> {
    return (await backend.db.query(sql)).rows as Row[];
  }

  /** The store's ids of the orders that the backend has and the store lost. */
  async function lostIds(): Promise<readonly number[]> {
    const found = await rows<{ id: number }>(
      `select woo_order_id as id from orders where woo_order_id % 2 = 1 and removed_at is null order by 1`,
    );
    return found.map(({ id }) => id);
  }

  async function validTickets(): Promise<readonly string[]> {
    const found = await rows<{ id: string }>(
      `select id from tickets where status in ('active', 'pending') and removed_at is null order by id`,
    );
    return found.map(({ id }) => id);
  }

  async function waiting(): Promise<HeldRemovalRow> {
    const [list, ...others] = await listHeldRemovals(
      backend.db,
      { configuration: null, state: 'waiting' },
      10,
      0,
    );
    if (list === undefined) throw new Error('no list waits');
    expect(others).toEqual([]);
    return list;
  }

  async function approve({ id, digest }: HeldRemovalRow): Promise<void> {
    const decision = { digest, note: null, by: null, now: new Date() };
    await inTransaction(backend.db, async (tx) => await approveRemovals(tx, id, decision));
  }

  it('keeps them as a list, proves the rest, and removes exactly the approved list', async () => {
    const before = await validTickets();
    await lose(ODD[layout]);
    const lost = await lostIds();
    const report = await sync('sweep');
    expect(report).toMatchObject({ status: 'success', depth: 'sweep', verification: 'unverified' });
    // Only what is held differs, so the sweep need not read everything.
    expect(new Set(differencesIn(report).map((row) => (row as string[])[0]))).toEqual(
      new Set(['held_removals']),
    );
    expect(await validTickets()).toEqual(before);
    const list = await waiting();
    expect([list.orders, report.held.orders]).toEqual([lost.length, lost.length]);
    const held = await listHeldOrders(backend.db, list.id, 200, 0);
    expect(held.filter(({ is_gone }) => is_gone).map((one) => one.woo_order_id)).toEqual(lost);
    const totals = await rows<{ total: string }>(
      `select sum(total)::numeric(26, 8)::text as total from orders where id in (
         select row_id from held_removal_rows where kind = 'order') group by currency order by currency`,
    );
    expect(list.money.map(({ total }) => total)).toEqual(totals.map(({ total }) => total));

    // The next executions neither release the list nor make another one.
    expect(await sync('quick')).toMatchObject({ verification: 'unverified', held: report.held });
    expect(await waiting()).toMatchObject({ id: list.id, digest: list.digest });
    expect(await validTickets()).toEqual(before);

    await approve(list);
    const done = await sync('quick');
    expect(done).toMatchObject({ verification: 'verified', counts: { orders: { removed: lost.length } } });
    expect(await findHeldRemoval(backend.db, list.id)).toMatchObject({ state: 'done', returned: 0 });
    expect(await sync('sweep')).toMatchObject({ verification: 'verified', held: { orders: 0, tickets: 0 } });
    // Approved removals do not count for the limit of the day.
    const [one] = await rows<{ id: number }>(
      `select woo_order_id as id from orders o where removed_at is null and status = 'paid' and exists (
         select from tickets t where t.order_id = o.id and t.status = 'active' and t.removed_at is null) limit 1`,
    );
    await lose(`id = ${one?.id}`);
    expect(await sync('sweep')).toMatchObject({ verification: 'verified' });
  });

  it('admits the holders meanwhile, and writes new orders and refunds', async () => {
    const refunded = (
      await rows<{ id: number; ticket: string }>(
        `select o.woo_order_id as id, min(t.id::text) as ticket from orders o join tickets t on t.order_id = o.id
         where o.woo_order_id % 2 = 0 and o.status = 'paid' and t.status = 'active' and t.removed_at is null
         group by 1 order by 1 limit 1`,
      )
    )[0];
    await lose(ODD[layout]);
    const status =
      layout === 'hpos'
        ? `update wp_wc_orders set status = 'wc-refunded', date_updated_gmt = utc_timestamp() where id = ${refunded?.id}`
        : `update wp_posts set post_status = 'wc-refunded', post_modified_gmt = utc_timestamp() where ID = ${refunded?.id}`;
    await store.exec(status);
    await sync('sweep');
    const list = await waiting();
    const onList = await rows<{ id: string; order: number }>(
      `select r.row_id as id, r.woo_order_id as order from held_removal_rows r join tickets t on t.id = r.row_id
       where t.status = 'active' and t.check_in_status = 'not_checked_in' and t.origin = 'fooevents' limit 1`,
    );
    const held = onList[0];
    if (held === undefined) throw new Error('no ticket is held');
    const [event] = await rows<{ days: number }>('select num_days as days from events');
    const day = event?.days === 1 ? null : 1;
    expect(
      await checkIn(backend.db, { ticketId: held.id, day, madeBy: null, now: new Date() }),
    ).toMatchObject({ changed: true });
    expect(await rows(`select status from orders where woo_order_id = ${refunded?.id}`)).toEqual([
      { status: 'refunded' },
    ]);
    expect(list.state).toBe('waiting');
    await approve(list);
    await sync('sweep');
    expect(await findHeldRemoval(backend.db, list.id)).toMatchObject({ state: 'done' });
  });

  it('lets a list expire when other rows are found, and refuses decisions about it', async () => {
    await lose(`${ODD[layout]}`);
    await sync('sweep');
    const first = await waiting();
    const [more] = await rows<{ id: number }>(
      `select o.woo_order_id as id from orders o join tickets t on t.order_id = o.id
       where o.woo_order_id % 2 = 0 and t.status = 'active' and t.removed_at is null order by 1 limit 1`,
    );
    await lose(`id = ${more?.id}`);
    // A targeted execution that reads only this order does not get around the list.
    const targets = { orderIds: [more?.id ?? 0], ticketIds: [] };
    const before = await validTickets();
    expect(await sync(undefined, { targets })).toMatchObject({
      depth: 'targeted',
      verification: 'unverified',
    });
    expect(await validTickets()).toEqual(before);
    const second = await waiting();
    expect(second.orders).toBe(first.orders + 1);
    expect(second.digest).not.toBe(first.digest);
    await expect(approve(first)).rejects.toMatchObject({ code: 'removals.list-changed' });
    await expect(approve({ ...second, digest: first.digest })).rejects.toMatchObject({
      code: 'removals.list-changed',
    });
    expect(await sync('quick')).toMatchObject({ verification: 'unverified' });
    expect(await waiting()).toMatchObject({ id: second.id });

    await bringBack('1 = 1');
    expect(await sync('sweep')).toMatchObject({ verification: 'verified' });
    expect(await findHeldRemoval(backend.db, second.id)).toMatchObject({ state: 'expired' });
    expect(await validTickets()).toEqual(before);
  });

  it('keeps rows of an approved list that came back, and holds those that were not on it', async () => {
    await lose(ODD[layout]);
    await sync('sweep');
    const list = await waiting();
    await approve(list);
    const [back] = await lostIds();
    await bringBack(`id = ${back}`);
    const report = await sync('sweep');
    expect(report).toMatchObject({
      verification: 'verified',
      counts: { orders: { removed: list.orders - 1 } },
    });
    const done = await findHeldRemoval(backend.db, list.id);
    expect(done).toMatchObject({ state: 'done', removed: expect.any(Number) });
    expect(done?.returned).toBeGreaterThan(0);
    expect(await rows(`select removed_at from orders where woo_order_id = ${back}`)).toEqual([
      { removed_at: null },
    ]);
  });

  it('continues an approved list after a killed process', async () => {
    await lose(ODD[layout]);
    await sync('sweep');
    const list = await waiting();
    await approve(list);
    const failing = failingDatabase(backend.db, 1_000_000);
    const unwatch = watchPoints((passed) => {
      if (passed === 'before removals are written') failing.kill();
    });
    await syncProduct(
      { ...backend, db: failing.db },
      { storeUrl: store.url, product: MAIN_EVENT_ID, depth: 'quick' },
    ).catch(() => undefined);
    unwatch();
    expect(failing.failed()).toBe(true);
    expect(await findHeldRemoval(backend.db, list.id)).toMatchObject({ state: 'approved' });
    await backend.db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
    expect(await sync('quick')).toMatchObject({ verification: 'verified' });
    expect(await findHeldRemoval(backend.db, list.id)).toMatchObject({ state: 'done', returned: 0 });
  });

  it('keeps the rows of a rejected list until its time is over, and then asks again', async () => {
    const before = await validTickets();
    await lose(ODD[layout]);
    await sync('sweep');
    const { id, digest } = await waiting();
    const now = new Date();
    const decision = { digest, note: 'The host restores it', by: null, now };
    await inTransaction(
      backend.db,
      async (tx) => await rejectRemovals(tx, id, decision, new Date(now.getTime() + DAY_MS)),
    );
    expect(await sync('sweep')).toMatchObject({ verification: 'unverified' });
    expect(await listHeldRemovals(backend.db, { configuration: null, state: 'waiting' }, 10, 0)).toEqual([]);
    expect(await findHeldRemoval(backend.db, id)).toMatchObject({ state: 'rejected' });
    expect(await validTickets()).toEqual(before);
    await backend.db.query(`update held_removals set keeps_until = now() - interval '1 minute'`);
    expect(await sync('quick')).toMatchObject({ verification: 'unverified' });
    expect(await findHeldRemoval(backend.db, id)).toMatchObject({ state: 'expired' });
    expect(await waiting()).toMatchObject({ digest });
    expect(await validTickets()).toEqual(before);
  });

  it('is decided once by two people at the same time', async () => {
    await lose(ODD[layout]);
    await sync('sweep');
    const list = await waiting();
    const results = await Promise.allSettled([approve(list), approve(list)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = results.find((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ code: 'removals.decided' });
  });
});

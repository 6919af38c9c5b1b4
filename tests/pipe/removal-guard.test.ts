import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { differencesIn } from './small-world.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCT = 173911;
/** An inactive ticket may change, because its holder loses nothing. */
const ACTIVE = `select id, order_id, price from tickets where status = 'active' and removed_at is null order by id`;

describe('a store that seems to lose most of its tickets', () => {
  let store: StoreDatabase;
  let backend: Backend;
  let before: readonly unknown[];

  beforeAll(async () => {
    store = await freshStoreDatabase();
    backend = await freshBackend();
  });
  beforeEach(async () => {
    await makeDemoStore({ url: store.url, orders: 120, seed: 8, layout: 'hpos', replace: true });
    await backend.db.query('update sync_configurations set max_removal_percent = 100');
    await sync('full');
    await backend.db.query(`update sync_configurations set max_removal_percent = 20`);
    await backend.db.query(`update sync_changes set created_at = created_at - interval '2 days'`);
    before = (await backend.db.query(ACTIVE)).rows;
    expect(before.length).toBeGreaterThan(50);
  });
  afterAll(async () => {
    await backend.close();
    await store.drop();
  });

  async function sync(depth: 'quick' | 'sweep' | 'full') {
    return await syncProduct(backend, { storeUrl: store.url, product: PRODUCT, depth });
  }

  it.each([
    [
      'cancelled',
      'quick',
      `update wp_wc_orders set status = 'wc-cancelled', date_updated_gmt = utc_timestamp() where type = 'shop_order'`,
    ],
    ['erased', 'sweep', `delete from wp_wc_orders`],
    ['without its ticket posts', 'full', `delete from wp_posts where post_type = 'event_magic_tickets'`],
  ] as const)('keeps them while it is %s, until a person confirms the removal', async (_how, depth, sql) => {
    await store.exec(sql);
    const held = { status: 'success', verification: 'unverified', error: null };
    const first = await sync(depth);
    expect(first.report).toMatchObject({ ...held, held: { tickets: expect.any(Number) } });
    expect(differencesIn(first.report).map((row) => (row as string[])[0])).toEqual(
      first.report.held.orders > 0 ? ['held_removals', 'held_removals'] : ['held_removals'],
    );
    expect((await backend.db.query(ACTIVE)).rows).toEqual(before);
    expect((await sync(depth)).report).toMatchObject({ ...held, depth, held: first.report.held });
    expect((await backend.db.query(ACTIVE)).rows).toEqual(before);

    await backend.db.query('update sync_configurations set max_removal_percent = 100');
    const { report } = await sync(depth);
    expect(report).toMatchObject({ status: 'success', verification: 'verified' });
    const { rows } = await backend.db.query(
      `select count(*)::integer as active from tickets where status = 'active' and removed_at is null`,
    );
    expect(rows[0].active).toBeLessThan(10);
  });

  it('removes a few', async () => {
    const { rows } = await backend.db.query<{ order: number }>(
      `select distinct woo_order_id as order from tickets where status = 'active' and origin = 'fooevents'
         and order_id is not null order by 1 limit 2`,
    );
    await store.exec(
      `update wp_wc_orders set status = 'wc-cancelled', date_updated_gmt = utc_timestamp()
       where id in (${rows.map(({ order }) => order).join(',')})`,
    );
    expect((await sync('quick')).report).toMatchObject({ status: 'success', verification: 'verified' });
  });
});

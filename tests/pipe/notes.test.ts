import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { type Point, watchPoints } from '../../src/kernel/failpoint.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { failingDatabase } from './history/failing-database.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const FAIR = 500;
const FOR_EVER = 1_000_000;
const KEPT: Point = 'after a full reading’s digests are stored';
const PAGE: Point = 'after a page is committed';

let store: StoreDatabase;
let backend: Backend;

/** A paid order of one unit with its ticket, in the given year. */
function sale(id: number, completed: string): string {
  return [
    order(
      {
        id,
        lines: { [id]: sold(FAIR, '1', '1000') },
        metas: { _date_completed: completed, WooCommerceEventsTicketsGenerated: 'yes' },
      },
      'posts',
    ),
    ticket(1000 + id, FAIR, { OrderID: String(id) }),
    // Changes within a quarter of an hour are read together.
    `update wp_posts set post_modified_gmt = post_modified_gmt + interval ${id} hour where ID = ${id};`,
  ].join('\n');
}

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await store.exec(
    [
      tinyStore('wp_', 'posts'),
      eventProduct(FAIR, 'Fair'),
      // Without them, a store has no change signals.
      `insert into wp_actionscheduler_actions (hook, status, args) values ('wc-admin_import_orders', 'complete', '[1]');`,
      sale(10, 'last week'),
      sale(11, '1751378400'),
      sale(12, '2025-07-01T14:00:00Z'),
      sale(13, 'soon'),
    ].join('\n'),
  );
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

async function sync(depth: Depth) {
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: FAIR, depth, pageOrders: 1 });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', depth, rejects: [] });
  return report;
}

interface StoredNote {
  readonly woo_id: number;
  readonly field: string;
  readonly raw: string | null;
  readonly reason: string;
  readonly created_at: Date;
  readonly version: string;
}

async function notes(): Promise<readonly StoredNote[]> {
  return await queryRows<StoredNote>(
    backend.db,
    'select woo_id, field, raw, reason, created_at, xmin::text as version from sync_notes order by woo_id, field',
  );
}

async function notesOf(): Promise<readonly unknown[]> {
  return (await notes()).map(({ woo_id, field, raw, reason }) => [woo_id, field, raw, reason]);
}

const COMPLETED = '_date_completed';

async function setCompleted(id: number, value: string): Promise<void> {
  await store.exec(
    `update wp_postmeta set meta_value = '${value}' where post_id = ${id} and meta_key = '${COMPLETED}';
     update wp_posts set post_modified_gmt = utc_timestamp(), post_modified = utc_timestamp() where ID = ${id}`,
  );
}

describe('the notes of a configuration', () => {
  it('are those of its last read rows, and are not written again while they stay the same', async () => {
    await sync('full');
    const first = await notes();
    expect(await notesOf()).toEqual([
      [10, COMPLETED, 'last week', 'time_unreadable'],
      [12, COMPLETED, '2025-07-01T14:00:00Z', 'time_other_form'],
      [13, COMPLETED, 'soon', 'time_unreadable'],
    ]);
    await sync('full');
    expect(await notes()).toEqual(first);

    // One is corrected, one has another odd value, and one is new.
    await setCompleted(10, '1751378400');
    await setCompleted(13, 'later');
    await store.exec(sale(14, 'never'));
    await sync('quick');
    expect(await notesOf()).toEqual([
      [12, COMPLETED, '2025-07-01T14:00:00Z', 'time_other_form'],
      [13, COMPLETED, 'later', 'time_unreadable'],
      [14, COMPLETED, 'never', 'time_unreadable'],
    ]);
    const now = await notes();
    expect(now[0]).toEqual(first[1]);
    expect(now[1]?.created_at).toEqual(first[2]?.created_at);
  });

  it('vanish with a row that vanishes or leaves the event', async () => {
    await sync('full');
    await store.exec(
      `delete from wp_posts where ID = 10; delete from wp_postmeta where post_id = 10;
       update wp_woocommerce_order_itemmeta set meta_value = '7' where order_item_id = 12 and meta_key = '_product_id';
       update wp_postmeta set meta_value = '7' where post_id = 1012 and meta_key = 'WooCommerceEventsProductID'`,
    );
    await sync('sweep');
    expect(await notesOf()).toEqual([[13, COMPLETED, 'soon', 'time_unreadable']]);
  });

  it('contain no value of an erased buyer', async () => {
    await sync('full');
    await store.exec(
      `insert into wp_postmeta (post_id, meta_key, meta_value) values (13, '_anonymized', 'yes')`,
    );
    await sync('sweep');
    expect(await notesOf()).toEqual([
      [10, COMPLETED, 'last week', 'time_unreadable'],
      [12, COMPLETED, '2025-07-01T14:00:00Z', 'time_other_form'],
      [13, COMPLETED, null, 'time_unreadable'],
    ]);
  });

  it('stay if a reading that continues another one skips their rows', async () => {
    await store.exec([21, 22, 23, 24].map((id) => sale(id, 'soon')).join('\n'));
    await sync('full');
    const first = await notes();
    const failing = failingDatabase(backend.db, FOR_EVER);
    const left: Point[] = [KEPT, PAGE, PAGE, PAGE, PAGE, PAGE];
    const unwatch = watchPoints((point) => {
      const at = left.indexOf(point);
      if (at >= 0) left.splice(at, 1);
      if (left.length === 0) failing.kill();
    });
    const input = { storeUrl: store.url, product: FAIR, depth: 'full', pageOrders: 1 } as const;
    await syncProduct({ ...backend, db: failing.db }, input).catch(() => undefined);
    unwatch();
    expect(failing.failed()).toBe(true);
    await backend.db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
    const report = await sync('full');
    expect(report.continuedFrom).not.toBeNull();
    expect(report.ownReading.orders).toBeLessThan(8);
    expect(await notes()).toEqual(first);
  });
});

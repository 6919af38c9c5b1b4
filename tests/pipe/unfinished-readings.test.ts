import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { MAIN_EVENT_ID } from '../../src/demo/model/catalogue.ts';
import { type Point, watchPoints } from '../../src/kernel/failpoint.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { failingDatabase } from './history/failing-database.ts';
import { type Backend, freshBackend, type SyncInput, syncProduct } from './sync-store.ts';

const FOR_EVER = 1_000_000;
const KEPT: Point = 'after a full reading’s digests are stored';

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await makeDemoStore({ url: store.url, orders: 30, seed: 4, layout: 'hpos' });
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

async function sync(more: Partial<SyncInput> = {}) {
  const input = { storeUrl: store.url, product: MAIN_EVENT_ID, pageOrders: 1, ...more };
  return (await syncProduct(backend, input)).report;
}

/** Ends the process and its lease after it has passed all of these failpoints. */
async function killedSync(places: readonly Point[], depth?: Depth): Promise<void> {
  const failing = failingDatabase(backend.db, FOR_EVER);
  const left = [...places];
  const unwatch = watchPoints((point) => {
    const at = left.indexOf(point);
    if (at >= 0) left.splice(at, 1);
    if (left.length === 0) failing.kill();
  });
  const input = { storeUrl: store.url, product: MAIN_EVENT_ID, pageOrders: 1 };
  await syncProduct({ ...backend, db: failing.db }, depth === undefined ? input : { ...input, depth }).catch(
    () => undefined,
  );
  unwatch();
  expect(left).toEqual([]);
  expect(failing.failed()).toBe(true);
  await backend.db.query(`update sync_leases set heartbeat_at = heartbeat_at - interval '1 hour'`);
}

async function messagesOf(executionId: string): Promise<readonly string[]> {
  const { rows } = await backend.db.query<{ message: string }>(
    'select message from sync_log_lines where execution_id = $1 order by id',
    [executionId],
  );
  return rows.map(({ message }) => message);
}

async function placeOf(): Promise<number> {
  const { rows } = await backend.db.query<{ position: number }>('select position from sync_checkpoints');
  return rows[0]?.position ?? 0;
}

const PAGE: Point = 'after a page is committed';

describe('an execution that finds a full reading unfinished', () => {
  it('continues after its last page and reports that, after any execution that began it', async () => {
    await killedSync([KEPT, PAGE, PAGE, PAGE]);
    const position = await placeOf();
    const { rows } = await backend.db.query<{ id: string }>('select id from sync_executions');
    const report = await sync({ depth: 'quick' });
    expect(report).toMatchObject({
      depth: 'full',
      verification: 'verified',
      continuedFrom: { executionId: rows[0]?.id, isSameExecution: false, attemptNumber: 1, position },
    });
    expect(await messagesOf(report.executionId)).toContain(
      `continues after order ${position} of attempt 1 of execution ${rows[0]?.id}`,
    );
    expect(report.ownReading.orders).toBeLessThan(report.counts.orders.read);
    const { rows: left } = await backend.db.query(
      'select configuration_id from unfinished_readings union all select configuration_id from unsettled_rows',
    );
    expect(left).toEqual([]);
  });

  it.each([
    [
      'the service fee is another one',
      'the service fee changed since',
      `update sync_configurations set service_fee_percentage = 12`,
      '12',
    ],
    [
      'a status means something else',
      'the mapping of order statuses changed since',
      `update sync_configurations set status_mapping = '{"validado": "pending"}'`,
      '10',
    ],
    [
      'the program is another one',
      'the version of Taquilla changed since',
      `update unfinished_readings set basis = basis || '{"program": "0.0.1"}'`,
      '10',
    ],
    [
      'it is too old',
      'it is more than 24 hours old',
      `update unfinished_readings set snapshot_taken_at = snapshot_taken_at - interval '25 hours'`,
      '10',
    ],
    [
      'it had no digests',
      'it ended before the store’s tables were counted',
      'update unfinished_readings set digests = null',
      '10',
    ],
  ])(
    'reads everything from the first order and gives the reason if %s',
    async (_what, why, statement, serviceFee) => {
      await killedSync([KEPT, PAGE, PAGE, PAGE]);
      await backend.db.query(statement);
      const report = await sync({ serviceFee });
      expect(report).toMatchObject({ depth: 'full', verification: 'verified', continuedFrom: null });
      expect(report.ownReading.orders).toBe(report.counts.orders.read);
      expect(await messagesOf(report.executionId)).toContain(
        `an earlier attempt did not end, but everything is read from the first order: ${why}`,
      );
    },
  );

  it('removes rows that the killed execution had found missing and had left for its end', async () => {
    await sync();
    await store.exec(
      `delete from wp_posts where post_type = 'event_magic_tickets' and post_status = 'publish' order by ID limit 1`,
    );
    await killedSync([KEPT, 'before removals are written'], 'full');
    const report = await sync();
    expect(report.continuedFrom).not.toBeNull();
    expect(report).toMatchObject({ verification: 'verified', counts: { tickets: { removed: 1 } } });
  });

  it('finishes the proof of an execution that was killed before it', async () => {
    await killedSync([KEPT, 'before the proof']);
    const report = await sync();
    expect(report).toMatchObject({
      depth: 'full',
      verification: 'verified',
      continuedFrom: { phase: 'done' },
    });
    // The change signals step back a quarter of an hour.
    expect(report.ownReading.orders).toBeLessThan(0.1 * report.counts.orders.read);
  });

  it.each([
    ['settles it if it can be read now', '10000', 'verified', 0],
    ['keeps it if it still cannot', 'many', 'verified_with_rejects', 1],
  ])(
    'tries again a row that the killed execution could not read, and %s',
    async (_what, now, verification, rejects) => {
      await store.exec(`update wp_woocommerce_order_itemmeta set meta_value = 'many'
      where meta_key = '_line_total' order by meta_id limit 1`);
      await killedSync([KEPT, 'before removals are written']);
      await store.exec(
        `update wp_woocommerce_order_itemmeta set meta_value = '${now}' where meta_value = 'many'`,
      );
      const report = await sync();
      expect(report.continuedFrom).not.toBeNull();
      expect(report.verification).toBe(verification);
      expect(report.rejects).toHaveLength(rejects);
    },
  );
});

it('a row that a killed sweep had loaded is read again, even if the store’s row changed back', async () => {
  const name = async (given: string) =>
    await store.exec(`update wp_postmeta m join wp_posts p on p.ID = m.post_id
      set m.meta_value = '${given}' where m.meta_key = 'WooCommerceEventsAttendeeName'
      and p.post_type = 'event_magic_tickets'`);
  await name('Before');
  await sync();
  await name('Between');
  await killedSync([PAGE, 'before removals are written'], 'sweep');
  await name('Before');
  const report = await sync({ depth: 'sweep' });
  expect(report.verification).toBe('verified');
  const { rows } = await backend.db.query(
    `select distinct first_name from tickets where woo_ticket_id is not null and removed_at is null`,
  );
  expect(rows).toEqual([{ first_name: 'Before' }]);
});

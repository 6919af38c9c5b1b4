import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { type PrivateRedis, startPrivateRedis } from '../servers/private-redis.ts';
import { type DemoWorld, openDemoWorld } from '../tasks/demo-world.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { startWorker } from '../tasks/workers.ts';

const call = promisify(execFile);
const DISK_BYTES = 96_000_000;
/** Room for the record of an execution, but not for an event. */
const LEFT_BYTES = 1_500_000;

const STUCK_MS = 10_000;

let disk: string;
let postgres: PrivateServer;
let redis: PrivateRedis;
let store: StoreDatabase;
let world: DemoWorld;

beforeAll(async () => {
  [postgres, redis, store] = await Promise.all([
    startPrivatePostgres(),
    startPrivateRedis(),
    freshStoreDatabase(),
  ]);
  await makeDemoStore({ url: store.url, orders: 3_000, seed: 6, layout: 'hpos' });
  disk = await mkdtemp(join(tmpdir(), 'taquilla-disk-'));
  await call('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', disk]);
  const admin = new pg.Client({ connectionString: postgres.url });
  await admin.connect();
  const { rows } = await admin.query<{ data_directory: string }>('show data_directory');
  const { uid, gid } = await stat(rows[0]?.data_directory ?? '');
  await chown(disk, uid, gid);
  await admin.query(`create tablespace small location '${disk}'`);
  await admin.query('create database taquilla_small tablespace small');
  await admin.end();
  const url = postgres.url.replace(/postgres$/, 'taquilla_small');
  const db = openDatabase({ connectionString: url }, testLog, 1);
  await migrate(db, testLog);
  await db.end();
  world = await openDemoWorld(store.url, url);
}, 300_000);
afterAll(async () => {
  await world.close();
  await postgres.stop();
  await call('umount', [disk]);
  await rm(disk, { recursive: true });
  await redis.stop();
  await store.drop();
});

async function stateOf(executionId: string) {
  const { rows } = await world.db.query<{ status: string; verification: string | null; lost: number }>(
    `select e.status, e.verification, (select count(*)::int from sync_attempts a
       where a.execution_id = e.id and a.outcome in ('failed', 'worker_lost')) as lost
     from sync_executions e where e.id = $1`,
    [executionId],
  );
  return rows[0];
}

/** A disk may be so full that not even the loss of an attempt can be recorded: then nothing is synced any more. */
async function isStuck(): Promise<boolean> {
  const ordersNow = async () =>
    (await world.db.query<{ n: number }>('select count(*)::int as n from orders')).rows[0]?.n;
  const { bavail, bsize } = await statfs(disk);
  if (bavail * bsize > LEFT_BYTES / 2) return false;
  const before = await ordersNow();
  await sleep(STUCK_MS);
  return (await ordersNow()) === before;
}

it('an execution that fills the disk loses nothing, and succeeds by itself once there is room', async () => {
  const { bavail, bsize } = await statfs(disk);
  const filler = join(disk, 'filler');
  await writeFile(filler, Buffer.alloc(bavail * bsize - LEFT_BYTES));
  const worker = await startWorker({
    backendUrl: world.url,
    place: { kind: 'redis', url: redis.url },
    storeUrl: store.url,
    death: null,
  });
  try {
    const { executionId } = await triggerSync(world.control, world.configurationId, null);
    await waitFor(
      async () => (await stateOf(executionId))?.lost === 1 || (await isStuck()),
      (hit) => hit,
      120_000,
    );
    // reading still works, and only whole pages are stored
    const partial = await world.db.query<{ without: number }>(
      `select count(*)::int as without from orders o
       where not exists (select from order_items i where i.order_id = o.id)
         and not exists (select from tickets t where t.order_id = o.id)`,
    );
    expect(partial.rows).toEqual([{ without: 0 }]);
    await rm(filler);
    const ended = await waitFor(
      async () => await stateOf(executionId),
      (state) => state?.status !== 'pending' && state?.status !== 'running',
      180_000,
    );
    expect(ended).toMatchObject({ status: 'success', verification: 'verified' });
    expect(ended?.lost).toBeGreaterThan(0);
  } finally {
    await worker.stop();
  }
});

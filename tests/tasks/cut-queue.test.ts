import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { requestConnectionTest } from '../../src/tasks/control.ts';
import { runScheduledSyncs } from '../../src/tasks/run-scheduled-syncs.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { openWorld, type Service, serve } from './service.ts';
import type { TaskWorld } from './task-world.ts';
import { waitFor } from './wait-for.ts';
import { startWorker } from './workers.ts';

let server: PrivateServer;
let world: TaskWorld;
let services: Service[];

beforeAll(async () => {
  server = await startPrivatePostgres();
  const empty = openDatabase({ connectionString: server.url }, testLog, 1);
  await migrate(empty, testLog);
  await empty.end();
});
afterAll(async () => {
  await server.stop();
});
beforeEach(async () => {
  world = await openWorld(server.url, async () => undefined);
  services = await Promise.all([1, 2].map(async () => await serve(world, server.url, { kind: 'postgres' })));
});
afterEach(async () => {
  for (const service of services) await service.stop();
  await world.db.query('truncate organizers, sync_credentials, background_tasks cascade');
  await world.close();
});

async function plan(count: number): Promise<void> {
  const store = await world.addCredentials(8);
  const { now } = world;
  for (let n = 0; n < count; n += 1) {
    await world.addConfiguration({ credentialsId: store, frequency: 'daily', nextDueAt: now() });
  }
  await runScheduledSyncs({ db: world.db, log: testLog, now, maxRetries: 3 });
}

/** Ends every session except its own; returns their number. */
async function cutAll(admin: Database): Promise<number> {
  const { rowCount } = await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where backend_type = 'client backend' and pid <> pg_backend_pid()`,
  );
  return rowCount ?? 0;
}

/** Unfinished or failed work. */
const notEnded = async (): Promise<readonly unknown[]> =>
  await world
    .rows(
      `select e.status, e.error_code, e.next_attempt_at, e.dispatched_at, e.dispatch_number, e.taken_dispatch,
       now() as now, (select max(l.holder) from sync_leases l where l.execution_id = e.id) as holder,
       (select string_agg(concat_ws(' ', a.number, a.outcome, a.error_code), ', ') from sync_attempts a
         where a.execution_id = e.id) as attempts
     from sync_executions e where e.status <> 'success'`,
    )
    .catch(() => ['PostgreSQL did not answer']);

/** Fails while the server is down. */
const ended = async (): Promise<number> =>
  await world
    .one<{ n: number }>(`select count(*)::integer as n from sync_executions where status = 'success'`)
    .then(({ n }) => n)
    .catch(() => 0);

/** Each execution has one successful attempt, and no two attempts of one overlap. */
async function expectEachOnce(count: number): Promise<void> {
  const successes = await world.one(
    `select count(*)::integer as n, count(distinct execution_id)::integer as executions from sync_attempts
     where outcome = 'success'`,
  );
  expect(successes).toEqual({ n: count, executions: count });
  const together = await world.rows(
    `select a.execution_id from sync_attempts a join sync_attempts b
       on b.execution_id = a.execution_id and b.number > a.number and b.started_at < a.finished_at`,
  );
  expect(together).toEqual([]);
  expect(await world.rows('select execution_id from sync_leases')).toEqual([]);
}

it('two workers run 200 tasks, each of them once, and none is left', async () => {
  const stores: string[] = [];
  for (let n = 0; n < 200; n += 1) stores.push(await world.addCredentials());
  for (const store of stores) await requestConnectionTest(world.control, store);
  await waitFor(
    async () =>
      await world.one<{ n: number }>(
        `select count(*)::integer as n from background_tasks where status = 'success'`,
      ),
    ({ n }) => n === 200,
  );
  expect(world.tested.toSorted()).toEqual(stores.toSorted());
  expect(await world.rows(`select id from background_tasks where status <> 'success'`)).toEqual([]);
});

// vitest fails a run with an unhandled error
it('workers whose connections are all cut repeatedly lose nothing and double nothing', async () => {
  world.store.pages = 1;
  world.store.gate = async () => await sleep(20);
  await plan(60);
  const admin = openDatabase({ connectionString: server.url }, testLog, 1);
  const cuts: number[] = [];
  for (let n = 0; n < 6; n += 1) {
    const before = await ended();
    await waitFor(ended, (count) => count > before || count === 60);
    cuts.push(await cutAll(admin));
  }
  await admin.end();
  // The number of open connections at a cut depends on the machine.
  expect(Math.min(...cuts)).toBeGreaterThan(0);
  await waitFor(notEnded, (rows) => rows.length === 0);
  await expectEachOnce(60);
});

it('a PostgreSQL that restarts twice keeps its work, and workers continue by themselves', async () => {
  world.store.pages = 1;
  world.store.gate = async () => await sleep(20);
  await plan(60);
  for (const share of [0.1, 0.4]) {
    await waitFor(ended, (count) => count >= 60 * share);
    await server.restart(1_000);
  }
  await waitFor(ended, (count) => count === 60);
  await expectEachOnce(60);
});

it('a worker process whose connections are cut continues, and SIGTERM ends it in order', async () => {
  for (const service of services.splice(0)) await service.stop();
  const order = {
    backendUrl: server.url,
    place: { kind: 'postgres' },
    storeUrl: 'mysql://stranger@127.0.0.1:1/none',
  } as const;
  const store = await world.addCredentials();
  const worker = await startWorker({ ...order, death: null });
  const admin = openDatabase({ connectionString: server.url }, testLog, 1);
  for (let n = 0; n < 5; n += 1) {
    const id = await requestConnectionTest({ ...world.control, db: admin }, store);
    await waitFor(
      async () =>
        await admin
          .query<{ status: string }>('select status from background_tasks where id = $1', [id])
          .then(({ rows }) => rows[0]?.status),
      (status) => status === 'success',
    );
    // Twice, so that the second cut hits while it reconnects.
    expect(await cutAll(admin)).toBeGreaterThan(0);
    await cutAll(admin);
  }
  await admin.end();
  await worker.stop();
  expect([worker.child.exitCode, worker.child.signalCode]).toEqual([0, null]);
});

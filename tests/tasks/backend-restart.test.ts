import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { runScheduledSyncs } from '../../src/tasks/run-scheduled-syncs.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { openWorld, serve } from './service.ts';
import { waitFor } from './wait-for.ts';

let server: PrivateServer;

beforeAll(async () => {
  server = await startPrivatePostgres();
});
afterAll(async () => {
  await server.stop();
});

it('after a restart of PostgreSQL in mid-run every execution ends once, and none stays running forever', async () => {
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query('create database restarted');
  await admin.end();
  const url = server.url.replace(/\/postgres$/, '/restarted');
  const empty = openDatabase({ connectionString: url }, testLog, 1);
  await migrate(empty, testLog);
  await empty.end();
  const world = await openWorld(url, async () => undefined);
  const store = await world.addCredentials(4);
  for (let n = 0; n < 8; n += 1) {
    await world.addConfiguration({ credentialsId: store, frequency: 'daily', nextDueAt: world.now() });
  }
  world.store.pages = 30;
  world.store.gate = async () => await sleep(100);
  await runScheduledSyncs({ db: world.db, log: testLog, now: world.now, maxRetries: 3 });
  // all in one PostgreSQL: the records, the queue and the leases
  const service = await serve(world, url, { kind: 'postgres' });
  const states = async () =>
    await world
      .rows<{ status: string }>('select status from sync_executions order by id')
      .then((rows) => rows.map((row) => row.status))
      .catch(() => []);
  await waitFor(states, (seen) => seen.filter((status) => status === 'running').length >= 3);
  await server.restart(1_000);
  world.store.pages = 1;
  await waitFor(states, (seen) => seen.length === 8 && seen.every((status) => status === 'success'));
  expect(await world.rows('select execution_id from sync_leases')).toEqual([]);
  const attempts = await world.rows<{ outcome: string | null }>('select outcome from sync_attempts');
  expect(attempts.filter(({ outcome }) => outcome === 'success')).toHaveLength(8);
  expect(attempts.filter(({ outcome }) => outcome === null)).toEqual([]);
  await service.stop();
  await world.close();
});

import pg from 'pg';
import { expect, test } from 'vitest';
import { AppError } from '../../src/kernel/errors.ts';
import { cleanupOldExecutions } from '../../src/tasks/cleanup-old-executions.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { startMailServer } from '../alerts/mail-server.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { backendOn, syncProduct } from '../pipe/sync-store.ts';
import { emptyBackendDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { runServers } from '../servers/run-servers.ts';
import { openWorld, serve } from '../tasks/service.ts';
import { NO_ALERTS, TaskWorld } from '../tasks/task-world.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { expectNothingLeft } from './left-behind.ts';
import { usePooler } from './use-pooler.ts';

const PRODUCT = 173_911;
const DAY_MS = 24 * 3_600_000;
const IN_POSTGRES = { kind: 'postgres' } as const;

const { before, pooledBackend, storeUrl } = usePooler(300);

async function asked<T extends pg.QueryResultRow>(url: string, sql: string): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('commands work behind it in a schema of their own, and `check` names the pooler', async () => {
  const fresh = await emptyBackendDatabase();
  const database = before(fresh);
  try {
    await asked(database.url, 'create schema taquilla; create table public.users (id int)');
    const query = '?options=-c%20search_path%3Dtaquilla&statement_timeout=60000';
    const env = {
      DATABASE_URL: `${database.url}${query}`,
      TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough',
    };
    const run = async (args: readonly string[], more = {}, input = '') =>
      await callTaquilla(args, { env: { ...env, ...more }, input });
    expect(await run(['migrate'])).toMatchObject({ exitCode: 0, stderr: '' });
    const made = await run(['createsuperuser', '--email', 'ana@example.com'], {}, 'cuatro gatos bailan\n');
    expect(made).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await asked(database.url, 'select email from taquilla.users')).toEqual([
      { email: 'ana@example.com' },
    ]);
    expect((await run(['check'])).stdout).toMatch(
      /pooler: one lends PostgreSQL sessions to Taquilla, and each transaction keeps one session\n.*! queue: in PostgreSQL behind a pooler/s,
    );
    const past = await run(['check'], { DATABASE_DIRECT_URL: fresh.url });
    expect(past.stdout).toMatch(
      /keeps one session; notices arrive over DATABASE_DIRECT_URL\n.*queue: in PostgreSQL; a test notice was received/s,
    );
    const elsewhere = await run(['check'], { DATABASE_DIRECT_URL: runServers().backendUrl });
    expect(elsewhere.exitCode).toBe(78);
    expect(elsewhere.stdout).toContain('(backend.direct-url)');
    await expectNothingLeft(database.url);
  } finally {
    await database.drop();
  }
});

test('executions of each depth are verified', async () => {
  const backend = backendOn(await pooledBackend());
  try {
    for (const depth of ['full', 'sweep', 'quick'] as const) {
      const input = { storeUrl: storeUrl(), product: PRODUCT, pageOrders: 400, depth };
      const { report } = await syncProduct(backend, input);
      expect([depth, report.status, report.verification]).toEqual([depth, 'success', 'verified']);
    }
    await expectNothingLeft(backend.url);
  } finally {
    await backend.close();
  }
});

test('two workers side by side do all dispatched work once, whether a notice arrives or not', async () => {
  const database = await pooledBackend();
  const world = await openWorld(database.url, async () => await database.drop());
  const services = await Promise.all([1, 2].map(async () => await serve(world, database.url, IN_POSTGRES)));
  const store = await world.addCredentials(4);
  for (let n = 0; n < 20; n += 1) {
    await triggerSync(world.control, await world.addConfiguration({ credentialsId: store }), null);
  }
  await waitFor(
    async () =>
      await world.one<{ n: number }>(
        `select count(*)::integer as n from sync_executions where status = 'success'`,
      ),
    ({ n }) => n === 20,
  );
  expect(await world.one('select count(*)::integer as n from sync_attempts')).toEqual({ n: 20 });
  for (const service of services) await service.stop();
  await expectNothingLeft(database.url);
  await world.close();
});

test('alerts are sent, and old executions are removed', async () => {
  const mails = await startMailServer();
  const world = await TaskWorld.over(backendOn(await pooledBackend()));
  try {
    const configuration = await world.addConfiguration();
    world.store.failure = new AppError({
      code: 'store.access-denied',
      message: 'A fault of a test.',
    });
    await triggerSync(world.control, configuration, null);
    const mail = { smtpUrl: mails.url, from: 'taquilla@example.com', recipients: ['ops@example.com'] };
    await world.settle({ ...NO_ALERTS, mail: { ...mail, language: 'en' } });
    expect(mails.received).toHaveLength(1);
    const { db, now, carrier } = world;
    await db.query(`update sync_executions set created_at = $1, finished_at = $1, judged_at = $1`, [
      new Date(world.nowMs - 200 * DAY_MS),
    ]);
    world.store.failure = null;
    for (let n = 0; n < 2; n += 1) {
      await triggerSync(world.control, configuration, null);
      await world.settle();
    }
    const settings = { olderThanDays: 90, keepNewest: 1, changesOlderThanDays: 30 };
    const deps = { db, log: testLog, now, carrier, settings };
    expect(await cleanupOldExecutions(deps, world.stopping.signal)).toMatchObject({ executions: 1 });
  } finally {
    await world.close();
    await mails.close();
  }
});

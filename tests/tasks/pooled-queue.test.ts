import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase, RANDOM_PAGE_COST } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate.ts';
import { noticesArrive } from '../../src/backend/records/work-notice.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { startPgbouncer } from '../servers/private-pgbouncer.ts';
import { type PrivateServer, startPrivatePostgres, testLog } from '../servers/private-postgres.ts';
import { openWorld, serve } from './service.ts';
import { waitFor } from './wait-for.ts';

let server: PrivateServer;
let pooler: Awaited<ReturnType<typeof startPgbouncer>>;
let direct: Database;
let pooled: Database;

beforeAll(async () => {
  server = await startPrivatePostgres();
  direct = openDatabase({ connectionString: server.url }, testLog, 2);
  // What a pooler drops, the database itself may say.
  for (const setting of [`random_page_cost = ${RANDOM_PAGE_COST}`, `timezone = 'UTC'`, 'jit = off']) {
    await direct.query(`alter database postgres set ${setting}`);
  }
  pooler = await startPgbouncer(server.url);
  pooled = openDatabase({ connectionString: pooler.url }, testLog, 2);
});
afterAll(async () => {
  await direct.end();
  await pooled.end();
  await pooler.stop();
  await server.stop();
});

it('workers behind a pooler that gives each transaction another session do what is handed over, once', async () => {
  await migrate(pooled, testLog);
  const world = await openWorld(server.url, async () => undefined);
  const services = await Promise.all(
    [1, 2].map(async () => await serve(world, pooler.url, { kind: 'postgres' })),
  );
  const store = await world.addCredentials(4);
  for (let n = 0; n < 20; n += 1) {
    const configuration = await world.addConfiguration({ credentialsId: store });
    await triggerSync(world.control, configuration, null);
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
  await world.close();
});

it('such a pooler passes no notices on, as `check` says', async () => {
  expect(await noticesArrive(pooled)).toBe(false);
  expect(await noticesArrive(direct)).toBe(true);
});

import { execFile } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { PASSWORDS, SECRET_KEY, STORE_SECRETS } from '../fixtures/backend-0.1/contents.ts';
import { addReaders } from '../fixtures/backend-0.1/make-events.ts';
import {
  ask,
  type Client,
  type OldProgram,
  type OldService,
  oldProgram,
  SYNC,
  signIn,
} from '../fixtures/backend-0.1/old-program.ts';
import { dumpPath, sampleStoresPresent } from '../pipe/truth-file.ts';
import {
  emptyBackendDatabase,
  type FreshDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { waitFor } from '../tasks/wait-for.ts';

const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));
/** The last commit of version 0.1. */
const FIRST_VERSION = 'd93b526';
const PRODUCT = 173_911;
const EVENTS = 20;
const CHECK_INS = 200;
const BOSS = 'superuser@example.com';

let folder: string;
let store: StoreDatabase;
let database: FreshDatabase;
let client: pg.Client;
let older: OldProgram;
let newer: OldProgram;
const running = new Set<OldService>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taquilla-0.1-'));
  const run = promisify(execFile);
  await run('sh', ['-c', `git -C '${CHECKOUT}' archive ${FIRST_VERSION} | tar x -C '${folder}'`]);
  await symlink(join(CHECKOUT, 'node_modules'), join(folder, 'node_modules'));
  store = await freshStoreDatabase();
  if (sampleStoresPresent) await store.loadDump(dumpPath('hpos-small'));
  else await makeDemoStore({ url: store.url, orders: 600, seed: 3, layout: 'hpos' });
  await addReaders(store);
  database = await emptyBackendDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const settings = { DATABASE_URL: database.url, TAQUILLA_SECRET_KEY: SECRET_KEY };
  older = oldProgram(folder, settings);
  newer = oldProgram(CHECKOUT, settings);
}, 300_000);
afterAll(async () => {
  for (const service of running) await service.stop();
  await client.end();
  await database.drop();
  await store.drop();
  await rm(folder, { recursive: true });
});

const rows = async <T extends object>(sql: string): Promise<T[]> => (await client.query<T>(sql)).rows;

async function start(program: OldProgram): Promise<OldService> {
  const service = await program.serve('all');
  running.add(service);
  return service;
}

async function stop(service: OldService): Promise<void> {
  await service.stop();
  running.delete(service);
}

async function configure(address: string, boss: Client): Promise<readonly string[]> {
  const { hostname, port } = new URL(store.url);
  const { id: credentials } = await ask(address, boss, 'POST', `${SYNC}credentials/`, {
    name: 'shop',
    transport: 'direct',
    mysql_host: hostname,
    mysql_port: Number(port),
    mysql_database: store.name,
    mysql_username: 'lectora',
    mysql_password: STORE_SECRETS['the shop']?.['password'],
    max_concurrent_syncs: 4,
  });
  const ids: string[] = [];
  for (let number = 1; number <= EVENTS; number += 1) {
    const { id } = await ask(address, boss, 'POST', `${SYNC}configurations/`, {
      name: `Event ${number}`,
      woocommerce_product_id: PRODUCT,
      event_name: `Event ${number}`,
      organizer_email: `organizer-${number}@example.com`,
      service_fee_percentage: 10,
      frequency: 'manual',
      credentials,
    });
    ids.push(String(id));
  }
  return ids;
}

const active = async (): Promise<number> =>
  (
    await rows<{ n: number }>(
      "select count(*)::int as n from sync_executions where status in ('pending', 'running')",
    )
  )[0]?.n ?? 0;

/** The rows of 0.1 about tickets and check-ins, without the columns that each sync or sign-in changes. */
async function kept(): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const table of ['events', 'orders', 'order_items', 'refunds', 'tickets', 'users', 'user_sessions']) {
    for (const { id } of await rows<{ id: string }>(`select id from ${table}`)) all.set(`${table} ${id}`, '');
  }
  for (const row of await rows<{ id: string }>(
    `select id, ticket_id, day, status, at, origin, woo_check_in_id, made_by from check_ins`,
  )) {
    all.set(`check_ins ${row.id}`, JSON.stringify(row));
  }
  return all;
}

it('0.1 is upgraded to this version while 20 executions run, and nothing is lost', async () => {
  await older.run(['migrate']);
  await older.run(['createsuperuser', '--email', BOSS], { input: PASSWORDS[BOSS] });
  let [one, two] = [await start(older), await start(older)];
  let boss = await signIn(one.address, BOSS, PASSWORDS[BOSS]);
  const configurations = await configure(one.address, boss);
  const trigger = async (address: string, id: string): Promise<unknown> =>
    await ask(address, boss, 'POST', `${SYNC}configurations/${id}/trigger/`, { depth: 'full' });
  for (const id of configurations) await trigger(one.address, id);
  await waitFor(active, (count) => count === 0, 600_000);

  const tickets = await rows<{ id: string }>(
    `select id from tickets where status = 'active' and removed_at is null and check_in_status = 'not_checked_in'
     order by id limit ${CHECK_INS}`,
  );
  expect(tickets).toHaveLength(CHECK_INS);
  boss = await signIn(two.address, BOSS, PASSWORDS[BOSS]);
  for (const { id } of tickets) await ask(two.address, boss, 'POST', `tickets/${id}/check-in/`, {});
  const before = await kept();

  // From here on each configuration has a running execution, until both processes are replaced.
  let address = two.address;
  const replaced = new AbortController();
  const triggering = (async () => {
    while (!replaced.signal.aborted) {
      for (const { id } of await rows<{ id: string }>(
        `select id from sync_configurations c where not exists (select from sync_executions e
           where e.configuration_id = c.id and e.status in ('pending', 'running'))`,
      )) {
        // it may be stopping now, or refuse because of the rate limit: the next check asks again
        await trigger(address, id).catch(() => undefined);
      }
      await sleep(500);
    }
  })();
  await waitFor(active, (count) => count === EVENTS, 120_000);
  await newer.run(['migrate']);
  const whenMigrated = await active();
  // The old workers continue in the meantime.
  const previews: readonly {
    error: unknown;
    preview: { reads_all: boolean; no_longer_valid: object[] } | null;
  }[] = JSON.parse(await newer.run(['preview', '--json']));
  expect(previews.map(({ error, preview }) => [error, preview?.reads_all])).toEqual(
    configurations.map(() => [null, true]),
  );
  await stop(one);
  one = await start(newer);
  address = one.address;
  const whenFirst = await active();
  await stop(two);
  two = await start(newer);
  const whenSecond = await active();
  replaced.abort();
  await triggering;
  expect(Math.min(whenMigrated, whenFirst, whenSecond)).toBeGreaterThan(0);
  // and once more by the new rules alone
  await waitFor(active, (count) => count === 0, 900_000);
  for (const id of configurations) await trigger(two.address, id);
  await waitFor(active, (count) => count === 0, 900_000);

  const after = await kept();
  expect([...before].filter(([key, says]) => after.get(key) !== says)).toEqual([]);
  const [local] = await rows<{ n: number; tickets: number }>(
    `select count(*)::int as n, (select count(*)::int from tickets where id in
       (select ticket_id from check_ins where origin = 'local') and check_in_status = 'checked_in') as tickets
     from check_ins where origin = 'local'`,
  );
  expect(local).toEqual({ n: CHECK_INS, tickets: CHECK_INS });
  const states = await rows(
    `select status, verification, error_code, count(*)::int as n from sync_executions group by 1, 2, 3`,
  );
  process.stderr.write(
    `under way: ${whenMigrated} when migrated, ${whenFirst} and ${whenSecond} when replaced; ${JSON.stringify(states)}; ` +
      `previewed: ${JSON.stringify(previews[0])}\n`,
  );
  expect(states).toEqual([
    { status: 'success', verification: 'verified', error_code: null, n: expect.any(Number) },
  ]);
  // no ticket and no order exists twice
  expect(
    await rows(
      'select event_id, woo_ticket_id from tickets where woo_ticket_id is not null group by 1, 2 having count(*) > 1',
    ),
  ).toEqual([]);
  expect(await rows('select capacity from ticket_tiers where capacity is not null')).toEqual([]);
  const me = await ask(one.address, boss, 'GET', 'auth/me/');
  expect(me).toMatchObject({ email: BOSS });
  expect(await newer.run(['check', '--json'])).toContain('"ok": true');
}, 1_800_000);

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { openStoredStore } from '../../src/stores/stored-store.ts';
import { triggerSync } from '../../src/tasks/control.ts';
import { parseStoreUrl } from '../../src/woocommerce/connect/store-url.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { type Backend, freshBackend, syncProduct } from '../pipe/sync-store.ts';
import { firstDifference, wholeBackend } from '../pipe/whole-backend.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { testLog } from '../servers/private-postgres.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import { type Service, serve } from './service.ts';
import { waitFor } from './wait-for.ts';

const PRODUCT = 173_911;
const EVENT = 'Evento de dos llaves';
const FEE = '10';
const PAGE_ORDERS = 20;
const KEY = randomBytes(32).toString('base64');
/** A part of all bytes of a full reading: pages are committed before it, and pages follow it. */
const IN_THE_MIDDLE = 0.6;

type SetName = 'one' | 'two';

let store: StoreDatabase;
let backend: Backend & { readonly url: string };
let lines: Readonly<Record<SetName, TcpProxy>>;
let service: Service;
let configuration: string;
let fullBytes: number;
let renamed = 0;

beforeAll(async () => {
  [store, backend] = await Promise.all([freshStoreDatabase(), freshBackend()]);
  await makeDemoStore({ url: store.url, orders: 160, seed: 12, layout: 'hpos' });
  const port = Number(new URL(store.url).port);
  lines = { one: await startProxy(port), two: await startProxy(port) };
  // The first set is the default, which cannot be disabled.
  const spare = ['--mysql-database', 'none', '--mysql-user', 'none', '--secrets-from-stdin'];
  await typed(['credentials', 'add', 'spare', ...spare], JSON.stringify({ password: 'none' }));
  for (const name of ['one', 'two'] as const) await addSet(name);
  const added = ['--product', String(PRODUCT), '--event-name', EVENT, '--organizer-email', 'o@example.com'];
  const made = ['--service-fee', FEE, '--credentials', 'one', '--json'];
  configuration = JSON.parse(await taquilla('configurations', 'add', ...added, ...made)).id;
  const stores = {
    db: backend.db,
    log: testLog,
    now: () => new Date(),
    secretKey: async () => new Secret(KEY),
    environment: null,
  };
  const openStore = async (id: string) => await openStoredStore(stores, id);
  const { testStored: testStore } = createStoreAccess(stores);
  const place = { kind: 'postgres' } as const;
  service = await serve({ openStore, testStore }, backend.url, place, { pageOrders: PAGE_ORDERS });
  const before = lines.one.received;
  expect(await endOf(await trigger())).toEqual(VERIFIED);
  fullBytes = lines.one.received - before;
});
afterAll(async () => {
  await service.stop();
  await backend.close();
  for (const line of Object.values(lines)) await line.close();
  await store.drop();
});

const VERIFIED = { status: 'success', verification: 'verified', error_code: null };
const SWITCHED_OFF = { status: 'failed', verification: null, error_code: 'credentials.inactive' };

async function taquilla(...args: readonly string[]): Promise<string> {
  return await typed(args, '');
}

async function typed(args: readonly string[], input: string): Promise<string> {
  const env = { DATABASE_URL: backend.url, TAQUILLA_SECRET_KEY: KEY };
  const ended = await callTaquilla(args, { env, input });
  expect([args, ended.exitCode, ended.stderr]).toEqual([args, 0, ended.stderr]);
  return ended.stdout;
}

async function addSet(name: SetName): Promise<void> {
  const { user, password, database } = parseStoreUrl(store.url);
  const at = ['--mysql-host', '127.0.0.1', '--mysql-port', String(lines[name].port)];
  const as = ['--mysql-user', user, '--mysql-database', database, '--transport', 'direct'];
  await typed(
    ['credentials', 'add', name, ...at, ...as, '--secrets-from-stdin'],
    JSON.stringify({ password }),
  );
}

async function trigger(): Promise<string> {
  const deps = { db: backend.db, now: () => new Date(), maxRetries: 0 };
  return (await triggerSync(deps, configuration, null, 'full')).executionId;
}

async function endOf(id: string) {
  const state = async () =>
    (
      await backend.db.query<Record<string, string | null>>(
        'select status, verification, error_code from sync_executions where id = $1',
        [id],
      )
    ).rows[0];
  return await waitFor(state, (now) => now?.['status'] !== 'pending' && now?.['status'] !== 'running');
}

/** One attendee of each page gets another name in the store. */
async function changeStore(): Promise<void> {
  renamed += 1;
  await store.exec(
    `update wp_postmeta set meta_value = 'Nombre ${renamed}'
     where meta_key = 'WooCommerceEventsAttendeeName' and post_id % 7 = ${renamed % 7}`,
  );
}

/** Begins an execution over a set; its connection stalls in the middle until `resume`. */
async function beginOver(name: SetName): Promise<string> {
  await changeStore();
  const line = lines[name];
  const stalled = new Promise<void>((resolve) =>
    line.afterBytes(fullBytes * IN_THE_MIDDLE, () => {
      line.stall();
      resolve();
    }),
  );
  const id = await trigger();
  await stalled;
  await changeStore();
  return id;
}

/** The result of the next execution, and the connections that it uses. */
async function next() {
  const before = { one: lines.one.received, two: lines.two.received };
  const end = await endOf(await trigger());
  const over = (['one', 'two'] as const).filter((name) => lines[name].received > before[name]);
  return { ...end, over };
}

/** The backend equals a new one that reads the store now for the first time. */
async function expectTruth(): Promise<void> {
  const fresh = await freshBackend();
  try {
    await syncProduct(fresh, {
      storeUrl: store.url,
      product: PRODUCT,
      eventName: EVENT,
      organizerEmail: 'o@example.com',
      serviceFee: FEE,
    });
    expect(firstDifference(await wholeBackend(backend.db), await wholeBackend(fresh.db))).toBeNull();
  } finally {
    await fresh.close();
  }
}

describe('during an execution over a set of credentials', () => {
  beforeEach(async () => {
    await taquilla('credentials', 'set', 'one', '--activate');
    await taquilla('configurations', 'set', configuration, '--credentials', 'one');
  });

  it('the set is disabled: it succeeds, the next one says why it cannot start, and continues once the set is enabled', async () => {
    const id = await beginOver('one');
    await taquilla('credentials', 'set', 'one', '--deactivate');
    lines.one.resume();
    expect(await endOf(id)).toEqual(VERIFIED);
    expect(await next()).toEqual({ ...SWITCHED_OFF, over: [] });
    await taquilla('credentials', 'set', 'one', '--activate');
    expect(await next()).toEqual({ ...VERIFIED, over: ['one'] });
    await expectTruth();
  });

  it('its configuration changes to another set: it ends over the old one, the next one begins over the new one', async () => {
    const id = await beginOver('one');
    await taquilla('configurations', 'set', configuration, '--credentials', 'two');
    const asked = lines.two.received;
    lines.one.resume();
    expect(await endOf(id)).toEqual(VERIFIED);
    expect(lines.two.received).toBe(asked);
    expect(await next()).toEqual({ ...VERIFIED, over: ['two'] });
    await expectTruth();
  });

  it('the old connection is cut after the change: it reports that, and the next one continues over the new set', async () => {
    const id = await beginOver('one');
    await taquilla('configurations', 'set', configuration, '--credentials', 'two');
    await taquilla('credentials', 'set', 'one', '--deactivate');
    lines.one.reset();
    expect(await endOf(id)).toMatchObject({ status: 'failed', error_code: 'store.connection-lost' });
    lines.one.resume();
    expect(await next()).toEqual({ ...VERIFIED, over: ['two'] });
    await expectTruth();
  });

  it('the set gets another address: it ends over the old connection, the next one uses the new one', async () => {
    const id = await beginOver('one');
    const password = parseStoreUrl(store.url).password;
    await typed(
      ['credentials', 'set', 'one', '--mysql-port', String(lines.two.port), '--secrets-from-stdin'],
      JSON.stringify({ password }),
    );
    lines.one.resume();
    expect(await endOf(id)).toEqual(VERIFIED);
    expect(await next()).toEqual({ ...VERIFIED, over: ['two'] });
    await expectTruth();
  });
});

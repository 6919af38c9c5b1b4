import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { listen } from '../../src/http/server/listen.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createLoops } from '../../src/kernel/time/loops.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { openStoredStore } from '../../src/stores/stored-store.ts';
import type { Carrier } from '../../src/tasks/carriers/carrier.ts';
import { openPostgresCarrier } from '../../src/tasks/carriers/postgres-carrier.ts';
import { QUEUES } from '../../src/tasks/carriers/queues.ts';
import { type RunningTasks, serveTasks } from '../../src/tasks/serve-tasks.ts';
import {
  type FreshDatabase,
  freshBackendDatabase,
  freshStoreDatabase,
  type StoreDatabase,
} from '../servers/databases.ts';
import { NO_ALERTS } from '../tasks/task-world.ts';
import { type ApiWorld, BODY, openApiWorldOn } from './api-world.ts';

const secretKey = async (): Promise<Secret> => new Secret('a secret key of the tests, long enough');
const now = (): Date => new Date();
let shop: StoreDatabase;
let database: FreshDatabase;
let world: ApiWorld;
let carrier: Carrier;
let tasks: RunningTasks;
let address: string;

beforeAll(async () => {
  shop = await freshStoreDatabase();
  await makeDemoStore({ url: shop.url, orders: 60, seed: 7, layout: 'hpos' });
  database = await freshBackendDatabase();
  const log = createLog('silent', process.stderr);
  const loops = createLoops(log);
  world = await openApiWorldOn(database, (db) => {
    const stores = createStoreAccess({ db, log, now, secretKey, environment: null });
    return { stores, secretKey, carrier: openPostgresCarrier({ db, log, loops }), maxRetries: 0 };
  });
  carrier = openPostgresCarrier({ db: world.backend.db, log, loops });
  const stores = { db: world.backend.db, log, now, secretKey, environment: null };
  tasks = await serveTasks(
    {
      db: world.backend.db,
      log,
      loops,
      now,
      skewMs: () => 0,
      carrier,
      openStore: async (credentialsId) => await openStoredStore(stores, credentialsId),
      testStore: createStoreAccess(stores).testStored,
      alerts: NO_ALERTS,
      cleanup: { olderThanDays: 90, keepNewest: 100, changesOlderThanDays: 30 },
      maxRetries: 0,
      heartbeatUrl: null,
      self: { role: 'all', version: '0.0.0' },
    },
    { queues: QUEUES, concurrency: 1 },
  );
  address = await listen(world.server, { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await tasks.stop();
  await carrier.close();
  await world.close();
  await database.drop();
  await shop.drop();
});

type Reply = Record<string, unknown> & { readonly id: string };

async function ask(method: string, path: string, body?: unknown, status = 200): Promise<Reply> {
  const reply = await world.ask('superuser', method, path, body);
  expect([method, path, reply.statusCode, reply.statusCode === status ? '' : reply.body]).toEqual([
    method,
    path,
    status,
    '',
  ]);
  return reply.statusCode === 204 ? { id: '' } : reply.json();
}

/** Triggers, and follows the stream until the execution ends. */
async function sync(id: string): Promise<Reply> {
  const { execution_id: executionId } = await ask('POST', `configurations/${id}/trigger/`, undefined, 202);
  const stream = await fetch(`${address}/api/v1/sync-woocommerce/executions/${String(executionId)}/stream/`, {
    headers: { authorization: `Token ${world.tokens.viewer}` },
  });
  expect(await stream.text()).toContain('event: end');
  return await ask('GET', `executions/${String(executionId)}/`);
}

test('a configuration lives over HTTP from its creation to its successor', async () => {
  const { hostname, port, username, password, pathname } = new URL(shop.url);
  const login = {
    mysql_host: hostname,
    mysql_port: Number(port),
    mysql_username: decodeURIComponent(username),
    mysql_database: pathname.slice(1),
    mysql_password: decodeURIComponent(password) || null,
  };
  const set = await ask('POST', 'credentials/', { name: 'demo', transport: 'direct', ...login }, 201);
  await ask('POST', `credentials/${set.id}/make-default/`);
  expect(await ask('POST', 'management/test-connection/', {})).toMatchObject({
    success: true,
    credentials: set.id,
  });
  const products = (await ask('GET', `credentials/${set.id}/products/`))['results'] as Record<
    string,
    unknown
  >[];
  expect(products.map((product) => product['woocommerce_product_id'])).toContain(BODY.woocommerce_product_id);

  const none = await world.ask('superuser', 'POST', 'configurations/', {
    ...BODY,
    woocommerce_product_id: 999_999_999,
  });
  expect([none.statusCode, none.json().woocommerce_product_id]).toEqual([
    400,
    ['The store has no such product.'],
  ]);
  const { id } = await ask('POST', 'configurations/', BODY, 201);

  const first = await sync(id);
  expect(first).toMatchObject({
    status: 'success',
    verification: 'verified',
    triggered_by_name: 'superuser',
  });
  const eventId = (await ask('GET', `configurations/${id}/`))['event_id'];
  expect(typeof eventId).toBe('string');

  await shop.exec(
    `update wp_wc_orders set billing_email = 'otra@example.com', date_updated_gmt = utc_timestamp()
     where id in (select order_id from (select min(o.order_id) as order_id from wp_wc_order_product_lookup o
       join wp_wc_orders w on w.id = o.order_id and w.status in ('wc-completed', 'wc-processing')
       where o.product_id = ${BODY.woocommerce_product_id}) as one)`,
  );
  const second = await sync(id);
  const changes = await ask('GET', `executions/${second.id}/changes/?page_size=200`);
  const touched = (changes['results'] as Record<'table' | 'operation', string>[]).map(
    ({ table, operation }) => `${table} ${operation}`,
  );
  expect([
    second['verification'],
    touched.every((change) => /^(orders|tickets) updated$/.test(change)),
    touched.length > 0,
  ]).toEqual(['verified', true, true]);

  expect((await ask('POST', `configurations/${id}/pause/`))['status']).toBe('paused');
  expect((await ask('POST', `configurations/${id}/resume/`))['status']).toBe('active');

  await ask('PATCH', `credentials/${set.id}/`, { mysql_password: 'not the password' });
  const failed = await sync(id);
  expect(failed).toMatchObject({ status: 'failed', error_code: 'store.access-denied' });
  expect(await ask('GET', `configurations/${id}/`)).toMatchObject({
    status: 'error',
    last_sync_status: 'failed',
  });
  await ask('PATCH', `credentials/${set.id}/`, { mysql_password: login.mysql_password });
  expect(await sync(id)).toMatchObject({ status: 'success', verification: 'verified' });
  expect(await ask('GET', `configurations/${id}/`)).toMatchObject({
    status: 'active',
    event_id: eventId,
    total_executions: 4,
    failed_executions: 1,
    success_rate: 75,
    last_verification: 'verified',
  });

  await ask('DELETE', `configurations/${id}/`, undefined, 204);
  const again = await ask('POST', 'configurations/', BODY, 201);
  expect(await sync(again.id)).toMatchObject({ verification: 'verified', event_id: eventId });
  expect((await ask('GET', `configurations/${again.id}/`))['event_id']).toBe(eventId);
});

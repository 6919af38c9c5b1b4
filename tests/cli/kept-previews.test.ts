import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, backendFor, type DemoStore, demoStore, EVENT } from './store-world.ts';

let backend: Backend;
let store: DemoStore;
let orders: readonly number[];

beforeAll(async () => {
  store = await demoStore({ orders: 30, seed: 12, layout: 'posts' });
  backend = await backendFor(store);
  expect((await call('sync', '--store-url', store.passwordless, ...EVENT)).exitCode).toBe(0);
  // The set that the environment describes; the command has its password.
  expect((await call('sync', '--orders', '999999')).exitCode).toBe(66);
  await backend.db.query(
    `update sync_configurations set max_removal_percent = 100, credentials_id = (select id from sync_credentials where origin = 'environment')`,
  );
  const found = await backend.rows<{ id: number }>(
    `select distinct o.woo_order_id as id from orders o join tickets t on t.order_id = o.id
     where o.status = 'paid' and t.status = 'active' order by 1`,
  );
  orders = found.map(({ id }) => id);
  expect(orders.length).toBeGreaterThan(4);
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function call(...args: readonly string[]) {
  const { hostname, port, username, pathname } = store.parts;
  return await backend.call(args, {
    TAQUILLA_SECRET_KEY: Buffer.alloc(32, 3).toString('base64'),
    WOOCOMMERCE_MYSQL_HOST: hostname,
    WOOCOMMERCE_MYSQL_PORT: port,
    WOOCOMMERCE_MYSQL_USERNAME: decodeURIComponent(username),
    WOOCOMMERCE_MYSQL_PASSWORD: store.password,
    WOOCOMMERCE_MYSQL_DATABASE: pathname.slice(1),
  });
}

async function keep(...more: readonly string[]) {
  const { exitCode, stdout } = await call('preview', 'Evento', '--keep', '--json', ...more);
  expect(exitCode).toBe(0);
  const [{ kept, preview }] = JSON.parse(stdout);
  return { id: String(kept), preview };
}

async function run(id: string) {
  const { exitCode, stdout, stderr } = await call('sync', '--preview', id, '--json');
  return { exitCode, report: JSON.parse(stdout), stderr };
}

async function cancelInStore(order: number): Promise<void> {
  await store.exec(`update wp_posts set post_status = 'wc-cancelled' where ID = ${order}`);
}

async function statusOf(order: number): Promise<string | undefined> {
  const rows = await backend.rows<{ status: string }>(
    `select status from orders where woo_order_id = ${order}`,
  );
  return rows[0]?.status;
}

/** Every table that a sync writes, without executions and their logs. */
async function everything(): Promise<object> {
  const tables = ['orders', 'order_items', 'refunds', 'refund_lines', 'tickets', 'check_ins', 'events'];
  const more = [
    'ticket_tiers',
    'conflicts',
    'sync_changes',
    'sync_notes',
    'sync_rejects',
    'sync_checkpoints',
  ];
  const all = [];
  for (const table of [...tables, ...more]) {
    all.push(await backend.rows(`select md5(string_agg(t::text, '|' order by t::text)) from ${table} t`));
  }
  return all;
}

it('writes nothing and names the rows if something else would change by now', async () => {
  const [order = 0, other = 0] = orders;
  await cancelInStore(order);
  const { id, preview } = await keep();
  expect(preview.orders).toEqual({ created: 0, changed: 1, removed: 0 });
  await cancelInStore(other);
  const before = await everything();
  const { exitCode, report, stderr } = await run(id);
  expect([exitCode, report]).toMatchObject([75, { status: 'cancelled', error: { code: 'preview.moved' } }]);
  expect(stderr).toContain(`orders ${other}`);
  expect(stderr).not.toContain(`orders ${order}`);
  expect(await everything()).toEqual(before);
  expect([await statusOf(order), await statusOf(other)]).toEqual(['paid', 'paid']);
  // It is no failure of the configuration.
  expect(await backend.rows('select status, failed_executions from sync_configurations')).toEqual([
    { status: 'active', failed_executions: 0 },
  ]);
});

it('does what was shown if nothing has moved', async () => {
  const [order = 0, other = 0] = orders;
  const { id, preview } = await keep();
  const updated = preview.differences.find(
    ({ table, operation }: { table: string; operation: string }) =>
      table === 'orders' && operation === 'updated',
  );
  expect(updated).toMatchObject({ count: 2, fields: { status: 2, source_status: 2 } });
  const { exitCode, report } = await run(id);
  expect([exitCode, report]).toMatchObject([
    0,
    { depth: 'full', verification: 'verified', counts: { orders: { created: 0, updated: 2, removed: 0 } } },
  ]);
  expect([await statusOf(order), await statusOf(other)]).toEqual(['cancelled', 'cancelled']);
  expect((await run(id)).report).toMatchObject({ error: { code: 'preview.moved' } });
});

it('covers named orders alone', async () => {
  const [, , order = 0, other = 0] = orders;
  await cancelInStore(order);
  const { id } = await keep('--orders', String(order));
  await cancelInStore(other);
  const { exitCode, report } = await run(id);
  expect([exitCode, report]).toMatchObject([0, { depth: 'targeted', verification: 'verified' }]);
  expect([await statusOf(order), await statusOf(other)]).toEqual(['cancelled', 'paid']);
});

it('shows a fee that is not saved, and is carried out once the fee is saved', async () => {
  const { id, preview } = await keep('--service-fee', '20');
  expect(preview.amounts.length).toBeGreaterThan(0);
  expect(preview.reads_all).toBe(true);
  const before = await everything();
  expect((await run(id)).report).toMatchObject({ error: { code: 'preview.moved' } });
  expect(await everything()).toEqual(before);
  const set = ['configurations', 'set', 'Evento', '--service-fee', '20', '--confirm-money-change'];
  expect((await call(...set)).exitCode).toBe(0);
  expect(await run(id)).toMatchObject({ exitCode: 0, report: { depth: 'full', verification: 'verified' } });
  const wrong = await backend.rows(
    `select number from orders where status = 'paid' and currency = 'CLP' and service_fee <> ceil(net * 20 / 100)`,
  );
  expect(wrong).toEqual([]);
});

it('refuses options beside --preview, and an unknown preview', async () => {
  const id = '01980000-0000-7000-8000-000000000000';
  expect((await call('sync', '--preview', id, '--depth', 'quick')).exitCode).toBe(64);
  expect((await call('sync', '--preview', 'x')).exitCode).toBe(64);
  expect((await call('sync', '--preview', id)).exitCode).toBe(66);
  expect((await call('preview', '--keep')).exitCode).toBe(64);
});

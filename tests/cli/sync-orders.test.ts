import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Backend, backendFor, type DemoStore, demoStore } from './store-world.ts';

let backend: Backend;
let store: DemoStore;
let orders: readonly number[];

beforeAll(async () => {
  store = await demoStore({ orders: 30, seed: 12, layout: 'posts' });
  backend = await backendFor(store);
  for (const [product, name] of [
    ['173911', 'Evento'],
    ['173941', 'Three days'],
  ]) {
    const { exitCode } = await call(
      'sync',
      '--store-url',
      store.passwordless,
      '--product',
      product ?? '',
      '--event-name',
      name ?? '',
      '--organizer-email',
      'o@example.com',
    );
    expect(exitCode).toBe(0);
  }
  // The set that the environment describes; the command has its password.
  expect((await call('sync', '--orders', '999999')).exitCode).toBe(66);
  await backend.db.query(
    `update sync_configurations set max_removal_percent = 100, credentials_id = (select id from sync_credentials where origin = 'environment')`,
  );
  orders = (
    await backend.rows<{ id: number }>(
      `select distinct o.woo_order_id as id from orders o join events e on e.id = o.event_id join tickets t on t.order_id = o.id
       where e.woo_product_id = 173911 and t.status = 'active' order by 1`,
    )
  ).map(({ id }) => id);
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

async function cancelInStore(order: number): Promise<void> {
  await store.exec(`update wp_posts set post_status = 'wc-cancelled' where ID = ${order}`);
}

async function statusOf(order: number): Promise<string | undefined> {
  return (
    await backend.rows<{ status: string }>(`select o.status from orders o join events e on e.id = o.event_id
      where woo_order_id = ${order} and e.woo_product_id = 173911`)
  )[0]?.status;
}

describe('sync --orders', () => {
  it('first shows what would change and writes nothing, and then changes just that', async () => {
    const [order = 0, other = 0] = orders;
    await cancelInStore(order);
    await cancelInStore(other);
    const before = await backend.rows('select md5(string_agg(x::text, null order by x::text)) from orders x');
    const executions = await backend.rows('select count(*) from sync_executions');
    const shown = await call(
      'sync',
      '--configuration',
      'Evento',
      '--orders',
      String(order),
      '--dry-run',
      '--json',
    );
    expect(shown.exitCode).toBe(0);
    const { preview } = JSON.parse(shown.stdout);
    expect(preview.orders).toEqual({ created: 0, changed: 1, removed: 0 });
    expect(preview.no_longer_valid.length).toBeGreaterThan(0);
    expect(
      await backend.rows('select md5(string_agg(x::text, null order by x::text)) from orders x'),
    ).toEqual(before);
    expect(await backend.rows('select count(*) from sync_executions')).toEqual(executions);

    const done = await call('sync', '--configuration', 'Evento', '--orders', String(order), '--json');
    expect([done.exitCode, JSON.parse(done.stdout)]).toMatchObject([
      0,
      {
        depth: 'targeted',
        verification: 'verified',
        proof_scope: 'touched',
        orders_not_of_event: [],
        counts: { orders: { updated: 1 }, tickets: { updated: preview.no_longer_valid.length } },
      },
    ]);
    expect([await statusOf(order), await statusOf(other)]).toEqual(['cancelled', 'paid']);
    const audit = await backend.rows<{ sent: unknown }>(
      `select sent from audit_entries where action = 'configurations.trigger' order by created_at desc limit 1`,
    );
    expect(audit).toEqual([{ sent: { orders: [order] } }]);
  });

  it('without a configuration syncs every event that contains one of them, and names orders without any event', async () => {
    const [, , order = 0] = orders;
    await cancelInStore(order);
    const done = await call('sync', '--orders', `${order},999999`, '--json');
    expect(done.exitCode).toBe(66);
    const [report] = JSON.parse(done.stdout);
    expect(report).toMatchObject({ depth: 'targeted', verification: 'verified' });
    expect(done.stderr).toContain('No event of the backend has order 999999 of its store.');
    expect(await statusOf(order)).toBe('cancelled');
  });

  it('refuses a disabled event as the API does, and continues with the others', async () => {
    const of = async (product: number) =>
      (
        await backend.rows<{ id: number }>(
          `select distinct o.woo_order_id as id from orders o join events e on e.id = o.event_id
           where e.woo_product_id = ${product} order by 1`,
        )
      ).map(({ id }) => id);
    const [ofEvent, ofOther] = [await of(173911), await of(173941)];
    const order = ofEvent.find((id) => !ofOther.includes(id));
    const other = ofOther.at(0);
    expect([order, other]).not.toContain(undefined);
    await backend.db.query(`update sync_configurations set status = 'disabled' where name = 'Evento'`);
    try {
      const done = await call('sync', '--orders', `${order},${other}`, '--json');
      expect([done.exitCode, done.stderr]).toEqual([
        75,
        expect.stringContaining('This configuration is disabled.'),
      ]);
      expect(JSON.parse(done.stdout)).toMatchObject([
        { depth: 'targeted', verification: 'verified', error: null },
        { status: 'failed', error: { code: 'configuration.disabled' } },
      ]);
      const named = await call('sync', '--configuration', 'Evento');
      expect(named.stderr).toContain('This configuration is disabled.');
    } finally {
      await backend.db.query(`update sync_configurations set status = 'active' where name = 'Evento'`);
    }
  });

  it('reports in a sentence that an order does not belong to the event', async () => {
    const args = ['--configuration', 'Evento', '--orders', '999999'];
    const failed = await call('sync', ...args);
    expect(failed.exitCode).toBe(66);
    expect(failed.stderr).toContain('The store has nothing of this event under order 999999.');
    const shown = await call('sync', ...args, '--dry-run');
    expect([shown.exitCode, shown.stderr]).toEqual([
      66,
      expect.stringContaining('The store has nothing of this event under order 999999.'),
    ]);
  });

  it.each([
    ['a depth', ['--orders', '7', '--depth', 'quick'], '--depth and --orders exclude each other.'],
    ['a word', ['--orders', '7,x'], '--orders must be ids of WooCommerce'],
    ['a dry run of an event', ['--configuration', 'Evento', '--dry-run'], '--dry-run needs --orders'],
  ])('refuses %s', async (_what, args, sentence) => {
    const refused = await call('sync', ...args);
    expect([refused.exitCode, refused.stderr]).toEqual([64, expect.stringContaining(sentence)]);
  });
});

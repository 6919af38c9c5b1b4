import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { retireEvent } from '../../src/backend/check-ins/retire-event.ts';
import { hideConfiguration } from '../../src/backend/configurations/configuration-edit-records.ts';
import { inTransaction } from '../../src/backend/database.ts';
import { type Backend, backendFor, type DemoStore, demoStore, EVENT } from './store-world.ts';

let backend: Backend;
let store: DemoStore;

beforeAll(async () => {
  store = await demoStore({ orders: 60, seed: 5, layout: 'hpos' });
});
afterAll(async () => {
  await store.drop();
});
beforeEach(async () => {
  backend = await backendFor(store);
  return async () => await backend.close();
});

interface Asked {
  readonly event?: string;
  readonly organizer?: string;
  readonly more?: readonly string[];
}

async function sync({ event = 'Evento', organizer = 'o@example.com', more = [] }: Asked = {}) {
  const which = ['--product', '173911', '--event-name', event, '--organizer-email', organizer];
  return await backend.call(['sync', '--store-url', store.passwordless, ...which, ...more]);
}

const KEY = { TAQUILLA_SECRET_KEY: 'a secret key of the tests, long enough' };

/** A set of credentials for the store, since only `sync --store-url` reaches it without one. */
async function addSet(): Promise<void> {
  const { hostname, port, username, pathname } = store.parts;
  await backend.call(
    [
      'credentials',
      'add',
      'shop',
      '--transport',
      'direct',
      '--mysql-host',
      hostname,
      '--mysql-port',
      port,
    ].concat([
      '--mysql-database',
      pathname.slice(1),
      '--mysql-user',
      decodeURIComponent(username),
      '--secrets-from-stdin',
    ]),
    KEY,
    JSON.stringify({ password: store.password }),
  );
}

async function add() {
  await addSet();
  return await backend.call(['configurations', 'add', '--credentials', 'shop', ...EVENT], KEY);
}

async function importWhole() {
  const row = {
    name: 'Evento',
    woocommerce_product_id: 173911,
    event_name: 'Evento',
    organizer_email: 'o@example.com',
    service_fee_percentage: 0,
    frequency: 'manual',
    credentials: 'shop',
  };
  return await backend.call(['configurations', 'import', '-', '--json'], KEY, JSON.stringify([row]));
}

async function check() {
  return await backend.call(['check'], KEY);
}

async function configurations(): Promise<{ id: string; event_name: string }[]> {
  return (await backend.db.query('select id, event_name from sync_configurations order by created_at, id'))
    .rows;
}

async function events(): Promise<number> {
  return (await backend.db.query('select from events')).rows.length;
}

describe('sync names its database', () => {
  test('before it writes, without a password, and in its document', async () => {
    const { stderr, stdout } = await sync({ more: ['--json'] });
    const { host, port, database } = JSON.parse(stdout).backend;
    expect(stderr).toMatch(/^Backend: PostgreSQL at \S+:\d+\/\w+\n/);
    expect(stderr.split('\n')[0]).toBe(`Backend: PostgreSQL at ${host}:${port}/${database}`);
    expect(stderr).toContain("\nIts time zone is America/Santiago (the store's own).\n");
    const { rows } = await backend.db.query('select current_database() as name');
    expect(database).toBe(rows[0].name);
  });
});

describe('the same product of the same store', () => {
  test('for the same organizer and event continues; under another name it is refused, with its name', async () => {
    expect((await sync()).exitCode).toBe(0);
    const [kept] = await configurations();
    const fee = async () =>
      (
        await backend.db.query<{ fee: string }>(
          'select service_fee_percentage as fee from sync_configurations',
        )
      ).rows;
    const before = await fee();
    for (const mistyped of ['100', '7']) {
      const asked = await sync({ more: ['--service-fee', mistyped] });
      expect(asked.exitCode).toBe(75);
      expect(asked.stderr).toContain('(configuration.money-changes)');
    }
    expect(await fee()).toEqual(before);
    const confirmed = await sync({ more: ['--service-fee', '7', '--confirm-money-change'] });
    expect([confirmed.exitCode, await fee()]).toEqual([0, [{ fee: '7.00' }]]);
    const refused = await sync({ event: 'Another name' });
    expect(refused.exitCode).toBe(75);
    expect(refused.stderr).toContain(`“Evento” (configuration ${kept?.id})`);
    expect(refused.stderr).toContain('(configuration.exists)');
    expect([await configurations(), await events()]).toEqual([[kept], 1]);
  });

  test('continues after its address changed to another form of itself', async () => {
    await sync();
    const before = await configurations();
    const address = async (url: string) =>
      await store.exec(
        `update wp_options set option_value = '${url}' where option_name in ('siteurl', 'home')`,
      );
    const { rows } = await backend.db.query('select pinned_site_url as url from sync_configurations');
    const pinned: string = rows[0].url;
    expect(pinned).toMatch(/^https:\/\//);
    try {
      await address(pinned.replace('https://', 'http://www.'));
      expect((await sync()).exitCode).toBe(0);
      expect((await sync({ organizer: 'p@example.com' })).exitCode).toBe(75);
      await address('https://quite-another.example');
      const moved = await sync({ organizer: 'p@example.com' });
      expect([moved.exitCode, moved.stderr]).toEqual([
        78,
        expect.stringContaining('confirms the new address'),
      ]);
    } finally {
      await address(pinned);
    }
    expect((await configurations())[0]).toEqual(before[0]);
    expect(await events()).toBe(1);
  });

  test('for another organizer requires an option, and check lists it as a warning', async () => {
    await sync();
    expect((await check()).stdout).toMatch(/^The installation is healthy\. .*\n$/m);
    const trial = { event: 'Trial', organizer: 'trial@example.com' };
    const refused = await sync(trial);
    expect(refused.exitCode).toBe(75);
    expect(refused.stderr).toContain('--another-organizer');
    expect(refused.stderr).toContain('o@example.com');
    expect(await events()).toBe(1);
    expect((await sync({ ...trial, more: ['--another-organizer'] })).exitCode).toBe(0);
    const [first, second] = await configurations();
    const { exitCode, stdout } = await check();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `! doubles: configuration ${second?.id} (“Trial”, trial@example.com) has the same product as ` +
        `configuration ${first?.id} (“Evento”, o@example.com), for another organizer`,
    );
    expect(stdout).toMatch(/^The installation is healthy, with 1 warning\. .*\n$/m);
  });

  test('is configured once by several processes at the same time', async () => {
    const organizers = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
    const ended = await Promise.all(organizers.map(async (organizer) => await sync({ organizer })));
    expect(ended.map(({ exitCode }) => exitCode).toSorted((a, b) => Number(a) - Number(b))).toEqual([
      0, 75, 75, 75,
    ]);
    expect([(await configurations()).length, await events()]).toEqual([1, 1]);
  });

  test('adopts its event after a deletion', async () => {
    await sync();
    const { rows: before } = await backend.db.query('select id from events');
    await backend.db.query(`update events set configuration_id = null`);
    await backend.db.query(`update sync_configurations set deleted_at = now(), status = 'disabled'`);
    expect((await sync({ event: 'A new name' })).exitCode).toBe(0);
    expect((await backend.db.query('select id from events')).rows).toEqual(before);
    expect((await check()).stdout).toMatch(/^The installation is healthy\. .*\n$/m);
  });
});

test('is listed when one of two is left behind, which is retired and comes back when configured again', async () => {
  await sync();
  await sync({ event: 'Trial', organizer: 'trial@example.com', more: ['--another-organizer'] });
  const [, trial] = await configurations();
  const { rows } = await backend.db.query('select id from events where configuration_id = $1', [trial?.id]);
  const eventId: string = rows[0].id;
  const present = async () =>
    (
      await backend.db.query(
        `select e.removed_at is null as event, count(distinct o.id)::int as orders, count(distinct t.id)::int as tickets
         from events e left join orders o on o.event_id = e.id and o.removed_at is null
           left join tickets t on t.event_id = e.id and t.removed_at is null
         where e.id = $1 group by e.id`,
        [eventId],
      )
    ).rows[0];
  const before = await present();
  expect(before.orders).toBeGreaterThan(20);
  const takeOut = async () => await retireEvent(backend.db, eventId, new Date());
  await expect(takeOut()).rejects.toMatchObject({ code: 'event.synced' });
  expect(await present()).toEqual(before);

  await inTransaction(backend.db, async (tx) => await hideConfiguration(tx, trial?.id ?? '', new Date()));
  expect((await check()).stdout).toContain(`! doubles: event ${eventId} (“Trial”, trial@example.com)`);
  await takeOut();
  await takeOut();
  expect(await present()).toEqual({ event: false, orders: 0, tickets: 0 });
  expect((await check()).stdout).toMatch(/^The installation is healthy\. .*\n$/m);

  const again = { event: 'Trial', organizer: 'trial@example.com', more: ['--another-organizer'] };
  expect((await sync(again)).exitCode).toBe(0);
  expect(await present()).toEqual(before);
});

test('other tables at the same address are another store, which does not replace its credentials', async () => {
  expect((await add()).exitCode).toBe(0);
  await backend.db.query(
    `update sync_configurations set pinned_table_prefix = 'old_', pinned_product_created_at = '2001-01-01'`,
  );
  const credentials = async () =>
    (
      await backend.db.query(
        'select credentials_id as id, service_fee_percentage as fee from sync_configurations',
      )
    ).rows;
  const before = await credentials();
  const refused = await sync({ more: ['--service-fee', '7'] });
  expect([refused.exitCode, refused.stderr]).toEqual([75, expect.stringContaining('(configuration.exists)')]);
  expect(await credentials()).toEqual(before);
});

test('a product together with one of its variations is refused, and listed if version 0.1 left both', async () => {
  await sync();
  const [whole] = await configurations();
  await backend.db.query('update sync_configurations set woo_variation_id = 173912');
  const refused = await sync();
  expect(refused.exitCode).toBe(75);
  expect(refused.stderr).toContain('(configuration.product-and-variation)');
  expect(refused.stderr).toContain(`(configuration ${whole?.id})`);
  const added = await add();
  expect([added.exitCode, added.stderr.includes('(configuration.product-and-variation)')]).toEqual([
    75,
    true,
  ]);
  const imported = await importWhole();
  expect([imported.exitCode, JSON.parse(imported.stdout)]).toMatchObject([
    75,
    [{ outcome: 'failed', code: 'configuration.product-and-variation' }],
  ]);
  expect(await configurations()).toEqual([whole]);
  const { rows } = await backend.db.query(
    `insert into sync_configurations (id, name, organizer_id, credentials_id, woo_product_id, event_name,
       pinned_site_url, pinned_table_prefix)
     select gen_random_uuid(), 'whole', organizer_id, credentials_id, woo_product_id, 'The whole',
       pinned_site_url, pinned_table_prefix from sync_configurations returning id`,
  );
  const { stdout } = await check();
  expect(stdout).toContain(
    `! doubles: configuration ${rows[0].id} (“The whole”, o@example.com) has the same product as ` +
      `configuration ${whole?.id} (“Evento”, o@example.com), for one organizer: its orders and money count twice`,
  );
});

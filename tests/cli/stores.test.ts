import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, backendFor, type DemoStore, demoStore } from './store-world.ts';

const OLD = 'https://tienda-demo.example';
const NEW = 'https://boletos.example.net';

let backend: Backend;
let store: DemoStore;

beforeAll(async () => {
  store = await demoStore({ orders: 20, seed: 5, layout: 'hpos' });
  backend = await backendFor(store);
  expect((await sync()).exitCode).toBe(0);
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

const call = async (args: readonly string[]) =>
  await backend.call([...args, '--store-url', store.passwordless]);

async function sync(event = 'Evento') {
  return await call([
    'sync',
    '--product',
    '173911',
    '--event-name',
    event,
    '--organizer-email',
    'o@example.com',
  ]);
}

const moveTo = async (address: string): Promise<void> =>
  await store.exec(
    `update wp_options set option_value = '${address}' where option_name in ('home', 'siteurl')`,
  );

const configurationId = async (): Promise<string> =>
  (await backend.db.query<{ id: string }>('select id from sync_configurations')).rows[0]?.id ?? '';

describe.sequential('a store that moved', () => {
  test('is not a second event, and both sides are shown', async () => {
    await moveTo(NEW);
    const refused = await sync();
    expect([refused.exitCode, refused.stderr]).toEqual([
      78,
      expect.stringContaining('store.address-changed'),
    ]);
    const again = await sync('Otro nombre');
    expect([again.exitCode, again.stderr]).toEqual([78, expect.stringContaining('store.address-changed')]);
    const shown = await call(['stores', 'show', 'Evento']);
    expect([shown.exitCode, shown.stdout]).toEqual([
      0,
      expect.stringContaining('The same data at a new address'),
    ]);
    for (const address of [OLD, NEW]) expect(shown.stdout).toContain(address);
    expect((await backend.db.query('select from events')).rowCount).toBe(1);
  });

  test('is confirmed only with the address that was shown', async () => {
    const asked = await call(['stores', 'confirm', 'Evento']);
    expect([asked.exitCode, asked.stderr]).toEqual([64, expect.stringContaining('--another-store')]);
    const other = await call(['stores', 'confirm', 'Evento', '--address', OLD]);
    expect([other.exitCode, other.stderr]).toEqual([75, expect.stringContaining('store.not-as-shown')]);
    const both = await call(['stores', 'confirm', 'Evento', '--address', NEW, '--another-store']);
    expect(both.exitCode).toBe(64);
  });

  test('continues once it is confirmed, and the audit log has the change', async () => {
    const confirmed = await call(['stores', 'confirm', 'Evento', '--address', NEW]);
    expect([confirmed.exitCode, confirmed.stdout]).toEqual([0, `Confirmed: the store is at ${NEW} (wp_).\n`]);
    const { rows } = await backend.db.query(
      `select action, object_id, changes from audit_entries where action = 'configurations.confirm-store'`,
    );
    expect(rows).toEqual([
      {
        action: 'configurations.confirm-store',
        object_id: await configurationId(),
        changes: { store_url: [OLD, NEW] },
      },
    ]);
    expect((await sync()).exitCode).toBe(0);
    const nothing = await call(['stores', 'confirm', 'Evento', '--address', NEW]);
    expect([nothing.exitCode, nothing.stderr]).toEqual([
      75,
      expect.stringContaining('store.nothing-to-confirm'),
    ]);
  });

  test('or is another store, from which nothing is synced', async () => {
    await moveTo('https://ensayo.example.net');
    const said = await call(['stores', 'confirm', 'Evento', '--another-store', '--json']);
    expect([said.exitCode, JSON.parse(said.stdout)]).toMatchObject([
      0,
      { was_refused: true, decisions: ['same_store'] },
    ]);
    await moveTo(NEW);
    expect((await sync()).exitCode).toBe(0);
  });

  test('is recognised by a deleted configuration whose event waits', async () => {
    const id = await configurationId();
    await backend.call(['configurations', 'delete', id, '--yes']);
    await moveTo('https://tercera.example.net');
    expect((await sync()).stderr).toContain('store.address-changed');
    expect((await call(['stores', 'confirm', id, '--address', 'https://tercera.example.net'])).exitCode).toBe(
      0,
    );
    expect((await sync()).exitCode).toBe(0);
    expect((await backend.db.query('select from events')).rowCount).toBe(1);
  });
});

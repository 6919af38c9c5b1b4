import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { askedStore } from '../../src/stores/store-access.ts';
import { openWooStore } from '../../src/woocommerce/woo-store.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { directTo } from '../woocommerce/connect/gateway-settings.ts';
import { type ApiWorld, BODY, openApiWorld } from './api-world.ts';
import { FIXED_STORE } from './fixed-store.ts';

const OLD = 'https://tienda-demo.example';
const NEW = 'https://boletos.example.net';

let world: ApiWorld;
let live: StoreDatabase;
/** The initial state of the live store. */
let copy: StoreDatabase;
/** Where all credentials lead. */
let answers: StoreDatabase;
let id: string;

beforeAll(async () => {
  [live, copy] = await Promise.all([freshStoreDatabase(), freshStoreDatabase()]);
  for (const { url } of [live, copy]) await makeDemoStore({ url, orders: 20, seed: 5, layout: 'posts' });
  answers = live;
  world = await openApiWorld({
    stores: {
      ...FIXED_STORE,
      ask: async (_credentialsId, product, signal, use) => {
        const reach = directTo(answers.url);
        const store = openWooStore({ reach, prefix: null, statementLimitS: null }, world.backend.log);
        try {
          return await use(await askedStore(store, product, signal));
        } finally {
          await store.close();
        }
      },
    },
  });
  await sync();
  const { rows } = await world.backend.db.query<{ id: string }>('select id from sync_configurations');
  id = rows[0]?.id ?? '';
});
afterAll(async () => {
  await world.close();
  await live.drop();
  await copy.drop();
});

async function sync(): Promise<void> {
  const { error } = await syncProduct(world.backend, {
    storeUrl: answers.url,
    product: 173911,
    eventName: 'Evento',
  });
  if (error !== null) throw error;
}

const moveTo = async (address: string): Promise<void> =>
  await answers.exec(
    `update wp_options set option_value = '${address}' where option_name in ('home', 'siteurl')`,
  );
const compare = async () => await world.ask('operator', 'GET', `configurations/${id}/store/`);
const confirm = async (body: object, role: 'superuser' | 'operator' = 'superuser') =>
  await world.ask(role, 'POST', `configurations/${id}/confirm-store/`, body);

describe.sequential('a store that answers at another address', () => {
  test('is shown beside the stored data, without the key of any order', async () => {
    await moveTo(NEW);
    const reply = await compare();
    expect([reply.statusCode, reply.json()]).toMatchObject([
      200,
      {
        verdict: 'moved',
        code: 'store.address-changed',
        decisions: ['same_store', 'another_store'],
        held: { site_url: OLD },
        found: { site_url: NEW, orders: 20 },
      },
    ]);
    expect(reply.body).not.toMatch(/wc_order_|[0-9a-f]{64}/);
  });

  test('is not a new configuration', async () => {
    const body = { ...BODY, organizer_email: 'organizer@example.com' };
    const reply = await world.ask('superuser', 'POST', 'configurations/', body, { 'accept-language': 'es' });
    expect([reply.statusCode, reply.json()]).toMatchObject([
      422,
      { code: 'store.address-changed', detail: expect.stringContaining('Sus pedidos son los mismos') },
    ]);
  });

  test('is confirmed by superusers, with the address that was shown', async () => {
    const right = { decision: 'same_store', site_url: NEW };
    expect((await confirm(right, 'operator')).statusCode).toBe(403);
    expect((await confirm({ ...right, site_url: OLD })).json()).toMatchObject({ code: 'store.not-as-shown' });
    expect((await confirm({ decision: 'same_store' })).statusCode).toBe(400);
    const reply = await confirm(right);
    expect([reply.statusCode, reply.json()]).toMatchObject([200, { verdict: 'same', decisions: [] }]);
    const row = await world.ask('viewer', 'GET', `configurations/${id}/`);
    expect(row.json()).toMatchObject({ store_url: NEW, previous_store_url: OLD });
    expect((await confirm(right)).json()).toMatchObject({ code: 'store.nothing-to-confirm' });
    await sync();
    const audit = await world.ask('superuser', 'GET', '/api/v1/auth/audit/?action=configurations');
    expect(audit.json().results).toContainEqual(
      expect.objectContaining({
        action: 'configurations.confirm-store',
        subject: expect.objectContaining({ kind: 'configuration', name: 'Evento' }),
      }),
    );
  });

  test('under other credentials follows the same rule', async () => {
    const { rows } = await world.backend.db.query<{ id: string }>(
      `insert into sync_credentials (id, name, origin, transport, host, port, username, database_name)
       values (gen_random_uuid(), 'other', 'saved', 'direct', 'db', 3306, 'u', 'd') returning id`,
    );
    await moveTo('https://tercera.example.net');
    const changed = await world.ask('superuser', 'PATCH', `configurations/${id}/`, {
      credentials: rows[0]?.id,
    });
    expect([changed.statusCode, changed.json()]).toMatchObject([422, { code: 'store.address-changed' }]);
    const decided = await confirm({
      decision: 'same_store',
      site_url: 'https://tercera.example.net',
      credentials: rows[0]?.id,
    });
    expect(decided.statusCode).toBe(200);
    const row = await world.ask('viewer', 'GET', `configurations/${id}/`);
    expect(row.json()).toMatchObject({ credentials_name: 'other', store_url: 'https://tercera.example.net' });
  });

  test('and is a copy that lacks an order cannot be confirmed by anybody', async () => {
    const { rows } = await world.backend.db.query<{ id: string }>(
      `select max(woo_order_id) as id from orders where status = 'paid'`,
    );
    await copy.exec(`delete from wp_posts where post_type = 'shop_order' and ID >= ${rows[0]?.id}`);
    answers = copy;
    await moveTo('https://copia.example.net');
    expect((await compare()).json()).toMatchObject({
      code: 'store.older-copy',
      decisions: ['another_store'],
    });
    const site_url = 'https://copia.example.net';
    const refused = await confirm({ decision: 'same_store', site_url });
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { code: 'store.older-copy' }]);
    expect((await confirm({ decision: 'another_store', site_url })).json()).toMatchObject({
      was_refused: true,
    });
  });
});

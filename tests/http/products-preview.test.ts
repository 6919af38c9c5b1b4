import { afterAll, beforeAll, expect, it } from 'vitest';
import { previewShape } from '../../src/contract/effects/preview.ts';
import { productsPreviewShape } from '../../src/contract/effects/products-preview.ts';
import { settingsEffectsShape } from '../../src/contract/effects/settings-effects.ts';
import { createLog } from '../../src/kernel/log/log.ts';
import { Secret } from '../../src/kernel/secrets/secret.ts';
import { createStoreAccess } from '../../src/stores/store-access.ts';
import { callTaquilla } from '../cli/call-taquilla.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { freshBackendDatabase, freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { startProxy, type TcpProxy } from '../servers/tcp-proxy.ts';
import {
  BALCONY,
  BALCONY_AMOUNTS,
  CHARLA,
  HALL,
  hallStore,
  loginTo,
  TALK,
} from '../woocommerce/hall-store.ts';
import { order, sold } from '../woocommerce/tiny-store.ts';
import { type ApiWorld, openApiWorldOn } from './api-world.ts';

const SECRET_KEY = 'a secret key of the tests, long enough';
let world: ApiWorld;
let databaseUrl: string;
let shop: StoreDatabase;
let line: TcpProxy;
let close: () => Promise<void>;
let id: string;

beforeAll(async () => {
  const database = await freshBackendDatabase();
  databaseUrl = database.url;
  shop = await freshStoreDatabase();
  await shop.exec(hallStore());
  line = await startProxy(Number(new URL(shop.url).port));
  const log = createLog('silent', process.stderr);
  const secretKey = async (): Promise<Secret> => new Secret(SECRET_KEY);
  const now = (): Date => new Date();
  world = await openApiWorldOn(database, (db) => ({
    secretKey,
    stores: createStoreAccess({ db, log, now, secretKey, environment: null }),
  }));
  await sync();
  id = (await world.ask('viewer', 'GET', 'configurations/')).json().results[0].id;
  const login = { name: 'Teatro', ...loginTo(shop.url, line.port) };
  const made = await world.ask('superuser', 'POST', 'credentials/', login);
  await change({ credentials: made.json().id });
  close = async () => {
    await world.close();
    await database.drop();
    await line.close();
    await shop.drop();
  };
});
afterAll(async () => {
  await close();
});

async function sync(products?: readonly number[]): Promise<void> {
  const input = { storeUrl: shop.url, product: HALL, ...(products === undefined ? {} : { products }) };
  const { report } = await syncProduct(world.backend, input);
  expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
}

async function change(body: object): Promise<void> {
  const reply = await world.ask('superuser', 'PATCH', `configurations/${id}/`, body);
  expect(reply.statusCode, reply.body).toBe(200);
}

async function preview(...products: readonly number[]) {
  const path = `configurations/${id}/products-preview/?woocommerce_product_ids=${products.join(',')}`;
  const reply = await world.ask('operator', 'GET', path);
  expect(reply.statusCode, reply.body).toBe(200);
  return productsPreviewShape.strict().parse(reply.json());
}

/** The current amounts of the event's paid and refunded orders. */
async function payouts() {
  const reply = await world.ask('viewer', 'GET', `configurations/${id}/settings-effects/`);
  return settingsEffectsShape.parse(reply.json()).service_fee.sales;
}

it('an added product is previewed with its tickets, orders and money in each currency', async () => {
  expect(await preview(HALL, BALCONY)).toEqual({
    products: [
      {
        woocommerce_product_id: BALCONY,
        change: 'added',
        title: 'Balcony',
        woocommerce_translation_ids: [],
        orders: 5,
        tickets: 6,
        amounts: BALCONY_AMOUNTS,
      },
    ],
    together: {
      // 120 and 128 are of the hall as well.
      orders: { added: 3, removed: 0 },
      tickets: { added: 6, removed: 0 },
      amounts: BALCONY_AMOUNTS,
      shared: [],
    },
    rejected: 0,
  });
  expect(await preview(HALL)).toEqual({
    products: [],
    together: {
      orders: { added: 0, removed: 0 },
      tickets: { added: 0, removed: 0 },
      amounts: [],
      shared: [],
    },
    rejected: 0,
  });
});

it('the next sync adds what the preview showed, and removing it is previewed with the same figures', async () => {
  // The hall's part of 128 bears the other half of the refund: 20.000 + 20.000 + 8.500.
  expect(await payouts()).toEqual([
    { currency: 'CLP', orders: 3, net: '48500', service_fee: '4850', organizer_amount: '43650' },
  ]);
  const { credentials } = (await world.ask('viewer', 'GET', `configurations/${id}/`)).json();
  await sync([HALL, BALCONY]);
  await change({ credentials });
  expect(await payouts()).toEqual([
    { currency: 'CLP', orders: 4, net: '71015', service_fee: '7102', organizer_amount: '63913' },
    { currency: 'USD', orders: 1, net: '50.05', service_fee: '5.01', organizer_amount: '45.04' },
  ]);
  const { products } = await preview(HALL);
  expect(products).toMatchObject([
    { woocommerce_product_id: BALCONY, change: 'removed', orders: 5, tickets: 6, amounts: BALCONY_AMOUNTS },
  ]);
});

it('a product is added with its translations, and adds nothing if it is already counted as one', async () => {
  await shop.exec(`
    create table wp_icl_translations (translation_id bigint auto_increment primary key, element_type varchar(60),
      element_id bigint, trid bigint, language_code varchar(7), source_language_code varchar(7));
    insert into wp_icl_translations (element_type, element_id, trid, language_code, source_language_code)
      values ('post_product', ${TALK}, 7, 'en', null), ('post_product', ${CHARLA}, 7, 'es', 'en');`);
  const { products } = await preview(HALL, BALCONY, TALK);
  expect(products).toMatchObject([
    {
      woocommerce_product_id: TALK,
      change: 'added',
      woocommerce_translation_ids: [CHARLA],
      orders: 2,
      tickets: 2,
      amounts: [{ currency: 'CLP', orders: 2, total: '18000', net: '18000', organizer_amount: '16200' }],
    },
  ]);
  await change({ woocommerce_product_ids: [HALL, BALCONY, TALK] });
  expect((await preview(HALL, BALCONY, TALK, CHARLA)).products).toMatchObject([
    { woocommerce_product_id: CHARLA, change: 'added', orders: 0, tickets: 0, amounts: [] },
  ]);
  await change({ woocommerce_product_ids: [HALL, BALCONY] });
});

it('a preview by a fee that is not saved is kept, and is carried out as an execution of its own', async () => {
  const path = `configurations/${id}/preview/`;
  const body = { service_fee_percentage: '20.00' };
  expect((await world.ask('viewer', 'POST', path, body)).statusCode).toBe(403);
  const made = await world.ask('operator', 'POST', path, body);
  expect(made.statusCode, made.body).toBe(201);
  const kept = previewShape.strict().parse(made.json());
  expect(kept).toMatchObject({ configuration: id, settings: body, orders: null, execution: null });
  expect(kept.report.amounts_count).toBeGreaterThan(0);
  for (const { amounts } of kept.report.sums) {
    const { net, service_fee, organizer_amount } = amounts;
    // The fee of each order is rounded.
    const twice = 2 * Number(service_fee?.before);
    expect(Math.abs(Number(service_fee?.after) - twice)).toBeLessThanOrEqual(kept.report.amounts_count);
    expect(twice).toBeGreaterThan(0);
    expect(Number(organizer_amount?.after)).toBe(Number(net?.after) - Number(service_fee?.after));
  }
  expect((await world.ask('viewer', 'GET', `previews/${kept.id}/`)).json()).toEqual(kept);
  expect((await world.ask('viewer', 'GET', `previews/?configuration=${id}`)).json().results).toEqual([kept]);

  expect((await world.ask('viewer', 'POST', `previews/${kept.id}/run/`)).statusCode).toBe(403);
  const started = await world.ask('operator', 'POST', `previews/${kept.id}/run/`);
  expect(started.statusCode, started.body).toBe(202);
  const { execution_id: execution } = started.json();
  const { rows } = await world.backend.db.query(
    'select preview_id, requested_depth from sync_executions where id = $1',
    [execution],
  );
  expect(rows).toEqual([{ preview_id: kept.id, requested_depth: 'full' }]);
  expect((await world.ask('viewer', 'GET', `previews/${kept.id}/`)).json()).toMatchObject({ execution });
  await world.ask('operator', 'POST', `executions/${execution}/cancel/`);
  const unknown = await world.ask('operator', 'POST', 'previews/01980000-0000-7000-8000-000000000000/run/');
  expect(unknown.json()).toMatchObject({ code: 'preview.none' });
});

const amounts = (
  currency: string,
  orders: number,
  ...[total, refunded, net, service_fee, organizer_amount]: readonly string[]
) => ({ currency, orders, total, refunded, net, service_fee, organizer_amount });

it('several changes are previewed together as well, with the orders, refunds and roundings that they share', async () => {
  const lines = { 1501: sold(BALCONY, '1', '5'), 1502: sold(TALK, '1', '5') };
  await shop.exec(order({ id: 150, total: '10', lines }));
  const { products, together } = await preview(HALL, TALK);
  // In 150 the talk is added to 5 of the balcony: the fee of 10 is 1, as is the rounded fee of 5.
  expect(products).toMatchObject([
    { woocommerce_product_id: TALK, change: 'added', orders: 3, tickets: 2 },
    { woocommerce_product_id: BALCONY, change: 'removed', orders: 6, tickets: 6 },
  ]);
  expect(products.map(({ amounts: [clp] }) => clp)).toEqual([
    amounts('CLP', 3, '18005', '0', '18005', '1800', '16205'),
    amounts('CLP', 4, '25020', '2500', '22520', '2253', '20267'),
  ]);
  // Together 150 has the same amounts as before: 18.000 of the talk come, and BALCONY_AMOUNTS go.
  expect(together).toEqual({
    orders: { added: 2, removed: 3 },
    tickets: { added: 2, removed: 6 },
    amounts: expect.arrayContaining([
      amounts('CLP', 6, '-7015', '-2500', '-4515', '-452', '-4063'),
      amounts('USD', 1, '-50.05', '0.00', '-50.05', '-5.01', '-45.04'),
    ]),
    shared: [{ woocommerce_product_ids: [TALK, BALCONY], orders: 1 }],
  });
  expect(together.amounts).toHaveLength(2);
});

it('translations that are added one by one are counted once together', async () => {
  const { products, together } = await preview(HALL, BALCONY, TALK, CHARLA);
  expect(products.map(({ orders }) => orders)).toEqual([3, 3]);
  expect(together).toMatchObject({
    orders: { added: 2, removed: 0 },
    tickets: { added: 2, removed: 0 },
    amounts: [{ currency: 'CLP', orders: 3, total: '18005' }],
  });
});

it('the command line previews products with the figures of the API', async () => {
  const env = { DATABASE_URL: databaseUrl, TAQUILLA_SECRET_KEY: SECRET_KEY };
  const ask = async (...args: readonly string[]) =>
    await callTaquilla(['configurations', 'preview-products', id, ...args], { env });
  const json = await ask('--products', `${HALL},${TALK}`, '--json');
  expect([json.exitCode, json.stderr]).toEqual([0, '']);
  expect(JSON.parse(json.stdout)).toEqual(await preview(HALL, TALK));
  const table = (await ask('--products', `${HALL},${TALK}`)).stdout;
  expect(table).toMatch(/820 Talk +│ added +│ +3 │ +2 │ CLP +│ +18005/);
  expect(table).toMatch(/together +│ +│ +\+2 −3 │ +\+2 −6 │ CLP +│ +-7015/);
  expect(table).toContain(`1 order with all of these products: ${TALK}, ${BALCONY}`);
  expect((await ask('--products', `${HALL},${BALCONY}`)).stdout).toContain('has these products already');
  const lacks = await ask('--products', String(TALK));
  expect([lacks.exitCode, lacks.stderr]).toEqual([64, expect.stringContaining('--products: ')]);
});

it('refuses a product that the store lacks, and a list without the first product', async () => {
  const asked = async (products: string, role: 'viewer' | 'operator' = 'operator') =>
    await world.ask(
      role,
      'GET',
      `configurations/${id}/products-preview/?woocommerce_product_ids=${products}`,
    );
  const [unknown, lacks, word] = [await asked(`${HALL},999`), await asked('999'), await asked('all')];
  expect([unknown, lacks, word].map(({ statusCode }) => statusCode)).toEqual([400, 400, 400]);
  for (const reply of [unknown, lacks, word]) {
    expect(Object.keys(reply.json().errors)).toEqual(['woocommerce_product_ids']);
  }
  expect((await asked(String(HALL), 'viewer')).statusCode).toBe(403);
});

it('an unreachable store has no figures', async () => {
  line.drop();
  const path = `configurations/${id}/products-preview/?woocommerce_product_ids=${HALL}`;
  const reply = await world.ask('operator', 'GET', path);
  line.mend();
  expect([reply.statusCode, reply.json().code]).toEqual([503, 'store.connection-lost']);
});

it('the store is opened once for all added products', async () => {
  line.takeAsked();
  await change({ woocommerce_product_ids: [HALL, BALCONY, TALK, CHARLA] });
  // The settings of a store are read each time it is opened.
  const openings = line.takeAsked().match(/woocommerce_custom_orders_table_enabled/g);
  expect(openings).toHaveLength(1);
});

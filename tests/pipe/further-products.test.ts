import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceProducts } from '../../src/backend/configurations/configuration-edit-records.ts';
import { findConfigurationRow } from '../../src/backend/configurations/configuration-list.ts';
import { lockProducts } from '../../src/backend/configurations/product-claims.ts';
import { inTransaction, queryRows } from '../../src/backend/database.ts';
import { changeConfiguration } from '../../src/configurations/edit-configuration.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { waitFor } from '../tasks/wait-for.ts';
import { eventProduct, ticketSale, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, type SyncInput, syncProduct } from './sync-store.ts';

/** Two halls of an event, which sold tickets, and a presale that sold none. */
const [HALL, SECOND_HALL, PRESALE] = [700, 710, 720];

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await store.exec(
    [
      tinyStore(),
      eventProduct(HALL, 'Hall'),
      eventProduct(SECOND_HALL, 'Second hall'),
      eventProduct(PRESALE, 'Presale'),
      ticketSale(10, HALL, 101),
      ticketSale(11, SECOND_HALL, 102),
    ].join('\n'),
  );
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

async function sync(products: readonly number[], more: Partial<SyncInput> = {}) {
  await backend.db.query('update sync_configurations set max_removal_percent = 100');
  const [product = 0] = products;
  const { report } = await syncProduct(backend, { storeUrl: store.url, product, products, ...more });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', error: null });
  return report;
}

/** The products of each configuration. */
async function configured(): Promise<readonly string[]> {
  const rows = await queryRows<{ products: string }>(
    backend.db,
    `select concat_ws(' ', c.woo_product_id, string_agg(p.woo_product_id::text, ' ' order by p.position)) as products
     from sync_configurations c left join sync_configuration_products p on p.configuration_id = c.id
     group by c.id order by c.woo_product_id`,
  );
  return rows.map(({ products }) => products);
}

async function configurationOf(product: number): Promise<string> {
  const [row] = await queryRows<{ id: string }>(
    backend.db,
    'select id from sync_configurations where woo_product_id = $1',
    [product],
  );
  return row?.id ?? '';
}

describe('a product that another configuration has', () => {
  it('is not taken over by a sync of an existing configuration', async () => {
    await sync([HALL]);
    await sync([SECOND_HALL], { organizerEmail: 'another@example.com' });
    await expect(sync([HALL, SECOND_HALL])).rejects.toMatchObject({
      code: 'configuration.another-organizer',
    });
    await sync([PRESALE]);
    await expect(sync([HALL, PRESALE])).rejects.toMatchObject({ code: 'configuration.exists' });
    expect(await configured()).toEqual(['700', '710', '720']);

    await sync([HALL, SECOND_HALL], { anotherOrganizer: true });
    expect(await configured()).toEqual(['700 710', '710', '720']);
    // A product that it has already need not be requested again.
    await sync([HALL, SECOND_HALL]);
  });

  it('is refused by name if it is added without a claim', async () => {
    await sync([HALL]);
    await sync([PRESALE]);
    const [hall, presale] = [await configurationOf(HALL), await configurationOf(PRESALE)];
    await expect(
      inTransaction(backend.db, async (tx) => await replaceProducts(tx, hall, [PRESALE])),
    ).rejects.toMatchObject({
      code: 'configuration.exists',
      details: { configurationId: presale, eventName: 'Event 720', organizerEmail: 'organizer@example.com' },
    });
  });
});

it('a change locks the remaining and the added products in one order', async () => {
  await sync([HALL, SECOND_HALL]);
  const { db } = backend;
  const id = await configurationOf(HALL);
  const existing = await findConfigurationRow(db, id, new Date());
  if (existing === null) throw new Error('there is no configuration');
  const siteUrl = existing.store_url;
  const deps = { db, now: () => new Date(), timezone: 'UTC', stores: null };
  const change = await inTransaction(db, async (tx) => {
    await lockProducts(tx, siteUrl, [SECOND_HALL]);
    const changing = changeConfiguration(deps, existing, {
      woocommerce_product_ids: [HALL, SECOND_HALL, PRESALE],
    });
    await waitFor(
      async () =>
        await queryRows(
          db,
          `select from pg_locks where locktype = 'advisory' and not granted
             and database = (select oid from pg_database where datname = current_database())`,
        ),
      (waiting) => waiting.length > 0,
    );
    const [free] = await queryRows<{ free: boolean }>(
      tx,
      `select pg_try_advisory_xact_lock(x'70726f64'::int, hashtext(store_key($1) || ' ' || $2)) as free`,
      [siteUrl, String(PRESALE)],
    );
    expect(free).toEqual({ free: true });
    return { changing };
  });
  await change.changing;
  expect(await configured()).toEqual(['700 710 720']);
});

it('a product that sold nothing and is deleted for good does not stop the sync, and the log names it', async () => {
  await sync([HALL, PRESALE, SECOND_HALL]);
  await store.exec(
    `delete from wp_posts where ID = ${PRESALE}; delete from wp_postmeta where post_id = ${PRESALE};`,
  );
  const { report } = await syncProduct(backend, { storeUrl: store.url, product: HALL });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', error: null });
  const lines = await queryRows(
    backend.db,
    `select message, details from sync_log_lines where execution_id = $1 and level = 'warn'`,
    [report.executionId],
  );
  expect(lines).toEqual([
    {
      message: 'the store no longer has these products of the event, nor anything that they sold',
      details: { products: [PRESALE] },
    },
  ]);
  // In a new configuration it would be a mistake.
  await expect(sync([HALL, PRESALE])).rejects.toMatchObject({ code: 'store.no-such-product' });
});

it('tiers of a product leave with it, and return with it', async () => {
  const tiers = async () =>
    await queryRows(
      backend.db,
      `select woo_product_id as product, removed_reason as reason, removed_at is not null as removed
       from ticket_tiers order by 1`,
    );
  const [first, second] = [
    { product: HALL, reason: null, removed: false },
    { product: SECOND_HALL, reason: null, removed: false },
  ];
  await sync([HALL, SECOND_HALL]);
  expect(await tiers()).toEqual([first, second]);
  await sync([HALL]);
  expect(await tiers()).toEqual([first, { ...second, reason: 'left_event', removed: true }]);
  await sync([HALL, SECOND_HALL]);
  expect(await tiers()).toEqual([first, second]);
});

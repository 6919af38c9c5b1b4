import { afterEach, beforeEach, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { openStore } from '../woocommerce/open-store.ts';
import { eventProduct, ticketSale, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

/** The same concert in three languages, and another event. */
const [SPANISH, ENGLISH, FRENCH, OTHER] = [700, 710, 720, 730];

let store: StoreDatabase;
let backend: Backend;

beforeEach(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await store.exec(
    [
      tinyStore(),
      eventProduct(SPANISH, 'Concierto'),
      eventProduct(ENGLISH, 'Concert'),
      eventProduct(FRENCH, 'Le concert'),
      eventProduct(OTHER, 'Taller'),
      ticketSale(10, SPANISH, 101),
      ticketSale(11, ENGLISH, 102),
      ticketSale(12, FRENCH, 103),
      ticketSale(13, OTHER, 104),
    ].join('\n'),
  );
});
afterEach(async () => {
  await backend.close();
  await store.drop();
});

/** WPML is installed, and the concert exists in these languages; the first one is the original. */
async function translate(...products: readonly number[]): Promise<void> {
  const rows = products.map(
    (id, at) => `('post_product', ${id}, 7, 'l${at}', ${at === 0 ? 'NULL' : "'l0'"})`,
  );
  await store.exec(`
    create table if not exists wp_icl_translations (translation_id bigint auto_increment primary key,
      element_type varchar(60), element_id bigint, trid bigint, language_code varchar(7),
      source_language_code varchar(7));
    delete from wp_icl_translations;
    insert into wp_icl_translations (element_type, element_id, trid, language_code, source_language_code)
      values ('post_page', ${OTHER}, 7, 'es', null), ${rows.join(', ')};`);
}

async function sync(product: number, more: { readonly eventName?: string } = {}): Promise<SyncReport> {
  await backend.db.query('update sync_configurations set max_removal_percent = 100');
  const { report } = await syncProduct(backend, { storeUrl: store.url, product, ...more });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', error: null });
  return report;
}

/** Tickets of the event of a product. */
async function tickets(product: number): Promise<readonly number[]> {
  const rows = await queryRows<{ id: number }>(
    backend.db,
    `select t.woo_ticket_id as id from tickets t join events e on e.id = t.event_id
     where e.woo_product_id = $1 and t.removed_at is null order by 1`,
    [product],
  );
  return rows.map(({ id }) => id);
}

async function notesOf(report: SyncReport): Promise<readonly string[]> {
  const rows = await queryRows<{ message: string }>(
    backend.db,
    'select message from sync_log_lines where execution_id = $1',
    [report.executionId],
  );
  return rows.map(({ message }) => message);
}

it('counts the translations of a product as the same event, and new ones as they appear', async () => {
  await sync(SPANISH);
  expect(await tickets(SPANISH)).toEqual([101]);
  await translate(SPANISH, ENGLISH);
  await sync(SPANISH);
  expect(await tickets(SPANISH)).toEqual([101, 102]);
  await translate(SPANISH, ENGLISH, FRENCH);
  const report = await sync(SPANISH);
  expect(report.counts.tickets.created).toBe(1);
  expect(await tickets(SPANISH)).toEqual([101, 102, 103]);
});

it('keeps a translation that is deleted for good in the store, with what it sold', async () => {
  await translate(SPANISH, ENGLISH);
  await sync(SPANISH);
  await store.exec(`delete from wp_posts where ID = ${ENGLISH}; delete from wp_postmeta where post_id = ${ENGLISH};
    delete from wp_icl_translations where element_id = ${ENGLISH};`);
  await sync(SPANISH);
  expect(await tickets(SPANISH)).toEqual([101, 102]);
});

it('leaves a translation to the configuration that keeps it, and says so', async () => {
  await translate(SPANISH, ENGLISH, FRENCH);
  await sync(SPANISH);
  expect(await tickets(SPANISH)).toEqual([101, 102, 103]);
  // The older configuration counts the rest of the group.
  await sync(ENGLISH, { eventName: 'Concert' });
  expect(await tickets(ENGLISH)).toEqual([102]);
  const report = await sync(SPANISH);
  expect(await tickets(SPANISH)).toEqual([101, 103]);
  expect(await notesOf(report)).toContain(
    'translations are not counted here: another configuration of the organizer has the product',
  );
});

it('leaves the rest of a group to the next configuration once the oldest is disabled', async () => {
  await translate(SPANISH, ENGLISH, FRENCH);
  await sync(SPANISH);
  await sync(ENGLISH, { eventName: 'Concert' });
  expect(await tickets(ENGLISH)).toEqual([102]);
  await backend.db.query(`update sync_configurations set status = 'disabled' where woo_product_id = $1`, [
    SPANISH,
  ]);
  await sync(ENGLISH, { eventName: 'Concert' });
  // The disabled configuration keeps its own product.
  expect(await tickets(ENGLISH)).toEqual([102, 103]);
});

it('proposes translations where products are chosen', async () => {
  await translate(SPANISH, ENGLISH, FRENCH);
  const reader = openStore(store.url);
  try {
    const products = await reader.listEventProducts(new AbortController().signal);
    expect(products.map(({ wooProductId, translationOf }) => [wooProductId, translationOf])).toEqual([
      [OTHER, null],
      [FRENCH, SPANISH],
      [ENGLISH, SPANISH],
      [SPANISH, null],
    ]);
  } finally {
    await reader.close();
  }
});

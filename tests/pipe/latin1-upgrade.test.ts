import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { TextEncoding } from '../../src/vocabulary/credentials.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { keepUtf8InLatin1 } from '../servers/latin1-tables.ts';
import { eventProduct, order, postMetas, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const FAIR = 500;

let store: StoreDatabase;
let backend: Backend;

/** A sale with an issued ticket, by a buyer of this name. */
function sale(id: number, name: string): string {
  const metas = { WooCommerceEventsTicketsGenerated: 'yes', _billing_first_name: name };
  return [
    order({ id, lines: { [id]: sold(FAIR, '1', '1000') }, metas }, 'posts'),
    ticket(1000 + id, FAIR, { OrderID: String(id), AttendeeName: name }),
  ].join('\n');
}

/** A paid order whose tickets are not made yet. */
function waiting(id: number, name: string): string {
  const record = `a:1:{i:1;a:1:{i:1;a:2:{s:26:"WooCommerceEventsProductID";s:3:"${FAIR}";s:29:"WooCommerceEventsAttendeeName";s:${Buffer.byteLength(name)}:"${name}";}}}`;
  return order(
    {
      id,
      status: 'wc-processing',
      paidGmt: '2025-03-01 10:05:00',
      lines: { [id]: sold(FAIR, '1', '1000') },
      metas: { WooCommerceEventsOrderTickets: record },
    },
    'posts',
  );
}

/** A store whose texts a backend has garbled, because an earlier version without latin1 decoding read it. */
beforeAll(async () => {
  store = await freshStoreDatabase();
  backend = await freshBackend();
  await store.exec(
    [
      tinyStore('wp_', 'posts'),
      eventProduct(FAIR, 'Fiesta de la Candelária'),
      `insert into wp_actionscheduler_actions (hook, status, args) values ('wc-admin_import_orders', 'complete', '[1]');`,
      sale(10, 'Iñaki'),
      sale(11, 'Zoë 🎈'),
      sale(12, 'Ünsal'),
      waiting(20, 'Desirée'),
    ].join('\n'),
  );
  await keepUtf8InLatin1(store.url);
  await sync('full', 'utf8mb4');
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function sync(depth: Depth, textEncoding: TextEncoding = 'auto') {
  const { report } = await syncProduct(backend, {
    storeUrl: store.url,
    product: FAIR,
    eventName: 'Fiesta',
    depth,
    textEncoding,
  });
  expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [], error: null });
  return report;
}

async function names(table: 'orders' | 'tickets'): Promise<readonly string[]> {
  const rows = await queryRows<{ name: string }>(
    backend.db,
    `select first_name as name from ${table} where removed_at is null and first_name is not null order by first_name collate "C"`,
  );
  return rows.map(({ name }) => name);
}

async function noted(): Promise<readonly number[]> {
  const rows = await queryRows<{ id: number }>(
    backend.db,
    `select woo_id::int as id from sync_notes where reason = 'utf8_in_latin1' order by woo_id`,
  );
  return rows.map(({ id }) => id);
}

describe('a backend with garbled names of a store in latin1', () => {
  it('corrects them with the next execution at any depth; edits stay', async () => {
    expect(await names('tickets')).toEqual(['DesirÃ©e', 'IÃ±aki', 'ZoÃ« ðŸŽˆ', 'Ãœnsal']);
    await backend.db.query(`update tickets set first_name = 'Inés' where woo_ticket_id = 1010`);
    await backend.db.query(`update tickets set first_name = 'Ünsal' where woo_ticket_id = 1012`);
    expect(await sync('quick')).toMatchObject({ depth: 'full', warnings: ['store.latin1-columns'] });
    expect(await names('orders')).toEqual(['Iñaki', 'Zoë 🎈', 'Ünsal']);
    expect(await names('tickets')).toEqual(['Desirée', 'Inés', 'Zoë 🎈', 'Ünsal']);
    expect(await noted()).toEqual([10, 11, 12, 20, 1010, 1011, 1012]);
  });

  it('continues at the requested depth, and decodes new rows in the same way', async () => {
    expect(await sync('quick')).toMatchObject({ depth: 'quick' });
    await store.exec(sale(13, 'AndrÃ©'));
    await store.exec(sale(14, 'Óscar'));
    expect(await sync('quick')).toMatchObject({ depth: 'quick' });
    await store.exec(postMetas(1011, { WooCommerceEventsAttendeeLastName: 'NÃºÃ±ez' }));
    expect(await sync('sweep')).toMatchObject({ depth: 'sweep' });
    expect(await names('tickets')).toEqual(['André', 'Desirée', 'Inés', 'Zoë 🎈', 'Óscar', 'Ünsal']);
    const [row] = await queryRows(
      backend.db,
      `select last_name as name from tickets where woo_ticket_id = 1011`,
    );
    expect(row).toEqual({ name: 'Núñez' });
    expect(await noted()).toEqual([10, 11, 12, 13, 20, 1010, 1011, 1012, 1013]);
  });

  it('keeps them unchanged once the credentials say so', async () => {
    expect(await sync('sweep', 'utf8mb4')).toMatchObject({ depth: 'full', warnings: [] });
    expect(await names('orders')).toEqual(['AndrÃ©', 'IÃ±aki', 'ZoÃ« ðŸŽˆ', 'Ãœnsal', 'Óscar'].toSorted());
    expect(await noted()).toEqual([]);
  });
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Explanation } from '../../src/contract/ticketing/explanation.ts';
import { syncProduct } from '../pipe/sync-store.ts';
import { BALCONY, CHARLA, TALK } from '../woocommerce/hall-store.ts';
import { type ExplainedWorld, openExplainedWorld } from './explained-world.ts';

let world: ExplainedWorld['world'];
let shop: ExplainedWorld['shop'];
let line: ExplainedWorld['line'];
let configuration: string;
let explain: ExplainedWorld['explain'];
let orderPath: ExplainedWorld['orderPath'];
let ticketPath: ExplainedWorld['ticketPath'];
let explained: ExplainedWorld;

beforeAll(async () => {
  explained = await openExplainedWorld(
    `update wp_wc_orders set billing_email = 'ana@example.com' where id = 120`,
  );
  ({ world, shop, line, configuration, explain, orderPath, ticketPath } = explained);
});
afterAll(async () => {
  await explained.close();
});

const ofStore = (wooOrderId: number): string =>
  `configurations/${configuration}/explain/?woo_order_id=${wooOrderId}`;
const sentences = ({ reasons }: Explanation): readonly string[] =>
  reasons.map(({ sentence }) => sentence.replaceAll('\u00a0', ' '));

it('an order is explained from the store’s totals to the organizer’s amount, in the reader’s language', async () => {
  const path = await orderPath(128);
  const english = await explain(path);
  expect(english).toMatchObject({
    configuration,
    woo_order_id: 128,
    currency: 'CLP',
    store: { state: 'read', error_code: null, order: { order_total: '20000', order_refunded: '3000' } },
    order: { woo_order_id: 128, organizer_amount: '15300' },
    differences: [],
    conflicts: [],
    edits: [],
    rejects: [],
  });
  // 20,000 − 3,000 = 17,000, of which 10 % are 1,700.
  expect(sentences(english)).toEqual(
    expect.arrayContaining([
      'Order 128 belongs to the event by lines 1281 and 1282, with 2 units.',
      `Line 1282 sells product ${BALCONY}, one of the products that are the same event.`,
      'The order’s total is CLP 20,000, and CLP 3,000 of it was refunded.',
      'Refund 129 of CLP 3,000 names no line. The event gets CLP 3,000 of it, in proportion to what is not refunded yet.',
      'Net: CLP 20,000 − CLP 3,000 refunded = CLP 17,000.',
      'Service fee: 10 % of CLP 17,000, rounded up: CLP 1,700.',
      'Organizer’s amount: CLP 17,000 − service fee CLP 1,700 = CLP 15,300.',
    ]),
  );
  expect(english.executions).toHaveLength(1);
  expect(english.changes.map(({ table }) => table)).toContain('orders');
  const spanish = await explain(path, 'superuser', { 'accept-language': 'es' });
  expect(sentences(spanish)).toContain('Neto: CLP 20.000 − CLP 3.000 reembolsado = CLP 17.000.');
  expect(spanish.reasons.map(({ code }) => code)).toEqual(english.reasons.map(({ code }) => code));
});

it('a ticket is explained with its order, and without the other tickets of it', async () => {
  const ticket = await explain(await ticketPath(3200));
  expect(ticket).toMatchObject({ woo_ticket_id: 3200, woo_order_id: 120, ticket: { woo_ticket_id: 3200 } });
  expect(sentences(ticket)).toContain('Ticket 3200 is valid: the order is paid, and the ticket is issued.');
  expect(sentences(ticket).filter((sentence) => sentence.includes('3201 is valid'))).toEqual([]);
  const imported = await explain(await ticketPath(3290));
  expect(imported).toMatchObject({
    woo_order_id: null,
    store: { state: 'read', order: null },
    differences: [],
  });
  expect(sentences(imported)).toContain(
    'Ticket 3290 was imported without an order, so it has no money and its own status decides.',
  );
});

it('personal data are masked for those who may not see them', async () => {
  const path = await orderPath(120);
  const shown = await explain(path, 'superuser');
  const hidden = await explain(path, 'viewer');
  expect(shown.store.order?.email).not.toBeNull();
  expect(hidden.store.order?.email).toBe('***');
  expect(hidden.order?.email).toBe('***');
  expect(hidden.reasons).toEqual(shown.reasons);
});

it('a change in the store is a difference until a sync brings it', async () => {
  const path = await orderPath(121);
  await shop.exec(`update wp_wc_orders set status = 'wc-cancelled' where id = 121`);
  try {
    const { differences, reasons } = await explain(path);
    expect(differences).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          table: 'orders',
          label: '121',
          operation: 'updated',
          fields: expect.objectContaining({
            status: ['paid', 'cancelled'],
            organizer_amount: ['18000', '0'],
          }),
        }),
        expect.objectContaining({
          table: 'tickets',
          label: '3210',
          fields: expect.objectContaining({ status: ['active', 'cancelled'] }),
        }),
      ]),
    );
    expect(reasons.map(({ code }) => code)).toContain('money_owes_nothing');
    const { rows } = await world.backend.db.query(`select status from orders where woo_order_id = 121`);
    expect(rows).toEqual([{ status: 'paid' }]);
  } finally {
    await shop.exec(`update wp_wc_orders set status = 'wc-completed' where id = 121`);
  }
});

it('an edit here is named, with both values', async () => {
  await world.backend.db.query(`update tickets set first_name = 'Anita' where woo_ticket_id = 3210`);
  const { edits, ...rest } = await explain(await orderPath(121));
  expect(edits).toMatchObject([{ table: 'tickets', field: 'first_name', ours: 'Anita' }]);
  expect(sentences({ edits, ...rest })).toContain(
    'People changed first name of ticket 3210 here. The store’s values do not replace them.',
  );
  await world.backend.db.query(
    `update tickets set first_name = store_values ->> 'first_name' where woo_ticket_id = 3210`,
  );
});

it('an order that no sync has read, one of another event, and one that is gone are explained too', async () => {
  const gone = await explain(ofStore(999_999));
  expect(gone).toMatchObject({ store: { state: 'gone' }, order: null, differences: [], executions: [] });
  expect(sentences(gone)).toEqual(['The store has no order 999999.']);

  // Order 10 is of the talk alone.
  const other = await explain(ofStore(10));
  expect(other).toMatchObject({ store: { state: 'not_of_event' }, order: null });

  await shop.exec(`delete from wp_wc_orders where id = 127`);
  const lost = await explain(await orderPath(127));
  expect(lost).toMatchObject({ store: { state: 'gone' }, order: { woo_order_id: 127 } });
  expect(lost.differences).toMatchObject([{ table: 'orders', label: '127', operation: 'removed' }]);
});

it('a ticket that the store deleted, and an order in its trash or unreadable, say so', async () => {
  await shop.exec(`update wp_posts set post_type = 'gone' where ID = 3211;
    update wp_wc_orders set status = 'trash' where id = 124;
    update wp_wc_orders set currency = 'ZZZ' where id = 126`);
  const lacking = await explain(await orderPath(121));
  expect(lacking.reasons).toContainEqual(
    expect.objectContaining({ code: 'ticket_gone', figures: { ticket: '3211' } }),
  );
  expect(lacking.differences).toContainEqual(
    expect.objectContaining({ table: 'tickets', label: '3211', operation: 'removed' }),
  );
  const trashed = await explain(await orderPath(124));
  expect(sentences(trashed)).toContain('Order 124 is in the trash of the store, so it is removed here.');
  const unreadable = await explain(await orderPath(126), 'superuser', { 'accept-language': 'es' });
  expect(unreadable.store).toMatchObject({
    state: 'rejected',
    rejects: [{ kind: 'order', woo_id: 126, code: 'order.unknown-currency' }],
  });
  expect(unreadable.store.rejects[0]?.message).toContain('moneda');
});

it('a line of a translation counts for the event of its original', async () => {
  await shop.exec(`
    create table wp_icl_translations (translation_id bigint auto_increment primary key, element_type varchar(60),
      element_id bigint, trid bigint, language_code varchar(7), source_language_code varchar(7));
    insert into wp_icl_translations (element_type, element_id, trid, language_code, source_language_code)
      values ('post_product', ${TALK}, 7, 'en', null), ('post_product', ${CHARLA}, 7, 'es', 'en');`);
  await syncProduct(world.backend, { storeUrl: shop.url, product: TALK });
  await world.backend.db.query(
    `update sync_configurations set credentials_id = (select id from sync_credentials where name = 'Teatro')`,
  );
  const { rows } = await world.backend.db.query<{ item: number }>(
    'select i.woo_item_id as item from order_items i join orders o on o.id = i.order_id where o.woo_order_id = 11',
  );
  const translated = await explain(await orderPath(11));
  expect(translated.reasons).toContainEqual(
    expect.objectContaining({
      code: 'order_translation',
      figures: { lines: [rows[0]?.item], product: CHARLA, original: TALK },
    }),
  );
});

it('without the store it shows this side, the history, and why', async () => {
  const path = await orderPath(120);
  line.drop();
  try {
    const alone = await explain(path, 'viewer');
    expect(alone).toMatchObject({
      store: { state: 'not_asked', error_code: 'store.connection-lost', order: null },
      order: { woo_order_id: 120 },
      differences: null,
      reasons: [],
    });
    expect(alone.store.last_success_at).not.toBeNull();
    expect(alone.store.error_message).not.toContain(String(line.port));
    expect(alone.executions).not.toEqual([]);
  } finally {
    line.mend();
  }
});

it('refuses a question about no row, or about two', async () => {
  for (const query of ['', '?woo_order_id=120&woo_ticket_id=3200', '?woo_order_id=x']) {
    const reply = await world.ask('viewer', 'GET', `configurations/${configuration}/explain/${query}`);
    expect([query, reply.statusCode]).toEqual([query, 400]);
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TextEncoding } from '../../src/vocabulary/credentials.ts';
import { createStoreGateway } from '../../src/woocommerce/connect/store-gateway.ts';
import { openGatewayStore, type WooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { keepUtf8InLatin1 } from '../servers/latin1-tables.ts';
import { directTo } from './connect/gateway-settings.ts';
import { FAIR, fairStore } from './fair-store.ts';
import { digestsOf, NEVER, type ReadEvent, readWholeEvent, silentLog, withSnapshot } from './open-store.ts';
import { eventProduct, order, sold, ticket, tinyStore } from './tiny-store.ts';

const TABLES = [...tinyStore().matchAll(/CREATE TABLE (\w+)/g)].map(([, table]) => String(table));
const LAYOUTS = ['hpos', 'posts'] as const;

/** Written later into the same columns, and really latin1. */
const REAL_LATIN1 = [
  ticket(901, FAIR, { OrderID: '10', AttendeeName: 'Begoña', AttendeeLastName: 'PELÉ' }),
  ticket(902, FAIR, { OrderID: '10', AttendeeName: 'JosÃƒÂ©', AttendeeLastName: 'Plain' }),
].join('\n');

async function reading<T>(
  url: string,
  work: (store: WooStore) => Promise<T>,
  textEncoding: TextEncoding = 'auto',
): Promise<T> {
  const choice = { prefix: null, statementLimitS: null, textEncoding };
  const store = openGatewayStore(createStoreGateway(directTo(url)), choice, silentLog);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function readAll(url: string, textEncoding?: TextEncoding) {
  return await reading(
    url,
    async (store) => ({
      identity: await store.identify(NEVER),
      event: await store.readEvent(FAIR, NEVER),
      listed: await store.listEventProducts(NEVER),
      whole: await readWholeEvent(store, FAIR),
    }),
    textEncoding,
  );
}

function attendees({ orders }: ReadEvent): Record<number, string> {
  const tickets = orders.flatMap((one) => one.tickets);
  return Object.fromEntries(
    tickets.map(({ wooTicketId, attendee }) => [wooTicketId, `${attendee.firstName} ${attendee.lastName}`]),
  );
}

describe.each(LAYOUTS)('a store with its orders in %s that keeps UTF-8 in latin1', (layout) => {
  let database: StoreDatabase;
  let read: Awaited<ReturnType<typeof readAll>>;
  let asUtf8: Awaited<ReturnType<typeof readAll>>;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    await database.exec(fairStore(layout));
    asUtf8 = await readAll(database.url);
    await keepUtf8InLatin1(database.url);
    read = await readAll(database.url);
  });
  afterAll(async () => await database.drop());

  it('is read like one in utf8mb4', () => {
    expect({ ...read.whole, notes: [] }).toEqual(asUtf8.whole);
    expect(read.event).toEqual(asUtf8.event);
    expect(read.listed).toEqual(asUtf8.listed);
    expect(read.whole.rejects).toEqual([]);
  });

  it('shows its names as the site does', () => {
    const [bought, waiting] = read.whole.orders;
    expect(read.event).toMatchObject({
      title: 'Peña folclórica «Ñandú»',
      venue: 'Teatro Nescafé, Peñalolén',
      tiers: [{ name: 'Señor, Platea' }],
      form: { fields: [{ label: '¿Qué talla? 👕' }] },
    });
    expect(bought).toMatchObject({
      firstName: 'Íñigo',
      lastName: 'Šťastná',
      billing: { city: 'Ñuñoa', address_1: '東京 渋谷区' },
      customerNote: 'Llegué tarde — perdón 🙏',
      paymentMethodTitle: 'Débito ✓',
      couponCodes: ['añejo25'],
      lines: [{ attributes: { Tamaño: 'Señor' } }],
      refunds: [{ reason: 'Cambió de día' }],
    });
    expect(bought?.tickets[0]).toMatchObject({
      attendee: { firstName: 'Żaneta', lastName: 'Nguyễn 🎟' },
      formData: [
        { label: '¿Qué talla? 👕', value: 'Pequeño' },
        { label: 'Alergia a la piña', value: 'Sí' },
      ],
    });
    expect(waiting?.checkoutTickets).toMatchObject([
      { attendee: { firstName: 'Françoise', lastName: 'Müller-Łuczak 🎉' } },
    ]);
    expect(read.whole.proof.pending).toEqual([{ sourceStatus: 'processing', everPaid: true, tickets: 1 }]);
  });

  it('has one note for each row, which names the fields', () => {
    const notes = read.whole.notes.map(({ kind, wooId, wooOrderId, field, raw, reason }) => {
      expect(reason).toBe('utf8_in_latin1');
      return [kind, wooId, wooOrderId, field.split(', ').toSorted(), raw];
    });
    const [city, first, last, street] =
      layout === 'hpos'
        ? ['city', 'first_name', 'last_name', 'address_1']
        : ['_billing_city', '_billing_first_name', '_billing_last_name', '_billing_address_1'];
    const paidWith = layout === 'hpos' ? 'payment_method_title' : '_payment_method_title';
    const order = [
      city,
      first,
      last,
      street,
      paidWith,
      'customer_note',
      'Tamaño of line 100',
      'order_item_name of line 101',
      '_refund_reason of refund 11',
    ];
    const ticket = [
      'WooCommerceEventsAttendeeName',
      'WooCommerceEventsAttendeeLastName',
      'fooevents_custom_pqrstuvwxyzabcdefghi',
      'fooevents_custom_Alergia_a_la_piña',
    ];
    expect(notes).toEqual([
      ['order', 10, 10, order.toSorted(), expect.stringContaining('Ã')],
      ['ticket', 900, 10, ticket.toSorted(), expect.stringMatching(/^Å»aneta$/)],
      ['order', 12, 12, ['WooCommerceEventsOrderTickets'], expect.stringContaining('FranÃ§oise')],
    ]);
    expect(asUtf8.whole.notes).toEqual([]);
  });

  it('says so', () => {
    expect(asUtf8.identity).toMatchObject({ readsLatin1: false, warnings: [] });
    expect(read.identity).toMatchObject({ readsLatin1: true, warnings: ['store.latin1-columns'] });
  });

  it('keeps real latin1 in the same columns, and decodes text once that was stored wrongly twice', async () => {
    await database.exec(REAL_LATIN1);
    const { whole } = await readAll(database.url);
    expect(attendees(whole)).toEqual({
      900: 'Żaneta Nguyễn 🎟',
      901: 'Begoña PELÉ',
      902: 'JosÃ© Plain',
    });
  });

  it('is read unchanged if the credentials say so', async () => {
    const { identity, whole } = await readAll(database.url, 'utf8mb4');
    expect(identity).toMatchObject({ readsLatin1: false, warnings: [] });
    expect(attendees(whole)).toMatchObject({ 900: 'Å»aneta Nguyá»…n ðŸŽŸ', 901: 'Begoña PELÉ' });
  });
});

describe('a store of which one table keeps UTF-8 in latin1', () => {
  let database: StoreDatabase;
  beforeAll(async () => {
    database = await freshStoreDatabase();
    await database.exec(
      [
        tinyStore(),
        eventProduct(FAIR, 'Peña'),
        order({ id: 10, lines: { 100: sold(FAIR, '1', '1000') } }),
        `INSERT INTO wp_wc_order_addresses (order_id, address_type, first_name, last_name)
           VALUES (10, 'billing', 'Ã©', 'Mª Ángeles');`,
        ticket(900, FAIR, { OrderID: '10', AttendeeName: 'Mª Ángeles', AttendeeLastName: 'Ã‘u' }),
      ].join('\n'),
    );
    await keepUtf8InLatin1(database.url, ['wp_postmeta']);
  });
  afterAll(async () => await database.drop());

  it('is decoded in that table only', async () => {
    const { whole } = await readAll(database.url);
    expect(whole.orders[0]?.firstName).toBe('Ã©');
    expect(attendees(whole)).toEqual({ 900: 'Mª Ángeles Ã‘u' });
    expect(whole.notes).toMatchObject([{ kind: 'ticket', wooId: 900 }]);
  });

  it('is compared and counted as usual, also with columns of several character sets in one table', async () => {
    await database.exec(`ALTER TABLE wp_wc_orders MODIFY customer_note text CHARACTER SET latin1 COLLATE latin1_german2_ci,
      MODIFY transaction_id varchar(100) CHARACTER SET utf8mb3 COLLATE utf8mb3_spanish_ci;
      UPDATE wp_wc_orders SET customer_note = 'SeÃ±or', transaction_id = 'ñ' WHERE id = 10;`);
    const read = await reading(database.url, async (store) => {
      return await withSnapshot(store, FAIR, null, async (snapshot) => {
        const digests = await digestsOf(snapshot).take(256, null, NEVER);
        return digests.filter(({ table }) => table === 'orders').map(({ rows }) => rows);
      });
    });
    expect(read).toEqual([1]);
    const { whole } = await readAll(database.url);
    expect(whole.orders[0]).toMatchObject({ customerNote: 'Señor', transactionId: 'ñ' });
  });

  it('gives the same as a database of views', async () => {
    const shown = await freshStoreDatabase();
    try {
      const views = TABLES.map((table) => `CREATE VIEW ${table} AS SELECT * FROM ${database.name}.${table};`);
      await shown.exec(views.join('\n'));
      const [viewed, real] = [await readAll(shown.url), await readAll(database.url)];
      expect(viewed.whole).toEqual(real.whole);
      expect(viewed.identity).toMatchObject({ readsLatin1: true });
    } finally {
      await shown.drop();
    }
  });

  it('has a long description that is cut within a letter', async () => {
    const letters = 'ñ'.repeat(150_000);
    await database.exec(`UPDATE wp_posts SET post_content = '<p>a${letters}</p>' WHERE ID = ${FAIR};`);
    await keepUtf8InLatin1(database.url, ['wp_posts']);
    const { event } = await readAll(database.url);
    expect(event.title).toBe('Peña');
    expect(event.description?.slice(0, 5)).toBe('aññññ');
  });
});

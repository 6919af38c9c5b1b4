import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { NEVER, openStore, readWholeEvent } from './open-store.ts';
import * as tiny from './tiny-store.ts';

const { eventProduct, sold, ticket, tinyStore } = tiny;

describe.each(['hpos', 'posts'] as const)('a store with its orders in %s', (layout) => {
  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  let database: StoreDatabase;
  let store: WooStore;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    store = openStore(database.url);
    await database.exec(`${tinyStore('wp_', layout)}
      INSERT INTO wp_posts (ID, post_title, post_content, post_type) VALUES (600, 'A page', '', 'page')`);
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  describe('rows that cannot be read', () => {
    const HURT = 510;

    beforeAll(async () => {
      await database.exec(
        [
          eventProduct(HURT, 'Hurt'),
          order({ id: 110, lines: { 110: sold(HURT, '1', '1000') } }),
          order({ id: 111, lines: { 111: sold(HURT, '1', 'free', { junk: 'x'.repeat(200_000) }) } }),
          order({ id: 112, lines: { 112: sold(HURT, '1.5', '1000') } }),
          order({ id: 113, lines: { 113: sold(HURT, '99999999', '1000') } }),
          order({ id: 114, currency: 'ZZZ', lines: { 114: sold(HURT, '1', '1000') } }),
          order({
            id: 115,
            lines: { 115: sold(HURT, '1', '1000') },
            metas: { WooCommerceEventsOrderTickets: 'a:1:{' },
          }),
          order({
            id: 116,
            lines: { 116: sold(HURT, '1', '1000') },
            metas: { WooCommerceEventsOrderTickets: 'a:1:{', WooCommerceEventsTicketsGenerated: 'yes' },
          }),
          order({
            id: 117,
            status: 'wc-pending',
            lines: { 117: sold(HURT, '1', '1000') },
            metas: { WooCommerceEventsOrderTickets: 'O:8:"stdClass":0:{}' },
          }),
          ticket(910, HURT, { OrderID: '110', AttendeeName: 'Ana' }),
          ticket(911, HURT, { OrderID: 'ten' }),
          ticket(912, HURT, { OrderID: '110', AttendeeName: 'x'.repeat(200_000) }),

          layout === 'hpos'
            ? 'UPDATE wp_wc_orders SET date_created_gmt = NULL WHERE id = 110'
            : `UPDATE wp_posts SET post_date = 0, post_date_gmt = 0 WHERE ID = 110`,
        ].join('\n'),
      );
    });

    it('become rejects with their reason, and the page continues', async () => {
      const { orders, orphans, rejects, notes } = await readWholeEvent(store, HURT);
      expect(orders.map(({ wooOrderId }) => wooOrderId)).toEqual([110, 115, 116, 117]);
      expect(
        orders[0]?.tickets.map(({ wooTicketId, attendee }) => [wooTicketId, attendee.firstName]),
      ).toEqual([
        [910, 'Ana'],
        [912, null],
      ]);
      expect(orders.map(({ checkoutTickets }) => checkoutTickets.map(({ key }) => key))).toEqual([
        [],
        ['0.1'],
        [],
        ['0.1'],
      ]);
      expect(orders[0]?.orderedAtUtc).toBeNull();
      // Its order's id is not a number, so it is a ticket without an order.
      expect(orphans.map(({ wooTicketId, wooOrderId }) => [wooTicketId, wooOrderId])).toEqual([[911, null]]);
      expect(rejects.map(({ kind, wooId, wooOrderId, code }) => [kind, wooId, wooOrderId, code])).toEqual([
        ['order', 111, 111, 'money.malformed'],
        ['order', 112, 112, 'order.quantity-not-whole'],
        ['order', 113, 113, 'order.quantity-absurd'],
        ['order', 114, 114, 'order.unknown-currency'],
      ]);
      expect(
        notes.map(({ kind, wooId, wooOrderId, field, reason }) => [kind, wooId, wooOrderId, field, reason]),
      ).toEqual([
        ['ticket', 912, 110, 'WooCommerceEventsAttendeeName', 'text_too_long'],
        ['order', 115, 115, 'WooCommerceEventsOrderTickets', 'attendees_unreadable'],
        ['order', 117, 117, 'WooCommerceEventsOrderTickets', 'attendees_unreadable'],
        ['ticket', 911, null, 'WooCommerceEventsOrderID', 'order_id_unreadable'],
      ]);
    });

    it('keep the store’s raw row, in a form for JSON', async () => {
      const { rejects } = await readWholeEvent(store, HURT);
      const malformed = rejects.find(({ wooId }) => wooId === 111);
      expect(JSON.parse(JSON.stringify(malformed?.raw))).toMatchObject({
        header: { id: 111, currency: 'CLP' },
        items: [{ id: 111, metas: { _line_total: 'free' } }],
      });
      expect(JSON.stringify(malformed?.raw).length).toBeLessThan(20_000);
    });
  });

  describe('one variation of a product', () => {
    const HALL = 520;

    it('is read alone when the configuration names it', async () => {
      await database.exec(
        [
          eventProduct(HALL, 'Hall'),
          order({
            id: 210,
            lines: {
              210: sold(HALL, '1', '1000', { _variation_id: '521' }),
              211: sold(HALL, '4', '8000', { _variation_id: '522' }),
            },
          }),
          order({ id: 211, lines: { 212: sold(HALL, '1', '2000', { _variation_id: '522' }) } }),
          ticket(920, HALL, { OrderID: '210', VariationID: '521' }),
          ticket(921, HALL, { OrderID: '210', VariationID: '522' }),
          ticket(922, HALL, { VariationID: '521' }),
        ].join('\n'),
      );
      const { orders, orphans, proof } = await readWholeEvent(store, HALL, 521);
      expect(
        orders.map(({ wooOrderId, tickets }) => [wooOrderId, tickets.map((t) => t.wooTicketId)]),
      ).toEqual([[210, [920]]]);
      expect(orphans.map(({ wooTicketId }) => wooTicketId)).toEqual([922]);
      expect(proof.orders.map(({ orders: count, quantity, total }) => [count, quantity, total])).toEqual([
        [1, 1, '1000.00000000'],
      ]);
      expect(proof.tickets.map(({ tickets }) => tickets)).toEqual([2]);
    });
  });

  describe('a product', () => {
    it('that was deleted is still an event while tickets or lines name it', async () => {
      await database.exec(
        [
          ticket(930, 530, {
            ProductName: 'Gone &amp; missed',
            MultidayStatus: '{"1":"Checked In","2":"Not Checked In"}',
          }),
          order({ id: 310, lines: { 310: sold(531, '1', '1000') } }),
        ].join('\n'),
      );
      expect(await store.readEvent(530, NEVER)).toMatchObject({
        title: 'Gone & missed',
        sourceStatus: 'deleted',
        ticketSource: 'fooevents',
        numDays: 2,
        createdAtUtc: null,
        tiers: [],
      });
      expect(await store.readEvent(531, NEVER)).toMatchObject({
        title: 'Ticket & drink',
        ticketSource: 'line_items',
      });
    });

    it.each([
      [999_999, 'that the store never had'],
      [600, 'id that is a page'],
    ])('%i, %s, is missing', async (id) => {
      await expect(store.readEvent(id, NEVER)).rejects.toMatchObject({
        kind: 'missing',
        code: 'store.no-such-product',
      });
    });
  });
});

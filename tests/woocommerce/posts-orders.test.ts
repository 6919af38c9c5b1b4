import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseMoney } from '../../src/kernel/money/money.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { openStore, type ReadEvent, readWholeEvent } from './open-store.ts';
import { eventProduct, order, postMetas, sold, ticket, tinyStore } from './tiny-store.ts';

const SHOW = 500;
/** One attendee of the show, as PHP writes the checkout's record. */
const RECORD = 'a:1:{i:1;a:1:{i:1;a:1:{s:26:"WooCommerceEventsProductID";s:3:"500";}}}';

function postOrder(id: number, changes: Partial<Parameters<typeof order>[0]> = {}): string {
  return order({ id, lines: { [id]: sold(SHOW, '1', '1000') }, ...changes }, 'posts');
}

describe('orders that are kept as posts', () => {
  let database: StoreDatabase;
  let event: ReadEvent;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    await database.exec(
      [
        tinyStore('wp_', 'posts'),
        eventProduct(SHOW, 'Show'),
        postOrder(10, {
          paidGmt: '2025-03-01 10:05:00',
          metas: {
            _billing_first_name: 'Zoë',
            _billing_last_name: 'O&#039;Higgins',
            _billing_phone: '+56 9 1234',
            _billing_city: 'Ñuñoa',
            _payment_method: 'bacs',
            _payment_method_title: 'Transfer',
            _transaction_id: 'TX-1',
          },
        }),
        `UPDATE wp_posts SET post_excerpt = 'By the door 🎟' WHERE ID = 10;`,
        // WordPress fills the UTC columns when a post is published; an import may not.
        postOrder(11),
        `UPDATE wp_posts SET post_date_gmt = 0, post_modified_gmt = 0, post_date = '2025-07-01 10:00:00',
           post_modified = '2025-12-01 10:00:00' WHERE ID = 11;`,
        postOrder(12),
        `UPDATE wp_posts SET post_date_gmt = 0, post_date = 0, post_modified_gmt = 0, post_modified = 0
         WHERE ID = 12;`,
        // Before WooCommerce 3.0 there was only the local time.
        postOrder(13, {
          status: 'wc-checked',
          metas: {
            _paid_date: '2025-07-01 10:00:00',
            _completed_date: '2025-07-02 10:00:00',
            WooCommerceEventsOrderTickets: RECORD,
          },
        }),
        postOrder(14, {
          status: 'wc-checked',
          metas: { _date_paid: '', _paid_date: '', WooCommerceEventsOrderTickets: RECORD },
        }),
        // A date is not an amount.
        postOrder(15, { metas: { _date_paid: 'yesterday', _date_completed: '2025-07-02T16:00:00+02:00' } }),
        postOrder(16, { currency: '' }),
        postOrder(17, { total: 'free' }),
        // An unreadable row.
        postOrder(18, { lines: { 18: sold(SHOW, '1', 'free') } }),
        // Refunds: one without an amount of its own, one in the trash with its order.
        postOrder(20, { status: 'trash' }),
        order({ id: 21, refundOf: 20, total: '-400' }, 'posts'),
        order({ id: 22, refundOf: 20, total: '-100', metas: { _refund_amount: '100' } }, 'posts'),
        `UPDATE wp_posts SET post_status = 'trash', post_date_gmt = 0 WHERE ID = 22;`,
        // The same meta twice: the first one counts.
        postOrder(30),
        postMetas(30, { _order_total: '9', _order_currency: 'USD', _billing_email: 'second@example.com' }),
        // Not orders: a page whose number a ticket names, a draft, and a placeholder of the order tables.
        `INSERT INTO wp_posts (ID, post_title, post_content, post_type) VALUES (40, '', '', 'page'),
           (41, '', '', 'shop_order_placehold');`,
        postOrder(42, { status: 'auto-draft' }),
        ticket(900, SHOW, { OrderID: '40' }),
        ticket(901, SHOW, { OrderID: '41' }),
        ticket(902, SHOW, { OrderID: '42' }),
      ].join('\n'),
    );
    const store = openStore(database.url);
    try {
      event = await readWholeEvent(store, SHOW);
    } finally {
      await store.close();
    }
  });
  afterAll(async () => await database.drop());

  const read = (id: number) => event.orders.find(({ wooOrderId }) => wooOrderId === id);

  it('are reported in full', () => {
    expect(event.orders.map(({ wooOrderId }) => wooOrderId)).toEqual([
      10, 11, 12, 13, 14, 15, 16, 17, 20, 30,
    ]);
    expect(read(10)).toMatchObject({
      number: '10',
      sourceStatus: 'completed',
      currency: 'CLP',
      orderTotal: parseMoney('1000'),
      email: 'buyer@example.com',
      firstName: 'Zoë',
      lastName: "O'Higgins",
      phone: '+56 9 1234',
      billing: { city: 'Ñuñoa' },
      paymentMethod: 'bacs',
      paymentMethodTitle: 'Transfer',
      transactionId: 'TX-1',
      customerNote: 'By the door 🎟',
      orderedAtUtc: new Date('2025-03-01T10:00:00Z'),
      modifiedAtUtc: new Date('2025-03-02T10:00:00Z'),
      paidAtUtc: new Date('2025-03-01T10:05:00Z'),
      completedAtUtc: null,
    });
  });

  it('have the converted local time, in winter and summer, if UTC is missing', () => {
    expect(read(11)).toMatchObject({
      orderedAtUtc: new Date('2025-07-01T14:00:00Z'),
      modifiedAtUtc: new Date('2025-12-01T13:00:00Z'),
    });
    expect(read(12)).toMatchObject({ orderedAtUtc: null, modifiedAtUtc: null });
    expect(read(13)).toMatchObject({
      paidAtUtc: new Date('2025-07-01T14:00:00Z'),
      completedAtUtc: new Date('2025-07-02T14:00:00Z'),
    });
    expect(read(14)?.paidAtUtc).toBeNull();
  });

  it('have no time if none can be read, and a note', () => {
    expect(read(15)).toMatchObject({ paidAtUtc: null, completedAtUtc: new Date('2025-07-02T14:00:00Z') });
    expect(event.notes.map(({ wooId, field, raw, reason }) => [wooId, field, raw, reason])).toEqual([
      [15, '_date_paid', 'yesterday', 'time_unreadable'],
      [15, '_date_completed', '2025-07-02T16:00:00+02:00', 'time_other_form'],
      [16, '_order_currency', '', 'currency_missing'],
      [17, '_order_total', 'free', 'total_unreadable'],
    ]);
  });

  it('have the store’s currency and the sum of their parts, if they have no own values', () => {
    expect(read(16)).toMatchObject({ currency: 'CLP', minorDigits: 0 });
    expect(read(17)).toMatchObject({ orderTotal: parseMoney('1000') });
  });

  it('were paid if either of the two metas has a time, also in the proof', () => {
    const pending = [...event.proof.pending].sort((a, b) => Number(a.everPaid) - Number(b.everPaid));
    expect(pending).toEqual([
      { sourceStatus: 'checked', everPaid: false, tickets: 1 },
      { sourceStatus: 'checked', everPaid: true, tickets: 1 },
    ]);
  });

  it('become rejects with their reason when the event’s own money cannot be read', () => {
    expect(event.rejects.map(({ wooId, code }) => [wooId, code])).toEqual([[18, 'money.malformed']]);
  });

  it('keep their refunds, in the trash or not', () => {
    expect(
      read(20)?.refunds.map(({ refundId, amount, refundedAtUtc }) => [refundId, amount, refundedAtUtc]),
    ).toEqual([
      [21, parseMoney('400'), new Date('2025-03-01T10:00:00Z')],
      [22, parseMoney('100'), new Date('2025-03-01T10:00:00Z')],
    ]);
    expect(event.proof.orders.find(({ sourceStatus }) => sourceStatus === 'trash')).toMatchObject({
      orders: 1,
      orderRefunded: '500.00000000',
    });
  });

  it('have the first of two metas of one name', () => {
    expect(read(30)).toMatchObject({
      orderTotal: parseMoney('1000'),
      currency: 'CLP',
      email: 'buyer@example.com',
    });
    expect(event.proof.orders.map(({ currency }) => currency)).not.toContain('USD');
  });

  it('are left out if a post is something else', () => {
    expect(event.orphans.map(({ wooTicketId, wooOrderId }) => [wooTicketId, wooOrderId])).toEqual([
      [900, 40],
      [901, 41],
      [902, 42],
    ]);
  });
});

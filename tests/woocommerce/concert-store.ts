import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import * as tiny from './tiny-store.ts';

const { eventProduct, itemMeta, postMetas, sold, ticket, tinyStore } = tiny;

export const CONCERT = 500;
export const OTHER = 501;
/** Two attendees of the concert and one of the other event, in the checkout's record as serialised by PHP. */
const RECORD =
  'a:2:{i:1;a:2:{i:1;a:2:{s:26:"WooCommerceEventsProductID";s:3:"500";s:29:"WooCommerceEventsAttendeeName";s:4:"Zoë";}' +
  'i:2;a:2:{s:26:"WooCommerceEventsProductID";s:3:"500";s:29:"WooCommerceEventsAttendeeName";s:3:"Ana";}}' +
  'i:2;a:1:{i:1;a:1:{s:26:"WooCommerceEventsProductID";s:3:"501";}}}';

/** One example of every way in which an order or a ticket belongs to an event or not. */
export function concertStore(layout: OrderLayout): string {
  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  const stale = (of: Parameters<typeof tiny.order>[0]): string =>
    tiny.order(of, layout === 'hpos' ? 'posts' : 'hpos');
  return [
    tinyStore('wp_', layout),
    eventProduct(CONCERT, 'Concert &amp; dinner'),
    eventProduct(OTHER, 'Other'),
    // An order with a line of each event, refunded in part; a second refund was deleted and left its line.
    order({
      id: 10,
      total: '3000',
      metas: { WooCommerceEventsTicketsGenerated: 'yes', _order_number: 'A-10' },
      lines: { 1: sold(CONCERT, '2', '2000'), 2: sold(OTHER, '1', '1000') },
    }),
    order({
      id: 11,
      refundOf: 10,
      total: '-1000',
      metas: { _refund_amount: '1000', _refund_reason: 'ill' },
      lines: { 3: sold(CONCERT, '-1', '-1000', { _refunded_item_id: '1' }) },
    }),
    `INSERT INTO wp_woocommerce_order_items VALUES (4, 'left behind', 'line_item', 12);`,
    ...Object.entries(sold(CONCERT, '-1', '-1000', { _refunded_item_id: '1' })).map(([key, value]) =>
      itemMeta(4, key, value),
    ),
    ticket(900, CONCERT, { OrderID: '10', TicketID: '900123456789012' }),
    ticket(901, CONCERT, { OrderID: '10', Status: 'Checked In' }),
    // The same metas again, later: WordPress reads the first.
    postMetas(900, { WooCommerceEventsStatus: 'Checked In', WooCommerceEventsOrderID: '20' }),
    itemMeta(1, '_qty', '7'),
    itemMeta(2, '_product_id', String(CONCERT)),
    // Carts and drafts are not orders, so their tickets have no order.
    order({ id: 20, status: 'wc-checkout-draft', lines: { 5: sold(CONCERT, '1', '1000') } }),
    ticket(902, CONCERT, { OrderID: '20' }),
    // Tickets whose order is gone, and without any.
    ticket(903, CONCERT, { OrderID: '77' }),
    ticket(904, CONCERT, { CreateType: 'CSV' }),
    ticket(905, CONCERT, { OrderID: '10' }, 'trash'),
    // Its line was removed; its ticket keeps it in the event.
    order({ id: 30, status: 'wc-on-hold', currency: 'EUR', total: '12.34' }),
    ticket(906, CONCERT, { OrderID: '30' }),
    // A paid order whose tickets are not made yet.
    order({
      id: 40,
      status: 'wc-processing',
      metas: { WooCommerceEventsOrderTickets: RECORD },
      lines: { 6: sold(CONCERT, '2', '1999.5', { _line_tax: '0.499999995' }) },
    }),
    // A plugin's status, paid by its date.
    order({
      id: 41,
      status: 'wc-checked',
      paidGmt: '2025-03-01 10:05:00',
      metas: { WooCommerceEventsOrderTickets: RECORD },
      lines: { 7: sold(CONCERT, '2', '2000') },
    }),
    // A plugin's status without a payment in the store, and an unpaid status of WooCommerce.
    order({
      id: 42,
      status: 'wc-invoiced',
      metas: { WooCommerceEventsOrderTickets: RECORD },
      lines: { 9: sold(CONCERT, '2', '2000') },
    }),
    order({
      id: 43,
      status: 'wc-on-hold',
      currency: 'EUR',
      metas: { WooCommerceEventsOrderTickets: RECORD },
      lines: { 11: sold(CONCERT, '2', '2000') },
    }),
    // The storage that does not count has only outdated copies, and an order that was deleted later.
    stale({ id: 10, status: 'wc-cancelled', currency: 'USD', total: '1', paidGmt: '2020-01-01 00:00:00' }),
    stale({ id: 13, refundOf: 10, metas: { _refund_amount: '9999' } }),
    stale({ id: 40, status: 'wc-failed', metas: { WooCommerceEventsTicketsGenerated: 'yes' } }),
    stale({ id: 77 }),
    // An order of the other event only.
    order({ id: 50, lines: { 8: sold(OTHER, '1', '1000') } }),
    `INSERT INTO wp_fooevents_check_in VALUES (1, 901, ${CONCERT}, 1, 0, 'Checked In', 1742000400, NULL)`,
  ].join('\n');
}

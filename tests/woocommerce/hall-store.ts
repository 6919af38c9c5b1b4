import { FOOEVENTS, setOption, ticketOf } from '../pipe/grown-store.ts';
import { eventProduct, order, sold, ticket, ticketSale, tinyStore } from './tiny-store.ts';

/** A hall and its balcony, and a talk in two languages. */
export const [HALL, BALCONY, TALK, CHARLA] = [800, 810, 820, 830] as const;
const metas = { WooCommerceEventsTicketsGenerated: 'yes' };
const ROWS = [
  eventProduct(HALL, 'Hall'),
  eventProduct(BALCONY, 'Balcony'),
  eventProduct(TALK, 'Talk'),
  eventProduct(CHARLA, 'Charla'),
  order({
    id: 120,
    total: '25005',
    metas,
    lines: { 1201: sold(HALL, '2', '20000'), 1202: sold(BALCONY, '1', '5005') },
  }),
  ticketOf(3200, HALL, 120),
  ticketOf(3201, HALL, 120),
  ticketOf(3202, BALCONY, 120),
  order({ id: 121, total: '20000', metas, lines: { 1211: sold(HALL, '2', '20000') } }),
  ticketOf(3210, HALL, 121),
  ticketOf(3211, HALL, 121),
  // A refund that names no line.
  order({ id: 124, total: '10010', metas, lines: { 1241: sold(BALCONY, '2', '10010') } }),
  order({ id: 125, refundOf: 124, total: '-1000', metas: { _refund_amount: '1000' } }),
  ticketOf(3240, BALCONY, 124),
  ticketOf(3241, BALCONY, 124),
  order({
    id: 126,
    currency: 'USD',
    total: '50.05',
    metas,
    lines: { 1261: sold(BALCONY, '1', '50.05') },
  }),
  ticketOf(3260, BALCONY, 126),
  order({ id: 127, status: 'wc-pending', total: '5005', lines: { 1271: sold(BALCONY, '1', '5005') } }),
  // A refund that names no line, of an order of both products: half of it is for each.
  order({
    id: 128,
    total: '20000',
    metas,
    lines: { 1281: sold(HALL, '1', '10000'), 1282: sold(BALCONY, '1', '10000') },
  }),
  order({ id: 129, refundOf: 128, total: '-3000', metas: { _refund_amount: '3000' } }),
  ticketOf(3280, BALCONY, 128),
  ticketOf(3281, HALL, 128),
  // It was imported, so it has no order.
  ticket(3290, BALCONY, { VariationID: '0' }),
  ticketSale(10, TALK, 101),
  ticketSale(11, CHARLA, 102),
];

/**
 * The additional income of an event of the hall from the balcony, with a fee of 10 %.
 *
 * Of order 120, where both fees together are rounded once: 5.005, 501 and 4.504. Of 124: 10.010, of which 1.000 was
 * refunded, so 901 and 8.109. Of 128: 10.000, of which 1.500 was refunded, so 850 and 7.650.
 */
export const BALCONY_AMOUNTS = [
  {
    currency: 'CLP',
    orders: 3,
    total: '25015',
    refunded: '2500',
    net: '22515',
    service_fee: '2252',
    organizer_amount: '20263',
  },
  {
    currency: 'USD',
    orders: 1,
    total: '50.05',
    refunded: '0.00',
    net: '50.05',
    service_fee: '5.01',
    organizer_amount: '45.04',
  },
];

/** A store of which some orders hold the hall, some the balcony, and some both. */
export function hallStore(): string {
  return [tinyStore(), setOption('active_plugins', `a:1:{i:0;${FOOEVENTS};}`), ...ROWS].join('\n');
}

/** A set of credentials that leads to a store, as the API takes it. */
export function loginTo(storeUrl: string, port = Number(new URL(storeUrl).port)) {
  const { username, password, pathname } = new URL(storeUrl);
  return {
    transport: 'direct',
    mysql_host: '127.0.0.1',
    mysql_port: port,
    mysql_username: decodeURIComponent(username),
    mysql_database: pathname.slice(1),
    mysql_password: decodeURIComponent(password) || null,
  };
}

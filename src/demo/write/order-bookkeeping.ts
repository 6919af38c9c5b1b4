import type { DemoChannel, DemoOrder } from '../model/model.ts';
import type { Meta } from './store-writer.ts';

export const WOOCOMMERCE_VERSION = '10.2.4';
export const USER_AGENT = 'Mozilla/5.0 (compatible; tienda-demo)';
export const CREATED_VIA: Readonly<Record<DemoChannel, string>> = {
  checkout: 'checkout',
  cart: 'store-api',
  admin: 'admin',
  'ticket-desk': '',
};

interface Bookkeeping {
  readonly couponsCounted: boolean;
  readonly downloadsGranted: boolean;
  readonly newOrderMailed: boolean;
  readonly stockReduced: boolean;
  readonly salesRecorded: boolean;
}

/** WooCommerce's flags for the finished steps of an order. */
export function bookkeeping(order: DemoOrder): Bookkeeping {
  const paid = order.paidAtUtc !== null;
  const counted =
    (paid || order.status === 'on-hold') && order.status !== 'cancelled' && order.status !== 'trash';
  return {
    couponsCounted: counted,
    downloadsGranted: paid,
    newOrderMailed: paid || order.status === 'on-hold',
    stockReduced: (paid || order.status === 'on-hold') && order.status !== 'cancelled',
    salesRecorded: counted,
  };
}

/** The search texts that WooCommerce keeps of an order's addresses. */
export function addressIndexes(order: DemoOrder): readonly Meta[] {
  const { buyer, address } = order;
  const place = [address?.street, '', address?.city, address?.state, address?.postcode, address?.country];
  const common = [buyer.firstName, buyer.lastName, '', ...place.map((part) => part ?? '')].join(' ');
  const shippingPhone = order.channel === 'ticket-desk' ? buyer.phone : '';
  return [
    ['_billing_address_index', `${common} ${buyer.email} ${buyer.phone}`],
    ['_shipping_address_index', `${order.channel === 'admin' ? ' '.repeat(8) : common} ${shippingPhone}`],
  ];
}

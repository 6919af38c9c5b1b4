import type { ReactElement } from 'react';
import type { OrderDetail } from '../../../src/contract/ticketing/orders.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { StoreStatus } from '../ui/values/StoreStatus.tsx';

/** In the order of a postal address; other fields of the store follow. */
const ADDRESS = ['company', 'address_1', 'address_2', 'postcode', 'city', 'state', 'country'];

/** The buyer, the payment, and the times of the order. */
export function OrderBuyer({ order }: { readonly order: OrderDetail }): ReactElement {
  const say = useTexts();
  const text = (value: string | null) => (value === null || value === '' ? <Dash /> : value);
  const facts: readonly (Fact | null)[] = [
    { label: say('sales.name'), value: text(personName(order)) },
    { label: say('sales.email'), value: <Email address={order.email} /> },
    { label: say('sales.phone'), value: text(order.phone) },
    { label: say('orders.address'), value: text(addressOf(order)) },
    { label: say('orders.payment'), value: text(order.payment_method_title ?? order.payment_method) },
    order.transaction_id === null ? null : { label: say('orders.transaction'), value: order.transaction_id },
    order.coupon_codes.length === 0
      ? null
      : { label: say('orders.coupons'), value: order.coupon_codes.join(', ') },
    { label: say('orders.paid_at'), value: <Moment at={order.paid_at} /> },
    { label: say('orders.completed_at'), value: <Moment at={order.completed_at} /> },
    { label: say('orders.modified_at'), value: <Moment at={order.modified_at} /> },
    order.number === String(order.woo_order_id)
      ? null
      : { label: say('orders.woo_order_id'), value: <span data-data>{order.woo_order_id}</span> },
    { label: say('orders.source_status'), value: <StoreStatus status={order.source_status} /> },
    order.customer_note === null
      ? null
      : {
          label: say('orders.note'),
          value: <span style={{ whiteSpace: 'pre-line' }}>{order.customer_note}</span>,
        },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

function addressOf({ billing }: OrderDetail): string | null {
  if (billing === null) return null;
  const parts = Object.entries(billing).filter(([, value]) => value.trim() !== '');
  const place = (field: string): number =>
    (ADDRESS.indexOf(field) + ADDRESS.length + 1) % (ADDRESS.length + 1);
  const sorted = parts.sort(([a], [b]) => place(a) - place(b)).map(([, value]) => value);
  return [...new Set(sorted)].join(', ');
}

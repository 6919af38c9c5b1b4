import type { ReactElement } from 'react';
import type { OrderDetail } from '../../../src/contract/ticketing/orders.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

type Refund = OrderDetail['refunds'][number];

export function OrderRefunds({ order }: { readonly order: OrderDetail }): ReactElement {
  const say = useTexts();
  const itemName = (id: string): string | undefined => order.items.find((item) => item.id === id)?.name;
  const linesOf = ({ lines }: Refund) =>
    lines
      .map(({ order_item_id, quantity, woo_item_id }) => {
        const name = itemName(order_item_id) ?? String(woo_item_id);
        return quantity === 0 ? name : `${quantity} × ${name}`;
      })
      .join(', ');
  return (
    <Section title={say('orders.refunds')} flush>
      <RowTable
        label={say('orders.refunds')}
        rows={order.refunds}
        rowKey={({ id }) => id}
        columns={[
          { label: say('refunds.number'), cell: ({ woo_refund_id }) => String(woo_refund_id) },
          { label: say('refunds.refunded_at'), cell: ({ refunded_at }) => <Moment at={refunded_at} /> },
          {
            label: say('refunds.reason'),
            cell: ({ reason }) => (reason === null ? <Dash /> : <span data-data>{reason}</span>),
          },
          {
            label: say('refunds.lines'),
            cell: (refund) => (refund.lines.length === 0 ? say('refunds.no_lines') : linesOf(refund)),
          },
          {
            label: say('sales.amount'),
            figures: true,
            cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
          },
          {
            label: say('orders.whole'),
            figures: true,
            cell: ({ order_amount, currency }) => <Money amount={order_amount} currency={currency} />,
          },
        ]}
      />
    </Section>
  );
}

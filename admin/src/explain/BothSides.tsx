import type { ReactElement } from 'react';
import type { Explanation } from '../../../src/contract/ticketing/explanation.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { OrderItems } from '../orders/OrderItems.tsx';
import { OrderMoney } from '../orders/OrderMoney.tsx';
import { OrderRefunds } from '../orders/OrderRefunds.tsx';
import { OrderTickets } from '../orders/OrderTickets.tsx';
import { personName } from '../sales/person-name.ts';
import { Facts } from '../ui/screens/Facts.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { StoreStatus, StoreStatuses } from '../ui/values/StoreStatus.tsx';

type StoreOrder = NonNullable<Explanation['store']['order']>;

/** The rows of the store now, and then those of the backend. */
export function BothSides({ explanation }: { readonly explanation: Explanation }): ReactElement {
  const say = useTexts();
  const { store, order, ticket } = explanation;
  return (
    <>
      {store.order !== null && <StoreOrderFacts order={store.order} />}
      {store.order !== null && <StoreLines order={store.order} />}
      {store.order !== null && store.order.refunds.length > 0 && <StoreRefunds order={store.order} />}
      {store.tickets.length > 0 && <StoreTickets tickets={store.tickets} />}
      {order === null && ticket === null && (
        <Section title={say('explain.here')}>
          <Nothing text={say('explain.not_here')} />
        </Section>
      )}
      {order !== null && (
        <>
          <Section title={say('explain.here')}>
            <OrderMoney order={order} />
          </Section>
          <OrderItems order={order} />
          <OrderTickets order={order} />
          {order.refunds.length > 0 && <OrderRefunds order={order} />}
        </>
      )}
    </>
  );
}

function StoreOrderFacts({ order }: { readonly order: StoreOrder }): ReactElement {
  const say = useTexts();
  const { currency } = order;
  const person = personName(order);
  const facts = [
    { id: 'number', label: say('orders.number'), value: order.number },
    { id: 'status', label: say('orders.source_status'), value: <StoreStatus status={order.source_status} /> },
    {
      id: 'buyer',
      label: say('orders.buyer'),
      value: person === null ? <Dash /> : <span data-data>{person}</span>,
    },
    {
      id: 'total',
      label: say('orders.whole'),
      value: <Money amount={order.order_total} currency={currency} />,
    },
    {
      id: 'refunded',
      label: say('orders.whole_refunded'),
      value: <Money amount={order.order_refunded} currency={currency} />,
    },
    { id: 'ordered', label: say('orders.ordered'), value: <Moment at={order.ordered_at} /> },
    { id: 'paid', label: say('orders.paid_at'), value: <Moment at={order.paid_at} /> },
    { id: 'modified', label: say('orders.modified_at'), value: <Moment at={order.modified_at} /> },
  ];
  return (
    <Section title={say('explain.store')}>
      <Facts facts={facts} minWidth={200} />
    </Section>
  );
}

function StoreLines({ order }: { readonly order: StoreOrder }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { currency } = order;
  type Line = StoreOrder['lines'][number];
  const money = (label: string, part: 'subtotal' | 'total' | 'tax') => ({
    label,
    figures: true,
    cell: (line: Line) => <Money amount={line[part]} currency={currency} />,
  });
  return (
    <Section title={say('explain.lines')} flush>
      <RowTable<Line>
        label={say('explain.lines')}
        rows={order.lines}
        rowKey={({ woo_item_id }) => String(woo_item_id)}
        columns={[
          { label: say('explain.line'), cell: ({ woo_item_id }) => String(woo_item_id) },
          { label: say('orders.item'), cell: ({ name }) => <span data-data>{name}</span> },
          {
            label: say('explain.of_event'),
            cell: ({ of_event }) => say(of_event ? 'explain.yes' : 'explain.no'),
          },
          {
            label: say('sales.quantity'),
            figures: true,
            cell: ({ quantity }) => formats.count(quantity),
          },
          money(say('orders.subtotal'), 'subtotal'),
          money(say('sales.total'), 'total'),
          money(say('orders.tax'), 'tax'),
        ]}
      />
    </Section>
  );
}

function StoreRefunds({ order }: { readonly order: StoreOrder }): ReactElement {
  const say = useTexts();
  const { currency } = order;
  type Refund = StoreOrder['refunds'][number];
  return (
    <Section title={say('explain.store_refunds')} flush>
      <RowTable<Refund>
        label={say('explain.store_refunds')}
        rows={order.refunds}
        rowKey={({ woo_refund_id }) => String(woo_refund_id)}
        columns={[
          { label: say('refunds.number'), cell: ({ woo_refund_id }) => String(woo_refund_id) },
          { label: say('refunds.refunded_at'), cell: ({ refunded_at }) => <Moment at={refunded_at} /> },
          {
            label: say('refunds.reason'),
            cell: ({ reason }) => (reason === null ? <Dash /> : <span data-data>{reason}</span>),
          },
          {
            label: say('explain.named_lines'),
            cell: ({ lines }) =>
              lines.length === 0
                ? say('refunds.no_lines')
                : lines
                    .map(({ refunded_item_id: line, quantity }) => `${quantity} × ${line === 0 ? '—' : line}`)
                    .join(', '),
          },
          {
            label: say('sales.amount'),
            figures: true,
            cell: ({ amount }) => <Money amount={amount} currency={currency} />,
          },
        ]}
      />
    </Section>
  );
}

type StoreTicket = Explanation['store']['tickets'][number];

function StoreTickets({ tickets }: { readonly tickets: readonly StoreTicket[] }): ReactElement {
  const say = useTexts();
  return (
    <Section title={say('explain.store_tickets')} flush>
      <RowTable<StoreTicket>
        label={say('explain.store_tickets')}
        rows={tickets}
        rowKey={({ woo_ticket_id, pending_key }) => String(woo_ticket_id ?? pending_key)}
        columns={[
          {
            label: say('sales.ticket'),
            cell: ({ woo_ticket_id, pending_key }) =>
              woo_ticket_id === null
                ? say('explain.attendee', { key: pending_key ?? '' })
                : String(woo_ticket_id),
          },
          {
            label: say('sales.name'),
            cell: (ticket) => {
              const person = personName(ticket);
              return person === null ? <Dash /> : <span data-data>{person}</span>;
            },
          },
          {
            label: say('sales.status'),
            cell: ({ source_post_status, source_status }) => {
              const statuses = [source_post_status, source_status].filter((one) => one !== null);
              return statuses.length === 0 ? <Dash /> : <StoreStatuses statuses={statuses} />;
            },
          },
          {
            label: say('explain.days'),
            cell: ({ days_checked_in: days }) => (days.length === 0 ? <Dash /> : days.join(', ')),
          },
        ]}
      />
    </Section>
  );
}

import type { ReactElement } from 'react';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { OrderStatus } from '../sales/SalesStates.tsx';
import { type FooterRow, RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NoSales } from './NoSales.tsx';

const AMOUNTS = ['total', 'refunded', 'net', 'service_fee', 'organizer_amount'] as const;

/**
 * All orders of the event by status, including those that were never paid. Only paid and refunded orders count
 * towards the payout.
 */
export function SalesByStatus({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  type Row = EventDetail['sales_by_status'][number];
  const money = (part: (typeof AMOUNTS)[number]) => ({
    label: say(`sales.${part}`),
    figures: true,
    cell: (row: Row) => <Money amount={row[part]} currency={row.currency} />,
  });
  const total = (key: 'all' | 'sold', row: EventDetail['totals'][number]): FooterRow => ({
    key: `${key} ${row.currency}`,
    total: key === 'all',
    cells: [
      event.totals.length > 1 ? say(`events.${key}_in`, { currency: row.currency }) : say(`events.${key}`),
      formats.count(row.orders),
      ...AMOUNTS.map((part) => <Money key={part} amount={row[part]} currency={row.currency} />),
    ],
  });
  return (
    <Section title={say('events.by_status')} flush>
      {event.sales_by_status.length === 0 ? (
        <NoSales />
      ) : (
        <RowTable
          label={say('events.by_status')}
          rows={event.sales_by_status}
          rowKey={({ status, currency }) => `${status} ${currency}`}
          columns={[
            { label: say('sales.status'), cell: (row) => <OrderStatus {...row} /> },
            { label: say('sales.orders'), figures: true, cell: (row) => formats.count(row.orders) },
            ...AMOUNTS.map(money),
          ]}
          footer={[
            ...event.payouts.map((row) => total('sold', row)),
            ...event.totals.map((row) => total('all', row)),
          ]}
        />
      )}
    </Section>
  );
}

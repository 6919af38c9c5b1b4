import type { ReactElement } from 'react';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { isNothing } from '../format/format-money.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { type FooterRow, RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NoSales } from './NoSales.tsx';

/** The sales of each tier. Together with the row of sales without a tier, they add up to the payout. */
export function SalesByTier({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const amount = (text: string, currency: string) =>
    isNothing(text) ? null : <Money amount={text} currency={currency} />;
  const footerOf = (row: EventDetail['payouts'][number]): readonly FooterRow[] => {
    const { currency, refunded_apportioned, rounding, refunded_rounding } = row;
    const part = (key: 'of_no_line' | 'rounding', total: string, refunded: string): FooterRow => ({
      key: `${key} ${currency}`,
      cells: [say(`events.${key}`), null, null, amount(total, currency), amount(refunded, currency)],
    });
    return [
      ...(isNothing(refunded_apportioned) ? [] : [part('of_no_line', '0', refunded_apportioned)]),
      ...(isNothing(rounding) && isNothing(refunded_rounding)
        ? []
        : [part('rounding', rounding, refunded_rounding)]),
      {
        key: currency,
        total: true,
        cells: [
          event.payouts.length > 1 ? say('events.all_in', { currency }) : say('events.all'),
          formats.count(row.quantity),
          formats.count(row.refunded_quantity),
          <Money key="total" amount={row.total} currency={currency} />,
          <Money key="refunded" amount={row.refunded} currency={currency} />,
        ],
      },
    ];
  };
  return (
    <Section title={say('events.by_tier')} flush>
      {event.sales_by_tier.length === 0 ? (
        <NoSales />
      ) : (
        <RowTable
          label={say('events.by_tier')}
          rows={event.sales_by_tier}
          rowKey={({ ticket_tier_id, currency }) => `${ticket_tier_id} ${currency}`}
          columns={[
            { label: say('sales.tier'), cell: ({ name }) => name ?? say('sales.no_tier') },
            { label: say('sales.quantity'), figures: true, cell: ({ quantity }) => formats.count(quantity) },
            {
              label: say('events.refunded_quantity'),
              figures: true,
              cell: ({ refunded_quantity }) => formats.count(refunded_quantity),
            },
            {
              label: say('sales.total'),
              figures: true,
              cell: ({ total, currency }) => <Money amount={total} currency={currency} />,
            },
            {
              label: say('sales.refunded'),
              figures: true,
              cell: ({ refunded, currency }) => <Money amount={refunded} currency={currency} />,
            },
          ]}
          footer={event.payouts.flatMap(footerOf)}
        />
      )}
    </Section>
  );
}

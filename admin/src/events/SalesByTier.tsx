import type { ReactElement } from 'react';
import type { EventDetail } from '../../../src/contract/backend-events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Money } from '../ui/Money.tsx';
import { RowTable } from '../ui/RowTable.tsx';
import { Section } from '../ui/Section.tsx';
import { NoSales } from './NoSales.tsx';

/** What each kind of ticket brought. */
export function SalesByTier({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
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
        />
      )}
    </Section>
  );
}

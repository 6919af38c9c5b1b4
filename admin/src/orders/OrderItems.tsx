import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { OrderDetail } from '../../../src/contract/ticketing/orders.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Money } from '../ui/values/Money.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';

type Item = OrderDetail['items'][number];

/** The lines of the order that bought this event. */
export function OrderItems({ order }: { readonly order: OrderDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const money = (label: string, part: 'subtotal' | 'discount' | 'tax' | 'total' | 'refunded') => ({
    label,
    figures: true,
    cell: (item: Item) => <Money amount={item[part]} currency={order.currency} />,
  });
  return (
    <Section title={say('orders.items')} flush>
      {order.items.length === 0 ? (
        <Nothing text={say('orders.no_items')} />
      ) : (
        <RowTable
          label={say('orders.items')}
          rows={order.items}
          rowKey={({ id }) => id}
          columns={[
            { label: say('orders.item'), cell: (item) => <ItemName item={item} /> },
            {
              label: say('sales.quantity'),
              figures: true,
              cell: ({ quantity, refunded_quantity }) =>
                refunded_quantity === 0
                  ? formats.count(quantity)
                  : `${formats.count(quantity)} (−${formats.count(refunded_quantity)})`,
            },
            money(say('orders.subtotal'), 'subtotal'),
            money(say('orders.discount'), 'discount'),
            money(say('orders.tax'), 'tax'),
            money(say('sales.total'), 'total'),
            money(say('sales.refunded'), 'refunded'),
            {
              label: say('orders.unticketed'),
              figures: true,
              cell: ({ unticketed_quantity }) => formats.count(unticketed_quantity),
            },
          ]}
        />
      )}
    </Section>
  );
}

function ItemName({ item }: { readonly item: Item }): ReactElement {
  const say = useTexts();
  const attributes = [...new Set(Object.values(item.attributes))].join(' · ');
  const details = [item.ticket_tier_name, attributes].filter((part) => part !== null && part !== '');
  return (
    <>
      <Box sx={{ minWidth: { sm: 160 } }}>{item.name}</Box>
      {details.length > 0 && (
        <Typography variant="body2" color="textSecondary">
          {[...new Set(details)].join(' · ')}
        </Typography>
      )}
      {item.removed_at !== null && <Chip tone="warn" label={say('sales.gone')} />}
    </>
  );
}

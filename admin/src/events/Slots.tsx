import { Box, Button, Link, Typography } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { slotWhen } from '../tickets/place-label.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Money } from '../ui/values/Money.tsx';
import { listOf } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { useNow } from '../ui/values/use-now.ts';
import { nextSlots } from './next-slots.ts';
import { slotProducts } from './slot-products.ts';

type Slot = EventDetail['slots'][number];

/**
 * The sales and check-ins of each slot, whose name links to its tickets. Shows nothing if the event has no
 * slots.
 */
export function Slots({ event }: { readonly event: EventDetail }): ReactElement | null {
  const say = useTexts();
  const formats = useFormats();
  const now = useNow();
  const [all, setAll] = useState(false);
  if (event.slots.length === 0) return null;
  const products = slotProducts(event.slots);
  const shown = all ? event.slots : nextSlots(event.slots, now);
  return (
    <Section title={say('events.slots')} flush>
      <RowTable
        label={say('events.slots')}
        rows={shown}
        rowKey={({ woo_product_id, slot, slot_at, slot_date }) =>
          `${woo_product_id} ${slot} ${slot_at} ${slot_date}`
        }
        columns={[
          {
            label: say('words.field.slot'),
            cell: (row) => (
              <>
                <Link component={RouterLink} to={ticketsOf(event.id, row)}>
                  {row.slot}
                </Link>
                {products.has(row.woo_product_id) && (
                  <Typography variant="body2" color="textSecondary" data-data>
                    {products.get(row.woo_product_id)}
                  </Typography>
                )}
              </>
            ),
          },
          {
            label: say('tickets.when'),
            cell: (row) => slotWhen(row, event.slot_timezone, formats) ?? <Dash />,
          },
          { label: say('events.slot_sold'), figures: true, cell: (row) => <Sold sales={row.sales} /> },
          {
            label: say('sales.total'),
            figures: true,
            cell: ({ sales }) =>
              sales.map(({ currency, total }) => (
                <Box key={currency}>
                  <Money amount={total} currency={currency} />
                </Box>
              )),
          },
          { label: say('events.valid'), figures: true, cell: ({ valid }) => formats.count(valid) },
          { label: say('events.inside'), figures: true, cell: (row) => <Inside {...row} /> },
          { label: say('events.not_made'), figures: true, cell: ({ pending }) => formats.count(pending) },
        ]}
      />
      {shown.length < event.slots.length && (
        <Box sx={{ p: 1.5 }}>
          <Button onClick={() => setAll(true)}>
            {say('events.all_slots', { smart_count: event.slots.length })}
          </Button>
        </Box>
      )}
    </Section>
  );
}

/** How many tickets were sold, and how many of them were refunded. */
function Sold({ sales }: Pick<Slot, 'sales'>): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const sum = (name: 'tickets' | 'refunded_tickets'): number =>
    sales.reduce((total, row) => total + row[name], 0);
  const refunded = sum('refunded_tickets');
  return (
    <>
      {formats.count(sum('tickets'))}
      {refunded > 0 && (
        <Typography variant="body2" color="textSecondary">
          {say('events.slot_refunded', { smart_count: refunded })}
        </Typography>
      )}
    </>
  );
}

/** How many people were checked in. Those whose ticket became invalid afterwards are marked. */
function Inside({ checked_in, checked_in_valid }: Slot): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const notValid = checked_in - checked_in_valid;
  return (
    <>
      {formats.count(checked_in)}
      {notValid > 0 && (
        <Typography variant="body2" color="textSecondary">
          {say('events.no_longer_valid', { smart_count: notValid })}
        </Typography>
      )}
    </>
  );
}

function ticketsOf(event: string, { woo_product_id, slot, slot_at, slot_date }: Slot): string {
  return listOf('tickets', {
    event,
    woo_product_id: String(woo_product_id),
    slot,
    ...(slot_at !== null && { slot_at }),
    ...(slot_date !== null && { slot_date }),
  });
}

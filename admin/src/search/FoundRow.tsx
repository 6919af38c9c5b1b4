import { Box, Typography } from '@mui/material';
import type { ReactElement, ReactNode } from 'react';
import type { SearchReply } from '../../../src/contract/search.ts';
import { useFormats } from '../format/use-formats.ts';
import { type Say, useTexts } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { CheckInStatus, EventStatus, OrderStatus, TicketStatus } from '../sales/SalesStates.tsx';
import { ticketLabel } from '../tickets/ticket-label.ts';
import { Chip } from '../ui/values/Chip.tsx';
import type { FoundOption } from './found-options.ts';

/** One result: its name, its details, and whether its ticket admits its holder. */
export function FoundRow({ option }: { readonly option: FoundOption }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  if (option.row === null) return <Line title={say(`search.all_${option.kind}`)} />;
  switch (option.kind) {
    case 'orders': {
      const { row } = option;
      return (
        <Line
          title={joined(say('orders.number_of', { number: row.number }), personName(row))}
          facts={[storeIdOf(row, say), row.event_title, contact(row)]}
        >
          <Gone row={row} say={say} />
          <OrderStatus status={row.status} />
        </Line>
      );
    }
    case 'tickets': {
      const { row } = option;
      const order = row.order_number === null ? say('tickets.no_order') : orderOf(row.order_number, say);
      return (
        <Line
          title={joined(ticketLabel({ ...row, woo_ticket_id: null }, say), personName(row))}
          facts={[order, row.event_name, contact(row)]}
        >
          <Gone row={row} say={say} />
          <TicketStatus status={row.status} />
          <CheckInStatus check_in_status={row.check_in_status} />
        </Line>
      );
    }
    case 'events': {
      const { title, starts_at, timezone, venue, status } = option.row;
      const begins = starts_at === null ? null : formats.dateTime(starts_at, timezone);
      return (
        <Line title={title} facts={[begins, venue]}>
          <Gone row={option.row} say={say} />
          <EventStatus status={status} />
        </Line>
      );
    }
    case 'configurations': {
      const { name, event_name } = option.row;
      return <Line title={name} facts={[event_name === name ? null : event_name]} />;
    }
  }
}

/** WooCommerce's own id, if the store shows another number. */
function storeIdOf({ number, woo_order_id }: FoundOrder, say: Say): string | null {
  return number === String(woo_order_id) ? null : say('orders.woo_order_id_of', { id: String(woo_order_id) });
}

const orderOf = (number: string, say: Say): string => say('tickets.order_of', { number });

function joined(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' · ');
}

/** The e-mail address or the phone number; masked ones are left out. */
function contact({ email, phone }: { readonly email: string | null; readonly phone: string | null }): string {
  const contacts = [email, phone?.replaceAll(' ', '\u00a0') ?? null];
  return joined(...contacts.map((text) => (text === '***' ? null : text)));
}

type FoundOrder = Pick<SearchReply['orders']['results'][number], 'number' | 'woo_order_id'>;

interface GoneProps {
  readonly row: { readonly removed_at: string | null };
  readonly say: Say;
}

function Gone({ row, say }: GoneProps): ReactElement | null {
  return row.removed_at === null ? null : <Chip tone="warn" label={say('sales.gone')} />;
}

interface LineProps {
  readonly title: string;
  readonly facts?: readonly (string | null)[];
  readonly children?: ReactNode;
}

function Line({ title, facts = [], children }: LineProps): ReactElement {
  const below = joined(...facts);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5, rowGap: 0.5 }}>
      <Box sx={{ flex: '1 1 220px', minWidth: 0, overflowWrap: 'anywhere' }}>
        <Typography component="div" sx={{ fontWeight: 600 }}>
          {title}
        </Typography>
        {below !== '' && (
          <Typography component="div" variant="body2" color="textSecondary">
            {below}
          </Typography>
        )}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>{children}</Box>
    </Box>
  );
}

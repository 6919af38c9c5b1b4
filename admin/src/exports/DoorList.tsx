import PrintIcon from '@mui/icons-material/PrintOutlined';
import { Box, Button, GlobalStyles } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useParams } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import { callLines } from '../data-provider.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { exportAddress } from '../list-address.ts';
import { personName } from '../sales/person-name.ts';
import { ticketLabel } from '../tickets/ticket-label.ts';
import { DetailScreen, Details } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Empty } from '../ui/screens/States.tsx';

/** On paper there is only the list: its page has neither menu nor buttons. */
const ON_PAPER = (
  <GlobalStyles
    styles={{
      '@media print': {
        body: { visibility: 'hidden' },
        '.door-list': { visibility: 'visible', position: 'absolute', inset: 0, color: '#000' },
        '.door-list button, .door-list a': { display: 'none' },
        '.door-list thead': { display: 'table-header-group' },
        '.door-list tr': { breakInside: 'avoid' },
        '@page': { margin: '12mm' },
      },
    }}
  />
);

/** Everybody who may enter, for the door: on a screen and on paper. */
export default function DoorList(): ReactElement {
  return <DetailScreen<EventDetail> resource="events">{(event) => <Shown event={event} />}</DetailScreen>;
}

function Shown({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { id = '' } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ['door-list', id],
    queryFn: async ({ signal }) =>
      await callLines<Ticket>(
        exportAddress('tickets', { filter: { event: id, status: 'active' } } as never, { format: 'ndjson' }),
        signal,
      ),
    // It is one export for each look at the page, because each is in the audit log.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
  });
  const when = event.starts_at === null ? [] : [formats.dateTime(event.starts_at, event.timezone)];
  const count = data === undefined ? [] : [say('exports.count', { smart_count: data.length })];
  return (
    <Box className="door-list">
      {ON_PAPER}
      <ScreenHead
        title={`${say('exports.door_list')}: ${event.title}`}
        back={{ to: `/events/${event.id}/show`, label: event.title }}
        sub={[...when, ...(event.venue === null ? [] : [event.venue]), ...count].join(' · ')}
        actions={
          <Button variant="contained" startIcon={<PrintIcon />} onClick={() => globalThis.print()}>
            {say('exports.print')}
          </Button>
        }
      />
      <Details
        record={data}
        error={error}
        onRetry={() => void refetch()}
        content={(tickets) => <Lines tickets={tickets} />}
      />
    </Box>
  );
}

function Lines({ tickets }: { readonly tickets: readonly Ticket[] }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  if (tickets.length === 0) return <Empty title={say('exports.empty')} text={say('exports.empty_hint')} />;
  const placeOf = ({ slot, seat_row, seat_number }: Ticket): string =>
    [slot, [seat_row, seat_number].filter((part) => part !== null).join(' ')]
      .filter((part) => part !== null && part !== '')
      .join(' · ');
  const hasPlaces = tickets.some((ticket) => placeOf(ticket) !== '');
  return (
    <Box
      component="table"
      sx={{
        width: '100%',
        borderCollapse: 'collapse',
        fontSize: '0.875rem',
        '& th, & td': {
          textAlign: 'left',
          verticalAlign: 'top',
          py: 0.5,
          px: { xs: 0.5, sm: 1 },
          borderBottom: 1,
          borderColor: 'divider',
          overflowWrap: 'break-word',
        },
      }}
    >
      <thead>
        <tr>
          <th>{say('exports.came')}</th>
          <th>{say('exports.name')}</th>
          <th>{say('sales.tier')}</th>
          {hasPlaces && <th>{say('exports.place')}</th>}
          <th>{say('exports.number')}</th>
        </tr>
      </thead>
      <tbody>
        {byName(tickets, formats.locale).map((ticket) => (
          <tr key={ticket.id}>
            <td>{ticket.check_in_status === 'not_checked_in' ? '☐' : '☑'}</td>
            <td data-data>{personName(ticket) ?? say('tickets.no_name')}</td>
            <td data-data>{ticket.ticket_tier_name ?? say('sales.no_tier')}</td>
            {hasPlaces && <td data-data>{placeOf(ticket)}</td>}
            <td>{ticketLabel(ticket, say)}</td>
          </tr>
        ))}
      </tbody>
    </Box>
  );
}

/** By last name, as the language sorts; persons without a name come last. */
function byName(tickets: readonly Ticket[], locale: string): readonly Ticket[] {
  const collator = new Intl.Collator(locale);
  const nameOf = ({ last_name, first_name }: Ticket): string =>
    [last_name, first_name].filter((part) => part !== null).join(' ') || '\uFFFF';
  return tickets.toSorted((a, b) => collator.compare(nameOf(a), nameOf(b)));
}

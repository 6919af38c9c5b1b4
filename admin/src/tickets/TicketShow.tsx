import { Box, Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import type { Event } from '../../../src/contract/ticketing/events.ts';
import type { ticketDetailShape } from '../../../src/contract/ticketing/tickets.ts';
import { ConflictsOf } from '../conflicts/ConflictsOf.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { GoneNote } from '../sales/GoneNote.tsx';
import { personName } from '../sales/person-name.ts';
import { CheckInStatus, TicketStatus } from '../sales/SalesStates.tsx';
import { ScreenHead } from '../ui/ScreenHead.tsx';
import { Section } from '../ui/Section.tsx';
import { Failed, Loading } from '../ui/States.tsx';
import { useWhole } from '../ui/use-whole.ts';
import { GateWords } from './GateWords.tsx';
import { RefusedScans } from './RefusedScans.tsx';
import { TicketAnswers } from './TicketAnswers.tsx';
import { TicketFacts } from './TicketFacts.tsx';
import { TicketGate } from './TicketGate.tsx';
import { ticketLabel } from './ticket-label.ts';

export type TicketDetail = (typeof ticketDetailShape)['_output'];

export default function TicketShow(): ReactElement {
  const { id = '' } = useParams();
  const { data: ticket, error, refetch } = useWhole<TicketDetail>('tickets', id);
  if (ticket !== undefined) return <Shown ticket={ticket} />;
  return error === null ? <Loading rows={8} /> : <Failed error={error} onRetry={() => void refetch()} />;
}

function Shown({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const { data: event } = useWhole<Event>('events', ticket.event_id);
  return (
    <>
      <ScreenHead
        title={personName(ticket) ?? say('tickets.nobody')}
        back={{ to: '/tickets', label: say('tickets.title') }}
        state={
          <>
            <TicketStatus {...ticket} />
            <CheckInStatus {...ticket} />
          </>
        }
        sub={
          <>
            {ticketLabel(ticket, say)}
            {ticket.ticket_tier_name !== null && ` · ${ticket.ticket_tier_name}`}
            {event !== undefined && (
              <>
                {' · '}
                <Link component={RouterLink} underline="always" to={`/events/${event.id}/show`}>
                  {event.title}
                </Link>
              </>
            )}
            {' · '}
            {ticket.order_id === null ? (
              say('tickets.no_order')
            ) : (
              <Link component={RouterLink} underline="always" to={`/orders/${ticket.order_id}/show`}>
                {say('tickets.order_of', { number: ticket.order_number ?? '' })}
              </Link>
            )}
          </>
        }
      />
      <GoneNote {...ticket} />
      <Box
        sx={{
          display: 'grid',
          gap: 2.5,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' },
        }}
      >
        <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
          <TicketGate ticket={ticket} days={event?.num_days ?? 1} timeZone={event?.timezone} />
          <TicketAnswers ticket={ticket} />
        </Box>
        <Section title={say('tickets.about')}>
          <TicketFacts ticket={ticket} />
        </Section>
        <Box sx={{ gridColumn: '1 / -1', minWidth: 0, display: 'grid', gap: 2.5 }}>
          <ConflictsOf of={{ row: ticket.id }} />
          <GateWords ticket={ticket} timeZone={event?.timezone} />
        </Box>
        <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>
          <RefusedScans ticket={ticket} timeZone={event?.timezone} />
        </Box>
      </Box>
    </>
  );
}

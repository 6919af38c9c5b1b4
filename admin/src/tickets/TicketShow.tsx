import { Box, Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Event } from '../../../src/contract/ticketing/events.ts';
import type { TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import { ConflictsOf } from '../conflicts/ConflictsOf.tsx';
import { EditButton } from '../edits/EditButton.tsx';
import { EditedFields } from '../edits/EditedFields.tsx';
import { ExplainButton } from '../explain/ExplainButton.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { GoneNote } from '../sales/GoneNote.tsx';
import { personName } from '../sales/person-name.ts';
import { CheckInStatus, TicketStatus } from '../sales/SalesStates.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { Facts } from '../ui/screens/Facts.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { useWhole } from '../ui/screens/use-whole.ts';
import { Chip } from '../ui/values/Chip.tsx';
import { CheckInLog } from './CheckInLog.tsx';
import { RefusedScans } from './RefusedScans.tsx';
import { TicketCheckIn } from './TicketCheckIn.tsx';
import { TicketFacts } from './TicketFacts.tsx';
import { ticketLabel } from './ticket-label.ts';

export default function TicketShow(): ReactElement {
  return (
    <DetailScreen<TicketDetail> resource="tickets">{(ticket) => <Shown ticket={ticket} />}</DetailScreen>
  );
}

function Shown({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const { data: event } = useWhole<Event>('events', ticket.event_id);
  return (
    <>
      <ScreenHead
        title={personName(ticket) ?? say('tickets.no_name')}
        back={{ to: '/tickets', label: say('tickets.title') }}
        state={
          <>
            <TicketStatus {...ticket} />
            <CheckInStatus {...ticket} />
            {ticket.edits.length > 0 && <Chip tone="quiet" label={say('edits.mark')} />}
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
        actions={
          <>
            <ExplainButton to={`/tickets/${ticket.id}/explain`} />
            <EditButton resource="tickets" record={ticket} />
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
          <TicketCheckIn ticket={ticket} timeZone={event?.timezone} />
          <TicketAnswers ticket={ticket} />
        </Box>
        <Section title={say('tickets.about')}>
          <TicketFacts ticket={ticket} />
        </Section>
        <Box sx={{ gridColumn: '1 / -1', minWidth: 0, display: 'grid', gap: 2.5 }}>
          <EditedFields resource="tickets" record={ticket} />
          <ConflictsOf of={{ row: ticket.id }} />
          <CheckInLog ticket={ticket} timeZone={event?.timezone} />
        </Box>
        <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>
          <RefusedScans ticket={ticket} timeZone={event?.timezone} />
        </Box>
      </Box>
    </>
  );
}

/** The questions and answers of the form, in the store's words. A ticked box is shown as yes. */
function TicketAnswers({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const answerOf = (key: string, value: string): ReactElement => {
    if (value.trim() === '') return <em>{say('tickets.unanswered')}</em>;
    if (value === '1' && ticket.tick_boxes.includes(key)) return <>{say('tickets.ticked')}</>;
    return <span data-data>{value}</span>;
  };
  const open = ticket.unanswered.map(({ key, label }) => ({ key, label, value: '' }));
  const asked = [...ticket.form_data, ...open].map(({ key, label, value }) => ({
    id: key,
    label: <span data-data>{label ?? key}</span>,
    value: answerOf(key, value),
  }));
  return (
    <Section title={say('tickets.answers')}>
      {asked.length === 0 ? say('tickets.no_answers') : <Facts facts={asked} minWidth={220} />}
    </Section>
  );
}

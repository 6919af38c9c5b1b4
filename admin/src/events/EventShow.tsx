import { Box, Button } from '@mui/material';
import { lazy, type ReactElement, Suspense } from 'react';
import { Link } from 'react-router-dom';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { ConflictsOf } from '../conflicts/ConflictsOf.tsx';
import { EditButton } from '../edits/EditButton.tsx';
import { EditedFields } from '../edits/EditedFields.tsx';
import ExportButton from '../exports/ExportButton.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { GoneNote } from '../sales/GoneNote.tsx';
import { EventStatus } from '../sales/SalesStates.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Loading } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { listOf } from '../ui/values/NameLink.tsx';
import { EventFacts } from './EventFacts.tsx';
import { Payouts } from './Payouts.tsx';
import { RetireEvent } from './RetireEvent.tsx';
import { SalesByStatus } from './SalesByStatus.tsx';
import { SalesByTier } from './SalesByTier.tsx';
import { Slots } from './Slots.tsx';
import { TicketsByTier } from './TicketsByTier.tsx';

// The chart library is larger than the rest of the page, so the page does not wait for it.
const SalesChart = lazy(() => import('./SalesChart.tsx'));

export default function EventShow(): ReactElement {
  return <DetailScreen<EventDetail> resource="events">{(event) => <Shown event={event} />}</DetailScreen>;
}

function Shown({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const sub = [
    event.starts_at === null ? null : formats.dateTime(event.starts_at, event.timezone),
    event.venue,
    event.organizer_name,
  ];
  return (
    <>
      <ScreenHead
        title={event.title}
        back={{ to: '/events', label: say('events.title') }}
        state={
          <>
            <EventStatus {...event} />
            {event.edits.length > 0 && <Chip tone="quiet" label={say('edits.mark')} />}
            {event.visibility === 'private' && <Chip tone="quiet" label={say('events.private')} />}
          </>
        }
        sub={sub.filter((part) => part !== null).join(' · ')}
        actions={<Ways event={event} />}
      />
      <GoneNote {...event} />
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <EditedFields resource="events" record={event} timeZone={event.timezone} />
        <Payouts payouts={event.payouts} />
        {event.sales_by_day.length > 0 && (
          <Suspense fallback={<Loading rows={5} />}>
            <SalesChart days={event.sales_by_day} />
          </Suspense>
        )}
        <Box
          sx={{
            display: 'grid',
            gap: 2.5,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', xl: 'minmax(0, 7fr) minmax(0, 5fr)' },
            alignItems: 'start',
          }}
        >
          <SalesByTier event={event} />
          <TicketsByTier event={event} />
        </Box>
        <Slots event={event} />
        <SalesByStatus event={event} />
        <Section title={say('events.about')}>
          <EventFacts event={event} />
        </Section>
        <ConflictsOf of={{ row: event.id }} />
      </Box>
    </>
  );
}

const EXPORTED = ['tickets', 'check-ins', 'event-payouts'] as const;

function Ways({ event }: { readonly event: EventDetail }): ReactElement {
  const say = useTexts();
  return (
    <>
      <Button component={Link} to={listOf('orders', { event: event.id })} variant="outlined">
        {say('events.open_orders')}
      </Button>
      <Button component={Link} to={listOf('tickets', { event: event.id })} variant="outlined">
        {say('events.open_tickets')}
      </Button>
      <Button component={Link} to={`/events/${event.id}/door-list`} variant="outlined">
        {say('exports.door_list')}
      </Button>
      <ExportButton lists={EXPORTED.map((list) => ({ list, filter: { event: event.id } }))} />
      <Button component={Link} to={`/events/${event.id}/statement`} variant="outlined">
        {say('statements.open')}
      </Button>
      {event.configuration_id !== null && (
        <Button component={Link} to={`/configurations/${event.configuration_id}/show`} variant="outlined">
          {say('events.open_configuration')}
        </Button>
      )}
      <EditButton resource="events" record={event} />
      <RetireEvent event={event} />
    </>
  );
}

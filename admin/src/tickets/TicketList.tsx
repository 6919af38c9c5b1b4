import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import { useMe } from '../auth/session.ts';
import { ListExport } from '../exports/ListExport.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { Person } from '../sales/Person.tsx';
import { ChoiceFilter, EventFilter, RemovedFilter, TierFilter } from '../sales/SalesFilters.tsx';
import { CheckInStatus, TicketStatus } from '../sales/SalesStates.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';
import { Unbroken } from '../ui/values/Unbroken.tsx';
import { PlaceFilters } from './PlaceFilters.tsx';
import { TierAndPlace } from './TierAndPlace.tsx';
import { ticketLabel } from './ticket-label.ts';

const STATUSES = ['active', 'pending', 'inactive', 'cancelled', 'refunded', 'orphaned'] as const;
const CHECK_INS = ['checked_in', 'partly_checked_in', 'not_checked_in'] as const;

const Table = DataTable<Ticket>;
const Col = Column<Ticket>;

export default function TicketList(): ReactElement {
  const say = useTexts();
  const { sees_personal_data } = useMe();
  return (
    <ListScreen
      resource="tickets"
      title={say('tickets.title')}
      sub={say(sees_personal_data ? 'tickets.sub' : 'sales.masked')}
      sort={{ field: 'created_at', order: 'DESC' }}
      actions={<ListExport list="tickets" />}
      filters={
        <>
          <SearchInput
            source="q"
            placeholder={say(sees_personal_data ? 'tickets.search' : 'tickets.search_masked')}
          />
          <EventFilter />
          <TierFilter />
          <PlaceFilters />
          <ChoiceFilter source="status" says="sales.status" codes={STATUSES} words="sales.ticket_status" />
          <ChoiceFilter
            source="check_in_status"
            says="tickets.gate"
            codes={CHECK_INS}
            words="sales.check_in"
          />
          <RemovedFilter />
        </>
      }
      empty={<Empty title={say('tickets.empty')} text={say('tickets.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          source="ticket_number"
          label={say('tickets.number')}
          disableSort
          render={(one) => (
            <>
              <NameLink to={`/tickets/${one.id}/show`}>
                <Unbroken text={ticketLabel(one, say)} />
              </NameLink>
              {one.also_in.length > 0 && (
                <Typography variant="body2" color="textSecondary">
                  {say('tickets.in_event', { event: one.event_name })}
                </Typography>
              )}
            </>
          )}
        />
        <Col
          source="last_name"
          label={say('tickets.attendee')}
          disableSort
          render={(one) => <Person person={one} />}
        />
        <Col
          source="ticket_tier_name"
          label={say('sales.tier')}
          disableSort
          render={(one) => <TierAndPlace ticket={one} />}
        />
        <Col
          source="status"
          label={say('sales.status')}
          disableSort
          render={(one) => <TicketStatus {...one} />}
        />
        <Col
          source="check_in_status"
          label={say('tickets.gate')}
          disableSort
          render={(one) => <AnyCheckIn ticket={one} />}
        />
        <Col
          source="order_number"
          label={say('sales.order')}
          disableSort
          render={(one) =>
            one.order_id === null ? (
              <Dash />
            ) : (
              <NameLink to={`/orders/${one.order_id}/show`}>
                <Unbroken text={one.order_number ?? ''} />
              </NameLink>
            )
          }
        />
        <Col
          source="created_at"
          label={say('tickets.made')}
          render={(one) => <RelativeTime at={one.created_at} />}
        />
      </Table>
    </ListScreen>
  );
}

/** The check-in state of a ticket, or the other row of the same store ticket that was checked in. */
function AnyCheckIn({ ticket }: { readonly ticket: Ticket }): ReactElement {
  const say = useTexts();
  const other = ticket.also_in.find((row) => row.check_in_status !== 'not_checked_in');
  if (ticket.check_in_status !== 'not_checked_in' || other === undefined)
    return <CheckInStatus {...ticket} />;
  return (
    <>
      <CheckInStatus {...ticket} check_in_status={other.check_in_status} />
      <Typography variant="body2" color="textSecondary">
        {say('tickets.in_event', { event: other.event_name })}
      </Typography>
    </>
  );
}

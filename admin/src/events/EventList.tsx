import type { ReactElement } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import type { Event } from '../../../src/contract/ticketing/events.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ChoiceFilter, OrganizerFilter, RemovedFilter } from '../sales/SalesFilters.tsx';
import { EventStatus } from '../sales/SalesStates.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

const Table = DataTable<Event>;
const Col = Column<Event>;

export default function EventList(): ReactElement {
  const say = useTexts();
  return (
    <ListScreen
      resource="events"
      title={say('events.title')}
      sub={say('events.sub')}
      sort={{ field: 'starts_at', order: 'DESC' }}
      filters={
        <>
          <SearchInput source="q" placeholder={say('events.search')} />
          <OrganizerFilter />
          <ChoiceFilter
            source="status"
            says="sales.status"
            codes={['draft', 'published', 'archived']}
            words="sales.event_status"
          />
          <RemovedFilter />
        </>
      }
      empty={<Empty title={say('events.empty')} text={say('events.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          source="title"
          label={say('events.name')}
          render={(one) => <NameLink to={`/events/${one.id}/show`}>{one.title}</NameLink>}
        />
        <Col
          source="status"
          label={say('sales.status')}
          disableSort
          render={(one) => <EventStatus {...one} />}
        />
        <Col
          source="starts_at"
          label={say('events.starts')}
          render={(one) => <Moment at={one.starts_at} timeZone={one.timezone} />}
        />
        <Col source="venue" label={say('events.venue')} disableSort render={(one) => one.venue ?? <Dash />} />
        <Col
          source="organizer_name"
          label={say('events.organizer')}
          disableSort
          render={(one) => <Email address={one.organizer_name} />}
        />
        <Col
          source="woo_product_id"
          label={say('events.product')}
          disableSort
          render={(one) => String(one.woo_product_id)}
        />
      </Table>
    </ListScreen>
  );
}

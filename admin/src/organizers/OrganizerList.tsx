import type { ReactElement } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import type { Organizer } from '../../../src/contract/ticketing/organizers.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Email } from '../ui/values/Email.tsx';
import { listOf, NameLink } from '../ui/values/NameLink.tsx';

const Table = DataTable<Organizer>;
const Col = Column<Organizer>;

/** The organizers. Each links to its events, because an organizer has no page. */
export default function OrganizerList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const events = (id: unknown): string => listOf('events', { organizer: String(id) });
  return (
    <ListScreen
      resource="organizers"
      title={say('organizers.title')}
      sub={say('organizers.sub')}
      sort={{ field: 'name', order: 'ASC' }}
      filters={<SearchInput source="q" placeholder={say('organizers.search')} />}
      empty={<Empty title={say('organizers.empty')} text={say('organizers.empty_hint')} />}
    >
      <Table rowClick={events} bulkActionButtons={false}>
        <Col
          source="name"
          label={say('organizers.name')}
          render={(one) => <NameLink to={events(one.id)}>{one.name}</NameLink>}
        />
        <Col
          source="contact_email"
          label={say('organizers.email')}
          disableSort
          render={(one) => <Email address={one.contact_email} />}
        />
        <Col
          align="right"
          source="events"
          label={say('organizers.events')}
          disableSort
          render={(one) => formats.count(one.events)}
        />
      </Table>
    </ListScreen>
  );
}

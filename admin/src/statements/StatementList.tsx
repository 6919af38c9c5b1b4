import type { ReactElement } from 'react';
import { DataTable } from 'react-admin';
import type { Statement } from '../../../src/contract/ticketing/statements.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { usePeriodText } from './use-period-text.ts';

const Table = DataTable<Statement>;
const Col = Column<Statement>;

export default function StatementList(): ReactElement {
  const say = useTexts();
  const periodOf = usePeriodText();
  return (
    <ListScreen
      resource="statements"
      title={say('statements.title')}
      sub={say('statements.sub')}
      empty={<Empty title={say('statements.empty')} text={say('statements.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          wide
          source="event_title"
          label={say('statements.event')}
          disableSort
          render={(one) => <NameLink to={`/statements/${one.id}/show`}>{one.event_title}</NameLink>}
        />
        <Col
          wide
          source="organizer_name"
          label={say('statements.organizer')}
          disableSort
          render={(one) => <Email address={one.organizer_name} />}
        />
        <Col source="number" label={say('statements.number')} disableSort />
        <Col source="last_day" label={say('statements.period')} disableSort render={periodOf} />
        <Col
          source="closing"
          label={say('statements.closing')}
          disableSort
          render={(one) => <Money amount={one.closing} currency={one.currency} />}
        />
        <Col
          source="closed_at"
          label={say('statements.closed_at')}
          disableSort
          render={(one) => <Moment at={one.closed_at} />}
        />
      </Table>
    </ListScreen>
  );
}

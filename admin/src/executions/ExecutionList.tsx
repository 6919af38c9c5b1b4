import type { ReactElement } from 'react';
import { DataTable, SearchInput, SelectInput } from 'react-admin';
import type { Execution } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { ListScreen } from '../ui/ListScreen.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { Empty } from '../ui/States.tsx';
import { ExecutionStatus } from './ExecutionStatus.tsx';

const DAYS = ['7', '90', 'all'] as const;

const Table = DataTable<Execution>;
const Col = DataTable.Col<Execution>;

export default function ExecutionList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <ListScreen
      resource="executions"
      title={say('executions.title')}
      sub={say('executions.sub')}
      sort={{ field: 'created_at', order: 'DESC' }}
      filters={
        <>
          <SearchInput source="q" placeholder={say('executions.search')} />
          <SelectInput
            source="days"
            label={say('executions.days')}
            choices={DAYS.map((id) => ({ id, name: say(`executions.days_${id}`) }))}
            emptyText={say('executions.days_30')}
            translateChoice={false}
          />
        </>
      }
      empty={<Empty title={say('executions.empty')} text={say('executions.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col source="configuration_name" label={say('executions.configuration')} disableSort />
        <Col
          source="status"
          label={say('executions.status')}
          render={(one) => <ExecutionStatus {...one} />}
        />
        <Col
          source="trigger"
          label={say('executions.trigger')}
          render={(one) => say(`words.trigger.${one.trigger}`)}
        />
        <Col
          source="started_at"
          label={say('executions.started')}
          render={(one) => <RelativeTime at={one.started_at} />}
        />
        <Col
          source="duration_seconds"
          label={say('executions.duration')}
          disableSort
          render={(one) =>
            one.duration_seconds === null ? '–' : formats.duration(one.duration_seconds * 1000)
          }
        />
      </Table>
    </ListScreen>
  );
}

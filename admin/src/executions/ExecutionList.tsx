import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import { DataTable, SearchInput, SelectInput } from 'react-admin';
import type { Execution } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash, RelativeTime } from '../ui/values/RelativeTime.tsx';
import { ChangeSummary } from './changes/ChangeSummary.tsx';
import { ExecutionStatus } from './ExecutionStatus.tsx';

const DAYS = ['7', '90', 'all'] as const;
const STATUSES = ['pending', 'running', 'success', 'failed', 'cancelled'] as const;
const TRIGGERS = ['schedule', 'live', 'webhook', 'manual', 'retry', 'command_line'] as const;
const PROOFS = ['verified', 'verified_with_rejects', 'unverified'] as const;

const Table = DataTable<Execution>;
const Col = Column<Execution>;

export default function ExecutionList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <ListScreen
      resource="executions"
      title={say('executions.title')}
      sub={say('executions.sub')}
      sort={{ field: 'created_at', order: 'DESC' }}
      filters={<Filters />}
      empty={<Empty title={say('executions.empty')} text={say('executions.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          source="configuration_name"
          label={say('executions.configuration')}
          disableSort
          render={(one) => <NameLink to={`/executions/${one.id}/show`}>{one.configuration_name}</NameLink>}
        />
        <Col
          source="status"
          label={say('executions.outcome')}
          render={(one) => <ExecutionStatus {...one} />}
        />
        <Col
          source="trigger"
          label={say('executions.trigger')}
          render={(one) => say(`words.trigger.${one.trigger}`)}
        />
        <Col
          source="counts"
          label={say('executions.changes')}
          disableSort
          render={(one) => <ChangeSummary counts={one.counts} />}
        />
        <Col
          source="created_at"
          label={say('executions.created')}
          render={(one) => <RelativeTime at={one.created_at} />}
        />
        <Col
          align="right"
          source="duration_seconds"
          label={say('executions.duration')}
          disableSort
          render={(one) =>
            one.duration_seconds === null || one.status === 'pending' ? (
              <Dash />
            ) : (
              <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
                {formats.duration(one.duration_seconds * 1000)}
              </Box>
            )
          }
        />
      </Table>
    </ListScreen>
  );
}

function Filters(): ReactElement {
  const say = useTexts();
  return (
    <>
      <SearchInput source="q" placeholder={say('executions.search')} />
      <SelectInput
        source="status"
        label={say('executions.status')}
        choices={STATUSES.map((id) => ({ id, name: say(`words.execution_status.${id}`) }))}
        translateChoice={false}
      />
      <SelectInput
        source="verification"
        label={say('executions.proof')}
        choices={PROOFS.map((id) => ({ id, name: say(`words.verification.${id}`) }))}
        translateChoice={false}
      />
      <SelectInput
        source="trigger"
        label={say('executions.trigger')}
        choices={TRIGGERS.map((id) => ({ id, name: say(`words.trigger.${id}`) }))}
        translateChoice={false}
      />
      <SelectInput
        source="days"
        label={say('executions.days')}
        choices={DAYS.map((id) => ({ id, name: say(`executions.days_${id}`) }))}
        emptyText={say('executions.days_30')}
        translateChoice={false}
      />
    </>
  );
}

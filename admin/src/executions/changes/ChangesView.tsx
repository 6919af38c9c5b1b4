import { Box, MenuItem, TextField } from '@mui/material';
import { type ReactElement, useState } from 'react';
import type { Change } from '../../../../src/contract/execution.ts';
import ExportButton from '../../exports/ExportButton.tsx';
import { useTexts } from '../../i18n/use-texts.ts';
import { PagedSection } from '../../ui/screens/PagedSection.tsx';
import { RowTable } from '../../ui/screens/RowTable.tsx';
import { Empty } from '../../ui/screens/States.tsx';
import { ChangeSubject } from './ChangeSubject.tsx';
import { FieldChanges } from './FieldChanges.tsx';
import { OperationChip } from './OperationChip.tsx';

const PER_PAGE = 50;
const OPERATIONS = ['created', 'updated', 'removed', 'restored'] as const;

/** The journal of an execution: the changed rows, with each field before and after. */
export default function ChangesView({ execution }: { readonly execution: string }): ReactElement {
  const say = useTexts();
  const [operation, setOperation] = useState('');
  return (
    <PagedSection<Change>
      title={say('executions.changes')}
      resource="changes"
      filter={{ execution, operation }}
      perPage={PER_PAGE}
      sort={{ field: 'id', order: 'ASC' }}
      aside={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
          <TextField
            select
            label={say('executions.operation')}
            value={operation}
            onChange={(event) => setOperation(event.target.value)}
            sx={{ minWidth: 170 }}
            slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
          >
            <MenuItem value="">{say('executions.all')}</MenuItem>
            {OPERATIONS.map((one) => (
              <MenuItem key={one} value={one}>
                {say(`words.operation.${one}`)}
              </MenuItem>
            ))}
          </TextField>
          <ExportButton lists={[{ list: 'journal', filter: { execution, operation } }]} />
        </Box>
      }
      empty={<Empty title={say('executions.no_changes')} text={say('executions.no_changes_hint')} />}
    >
      {(changes) => <ChangeTable changes={changes} />}
    </PagedSection>
  );
}

function ChangeTable({ changes }: { readonly changes: readonly Change[] }): ReactElement {
  const say = useTexts();
  return (
    <RowTable
      label={say('executions.changes')}
      rows={changes}
      rowKey={({ id }) => String(id)}
      columns={[
        {
          label: say('executions.operation'),
          cell: ({ operation }) => <OperationChip operation={operation} />,
        },
        {
          label: say('executions.row'),
          cell: (change) => <ChangeSubject change={change} />,
        },
        {
          label: say('executions.before_after'),
          wide: true,
          cell: (change) => <FieldChanges change={change} />,
        },
      ]}
    />
  );
}

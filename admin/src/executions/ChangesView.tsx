import { MenuItem, TextField } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import type { changeShape } from '../../../src/contract/execution.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Pages } from '../ui/Pages.tsx';
import { RowTable } from '../ui/RowTable.tsx';
import { Section } from '../ui/Section.tsx';
import { Empty, Failed, Loading } from '../ui/States.tsx';
import { ChangeSubject } from './ChangeSubject.tsx';
import { FieldChanges } from './FieldChanges.tsx';
import { OperationChip } from './OperationChip.tsx';

type Change = (typeof changeShape)['_output'];

const PER_PAGE = 50;
const OPERATIONS = ['created', 'updated', 'removed', 'restored'] as const;

/** The journal of an execution: which rows it touched, and field by field what was there before. */
export function ChangesView({ execution }: { readonly execution: string }): ReactElement {
  const say = useTexts();
  const [page, setPage] = useState(1);
  const [operation, setOperation] = useState('');
  const { data, total, error, isPending, refetch } = useGetList<Change>('changes', {
    filter: { execution, operation },
    pagination: { page, perPage: PER_PAGE },
    sort: { field: 'id', order: 'ASC' },
  });
  const choose = (chosen: string): void => {
    setOperation(chosen);
    setPage(1);
  };
  return (
    <Section
      title={say('executions.changes')}
      flush
      aside={
        <TextField
          select
          label={say('executions.operation')}
          value={operation}
          onChange={(event) => choose(event.target.value)}
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
      }
    >
      {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
      {isPending && error === null && <Loading />}
      {data?.length === 0 && (
        <Empty title={say('executions.no_changes')} text={say('executions.no_changes_hint')} />
      )}
      {data !== undefined && data.length > 0 && <ChangeTable changes={data} />}
      <Pages page={page} perPage={PER_PAGE} total={total ?? 0} onPage={setPage} />
    </Section>
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

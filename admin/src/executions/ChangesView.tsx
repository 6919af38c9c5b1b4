import {
  Box,
  MenuItem,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  TextField,
} from '@mui/material';
import { type ReactElement, useState } from 'react';
import { useGetList } from 'react-admin';
import type { changeShape } from '../../../src/contract/execution.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/Chip.tsx';
import { Pages } from '../ui/Pages.tsx';
import { Section } from '../ui/Section.tsx';
import { Empty, Failed, Loading } from '../ui/States.tsx';
import { FieldChange } from './FieldChange.tsx';
import { RowLink } from './RowLink.tsx';

type Change = (typeof changeShape)['_output'];

const PER_PAGE = 50;
const OPERATIONS = ['created', 'updated', 'removed', 'restored'] as const;
const TONE: Readonly<Record<Change['operation'], Tone>> = {
  created: 'good',
  updated: 'live',
  removed: 'bad',
  restored: 'warn',
};

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
  const words = useWords();
  return (
    <TableContainer tabIndex={0} aria-label={say('executions.changes')}>
      <Table size="small" sx={{ '& td': { verticalAlign: 'top' } }}>
        <TableHead>
          <TableRow>
            <TableCell sx={{ pl: 2.5 }}>{say('executions.operation')}</TableCell>
            <TableCell>{say('executions.row')}</TableCell>
            <TableCell sx={{ width: '60%' }}>{say('executions.before_after')}</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {changes.map((change) => (
            <TableRow key={change.id}>
              <TableCell sx={{ pl: 2.5 }}>
                <Chip tone={TONE[change.operation]} label={say(`words.operation.${change.operation}`)} />
              </TableCell>
              <TableCell sx={{ whiteSpace: 'nowrap' }}>
                {words('table_one', change.table)} <RowLink table={change.table} id={change.row_id} />
              </TableCell>
              <TableCell>
                <Box sx={{ display: 'grid', gap: 0.5, minWidth: 240 }}>
                  {Object.entries(change.fields ?? {}).map(([field, [before, after]]) => (
                    <FieldChange key={field} field={field} before={before} after={after} />
                  ))}
                </Box>
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

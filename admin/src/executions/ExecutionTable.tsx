import { Link, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Execution } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { ChangeSummary } from './ChangeSummary.tsx';
import { ExecutionStatus } from './ExecutionStatus.tsx';

/** A few executions of one configuration, inside another screen. */
export function ExecutionTable({ executions }: { readonly executions: readonly Execution[] }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  return (
    <TableContainer tabIndex={0} aria-label={say('executions.title')}>
      <Table size="small" sx={{ '& td, & th': { whiteSpace: 'nowrap' } }}>
        <TableHead>
          <TableRow>
            <TableCell sx={{ pl: 2.5 }}>{say('executions.started')}</TableCell>
            <TableCell>{say('executions.outcome')}</TableCell>
            <TableCell>{say('executions.trigger')}</TableCell>
            <TableCell>{say('executions.changes')}</TableCell>
            <TableCell align="right" sx={{ pr: 2.5 }}>
              {say('executions.duration')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {executions.map((execution) => (
            <TableRow key={execution.id} hover>
              <TableCell sx={{ pl: 2.5 }}>
                <Link
                  component={RouterLink}
                  to={`/executions/${execution.id}/show`}
                  sx={{ color: 'text.primary', fontWeight: 600 }}
                >
                  <RelativeTime at={execution.started_at ?? execution.created_at} />
                </Link>
              </TableCell>
              <TableCell>
                <ExecutionStatus {...execution} />
              </TableCell>
              <TableCell>{say(`words.trigger.${execution.trigger}`)}</TableCell>
              <TableCell>
                <ChangeSummary counts={execution.counts} />
              </TableCell>
              <TableCell align="right" sx={{ pr: 2.5 }}>
                {execution.duration_seconds === null
                  ? '–'
                  : formats.duration(execution.duration_seconds * 1000)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

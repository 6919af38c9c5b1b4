import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ReactElement } from 'react';
import type { Execution } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';

const KINDS = ['orders', 'order_items', 'refunds', 'tickets', 'check_ins'];
const COLUMNS = ['read', 'created', 'updated', 'unchanged', 'removed'] as const;

/** What came over, by kind of thing and by what became of it. */
export function Counts({ counts }: Pick<Execution, 'counts'>): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const kinds = [
    ...KINDS.filter((kind) => kind in counts),
    ...Object.keys(counts).filter((kind) => !KINDS.includes(kind)),
  ];
  return (
    <TableContainer tabIndex={0} aria-label={say('executions.counts')}>
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell sx={{ pl: 2.5 }} />
            {COLUMNS.map((column) => (
              <TableCell key={column} align="right">
                {say(`executions.count_${column}`)}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {kinds.map((kind) => (
            <TableRow key={kind}>
              <TableCell component="th" scope="row" sx={{ pl: 2.5, fontWeight: 600, whiteSpace: 'nowrap' }}>
                {words('table', kind)}
              </TableCell>
              {COLUMNS.map((column) => {
                const value = counts[kind]?.[column] ?? 0;
                return (
                  <TableCell
                    key={column}
                    align="right"
                    sx={{
                      fontVariantNumeric: 'tabular-nums',
                      color: value === 0 ? 'text.secondary' : 'text.primary',
                    }}
                  >
                    {formats.count(value)}
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

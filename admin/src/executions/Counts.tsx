import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Execution } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';

const KINDS = ['orders', 'order_items', 'refunds', 'tickets', 'check_ins'];
const COLUMNS = ['read', 'created', 'updated', 'unchanged', 'removed'] as const;

/** The number of rows by table and by operation. */
export function Counts({ counts }: Pick<Execution, 'counts'>): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const kinds = [
    ...KINDS.filter((kind) => kind in counts),
    ...Object.keys(counts).filter((kind) => !KINDS.includes(kind)),
  ];
  const table = (
    <RowTable
      label={say('executions.counts')}
      rows={kinds}
      rowKey={(kind) => kind}
      columns={[
        {
          label: say('executions.kind'),
          cell: (kind) => (
            <Box component="span" sx={{ fontWeight: 600, whiteSpace: 'nowrap' }}>
              {words('table', kind)}
            </Box>
          ),
        },
        ...COLUMNS.map((column) => ({
          label: say(`executions.count_${column}`),
          figures: true,
          cell: (kind: string) => {
            const value = counts[kind]?.[column] ?? 0;
            return (
              <Box component="span" sx={{ color: value === 0 ? 'text.secondary' : 'text.primary' }}>
                {formats.count(value)}
              </Box>
            );
          },
        })),
      ]}
    />
  );
  const hints = [
    (counts['tickets']?.read ?? 0) > 0 ? say('executions.tickets_hint') : '',
    (counts['check_ins']?.read ?? 0) > 0 ? say('executions.gate_log_hint') : '',
  ].filter((hint) => hint !== '');
  return (
    <>
      {table}
      {hints.length > 0 && (
        <Box sx={{ px: { xs: 2, sm: 2.5 }, py: 1.5 }}>
          {hints.map((hint) => (
            <Typography key={hint} variant="body2" color="textSecondary">
              {hint}
            </Typography>
          ))}
        </Box>
      )}
    </>
  );
}

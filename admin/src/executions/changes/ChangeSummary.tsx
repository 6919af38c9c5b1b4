import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { Execution } from '../../../../src/contract/execution.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';

const SIGNS = [
  ['created', '+', 'success.main'],
  ['updated', '~', 'info.main'],
  ['removed', '−', 'error.main'],
] as const;

/** How many rows of all tables were created, updated and removed: `+12 ~3 −1`. */
export function ChangeSummary({ counts }: Pick<Execution, 'counts'>): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const sums = SIGNS.map(([name, sign, color]) => {
    const sum = Object.values(counts).reduce((total, kind) => total + kind[name], 0);
    return { name, sign, color, sum };
  }).filter(({ sum }) => sum > 0);
  if (sums.length === 0)
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {say('executions.nothing_changed')}
      </Box>
    );
  return (
    <Box
      component="span"
      sx={{ display: 'inline-flex', gap: 1.25, fontVariantNumeric: 'tabular-nums', fontWeight: 600 }}
    >
      {sums.map(({ name, sign, color, sum }) => (
        <Box key={name} component="span" title={say(`executions.count_${name}`)} sx={{ color }}>
          {sign}
          {formats.count(sum)}
        </Box>
      ))}
    </Box>
  );
}

import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { ExecutionDetail } from '../../../src/contract/execution.ts';
import { useFormats } from '../format/use-formats.ts';
import { useWords } from '../i18n/use-texts.ts';

const ORDER = ['connect', 'read', 'load', 'remove', 'prove'];

/** The duration of each phase as a bar. */
export function Timings({ timings_ms }: Pick<ExecutionDetail, 'timings_ms'>): ReactElement {
  const words = useWords();
  const formats = useFormats();
  const phases = Object.entries(timings_ms).filter(([phase]) => phase !== 'total');
  const longest = Math.max(1, ...phases.map(([, ms]) => ms));
  const rank = (phase: string): number => (ORDER.indexOf(phase) + ORDER.length + 1) % (ORDER.length + 1);
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.25 }}>
      {phases
        .sort(([a], [b]) => rank(a) - rank(b))
        .map(([phase, ms]) => (
          <Box component="li" key={phase}>
            <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, fontSize: '0.875rem' }}>
              <span>{words('phase', phase)}</span>
              <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', color: 'text.secondary' }}>
                {formats.duration(ms)}
              </Box>
            </Box>
            <Box
              aria-hidden
              sx={{
                mt: 0.5,
                height: 6,
                borderRadius: 3,
                bgcolor: 'primary.main',
                opacity: 0.75,
                width: `${Math.max(1, (100 * ms) / longest)}%`,
              }}
            />
          </Box>
        ))}
    </Box>
  );
}

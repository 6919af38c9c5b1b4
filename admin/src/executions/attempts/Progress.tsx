import { Box, LinearProgress, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Execution } from '../../../../src/contract/execution.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts, useWords } from '../../i18n/use-texts.ts';
import { NextAttempt } from './NextAttempt.tsx';

const PHASES = ['connect', 'read', 'load', 'remove', 'prove'];

/** The progress of an execution: its phase, a bar, and the number of rows read, or the reason why it waits. */
export function Progress({ execution }: { readonly execution: Execution }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const { progress, status, error_message } = execution;
  if (status === 'pending') {
    return (
      <Typography component="div" variant="body2">
        {error_message ?? say('executions.waits')} <NextAttempt {...execution} />
      </Typography>
    );
  }
  const label =
    progress === null
      ? say(`words.execution_status.${status}`)
      : words('phase', PHASES.includes(progress.phase) ? progress.phase : 'read');
  return (
    <Box>
      <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 2, mb: 0.75 }}>
        <Typography sx={{ fontWeight: 600 }}>{label}</Typography>
        {progress !== null && (
          <Typography sx={{ fontVariantNumeric: 'tabular-nums' }}>
            {formats.percent(Math.round(progress.percent))}
          </Typography>
        )}
      </Box>
      <LinearProgress
        aria-label={label}
        {...(progress === null ? {} : { variant: 'determinate', value: progress.percent })}
      />
      {progress !== null && progress.orders_expected > 0 && (
        <Typography
          variant="body2"
          color="textSecondary"
          sx={{ mt: 0.75, fontVariantNumeric: 'tabular-nums' }}
        >
          {say('executions.read_so_far', {
            orders: progress.orders_read,
            orders_expected: progress.orders_expected,
            tickets: progress.tickets_read,
            tickets_expected: progress.tickets_expected,
          })}
        </Typography>
      )}
    </Box>
  );
}

import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { ExecutionDetail } from '../../../../src/contract/execution.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts, useWords } from '../../i18n/use-texts.ts';
import type { Tone } from '../../theme/palette.ts';
import { Chip } from '../../ui/values/Chip.tsx';
import { RelativeTime } from '../../ui/values/RelativeTime.tsx';
import { ContinuedFrom } from './ContinuedFrom.tsx';
import { NextAttempt } from './NextAttempt.tsx';

type Outcome = ExecutionDetail['attempts'][number]['outcome'];

const TONE: Readonly<Record<NonNullable<Outcome>, Tone>> = {
  success: 'good',
  failed: 'bad',
  cancelled: 'quiet',
  worker_lost: 'warn',
  given_back: 'quiet',
};

/** The attempts of an execution, with their results and errors. */
export function Attempts({ execution }: { readonly execution: ExecutionDetail }): ReactElement {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  const { attempts } = execution;
  return (
    <Box component="ol" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 1.5 }}>
      {attempts.map(({ number, outcome, error_code, error_message, started_at, finished_at, ...read }) => (
        <Box component="li" key={number}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.25 }}>
            <Typography sx={{ fontWeight: 600 }}>{say('executions.attempt', { number })}</Typography>
            {outcome === null ? (
              <Chip tone="live" alive label={say('words.execution_status.running')} />
            ) : (
              <Chip tone={TONE[outcome]} label={words('attempt', outcome)} />
            )}
            <Typography component="span" variant="body2" color="textSecondary">
              <RelativeTime at={started_at} />
              {finished_at !== null &&
                ` · ${formats.duration(Date.parse(finished_at) - Date.parse(started_at))}`}
            </Typography>
          </Box>
          {read.continued_from !== null && (
            <ContinuedFrom from={read.continued_from} executionId={execution.id} />
          )}
          {read.orders_read !== null && read.tickets_read !== null && (
            <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
              {say('executions.attempt_read', { orders: read.orders_read, tickets: read.tickets_read })}
            </Typography>
          )}
          {error_message !== null && (
            <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: 'anywhere' }}>
              {error_message} <code>{error_code}</code>
            </Typography>
          )}
        </Box>
      ))}
      {attempts.length === 0 && (
        <Typography component="li" color="textSecondary">
          {say('executions.not_begun')}
        </Typography>
      )}
      <Box component="li" sx={{ '&:empty': { display: 'none' } }}>
        <NextAttempt {...execution} />
      </Box>
    </Box>
  );
}

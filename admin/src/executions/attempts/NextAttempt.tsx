import { Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { Execution } from '../../../../src/contract/execution.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { RelativeTime } from '../../ui/values/RelativeTime.tsx';
import { useNow } from '../../ui/values/use-now.ts';

/** The time of the next attempt of an execution that is being retried; shows nothing for other executions. */
export function NextAttempt({
  status,
  attempt_count,
  next_attempt_at,
}: Pick<Execution, 'status' | 'attempt_count' | 'next_attempt_at'>): ReactElement | null {
  const say = useTexts();
  const now = useNow();
  if (status !== 'pending' || attempt_count === 0 || next_attempt_at === null) return null;
  return (
    <Typography component="span" variant="body2" color="textSecondary">
      {Date.parse(next_attempt_at) > now.getTime() ? (
        <>
          {say('executions.next_attempt')} <RelativeTime at={next_attempt_at} />
        </>
      ) : (
        say('executions.next_in_line')
      )}
    </Typography>
  );
}

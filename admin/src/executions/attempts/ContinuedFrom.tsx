import { Link, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { ExecutionDetail } from '../../../../src/contract/execution.ts';
import { useTexts } from '../../i18n/use-texts.ts';

type From = NonNullable<ExecutionDetail['attempts'][number]['continued_from']>;

const TEXT = {
  orders: 'executions.continues_after_order',
  orphans: 'executions.continues_after_ticket',
  done: 'executions.continues_after_all',
} as const satisfies Readonly<Record<From['phase'], string>>;

/**
 * Says after which order of which earlier attempt this attempt continued, with a link if that attempt belongs
 * to another execution.
 */
export function ContinuedFrom({
  from,
  executionId,
}: {
  readonly from: From;
  readonly executionId: string;
}): ReactElement {
  const say = useTexts();
  const { execution, attempt, phase, position } = from;
  // Formatted as text, because the number of an order has no thousands separator.
  const sentence = say(TEXT[phase], { position: String(position), number: attempt });
  return (
    <Typography variant="body2" sx={{ mt: 0.5 }}>
      {sentence}
      {execution !== executionId && (
        <>
          {' '}
          <Link component={RouterLink} underline="always" to={`/executions/${execution}/show`}>
            {say('executions.earlier_execution')}
          </Link>
        </>
      )}
    </Typography>
  );
}

import { Alert, Box, Card, LinearProgress, Link, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Execution } from '../../../src/contract/execution.ts';
import { NextAttempt } from '../executions/attempts/NextAttempt.tsx';
import { Outcome } from '../executions/Outcome.tsx';
import { useExecution } from '../executions/use-execution.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { isOver } from '../live/executions-live.ts';

/** Follows an execution that reads an order, and shows its result; then the order on the screen is fetched again. */
export function OrderSync({ execution: id }: { readonly execution: string }): ReactElement {
  const say = useTexts();
  const queries = useQueryClient();
  const { execution } = useExecution(id);
  const over = execution !== undefined && isOver(execution);
  useEffect(() => {
    if (!over) return;
    for (const key of ['orders', 'order-history', 'conflicts']) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  }, [over, queries]);
  const pending = execution?.status === 'pending' ? execution : null;
  return (
    <Box role="status" sx={{ mb: 2, display: 'grid', gap: 0.75 }}>
      {over ? (
        <Outcome execution={execution} />
      ) : (
        <Card sx={{ p: 2, display: 'grid', gap: 1.25 }}>
          <Typography>{say(pending !== null ? 'orders.sync_waits' : 'orders.sync_runs')}</Typography>
          {pending !== null && <LastError execution={pending} />}
          <LinearProgress aria-label={say('orders.sync_runs')} />
        </Card>
      )}
      <Typography variant="body2">
        <Link component={RouterLink} to={`/executions/${id}/show`}>
          {say('orders.sync_execution', { event: execution?.configuration_name ?? '' })}
        </Link>
      </Typography>
    </Box>
  );
}

/** Why the last attempt failed, and when the next one begins. */
function LastError({ execution }: { readonly execution: Execution }): ReactElement | null {
  if (execution.error_code === null) return null;
  return (
    <Alert severity="warning">
      {execution.error_message ?? execution.error_code}
      <NextAttempt {...execution} />
    </Alert>
  );
}

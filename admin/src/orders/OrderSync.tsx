import { Box, Card, LinearProgress, Link, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useEffect } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Outcome } from '../executions/Outcome.tsx';
import { useExecution } from '../executions/use-execution.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { isOver } from '../live/executions-live.ts';

/** An execution that reads an order: while it runs, and then its result; the order on the screen is read again. */
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
  const waits = execution?.status === 'pending';
  return (
    <Box role="status" sx={{ mb: 2, display: 'grid', gap: 0.75 }}>
      {over ? (
        <Outcome execution={execution} />
      ) : (
        <Card sx={{ p: 2, display: 'grid', gap: 1.25 }}>
          <Typography>{say(waits ? 'orders.sync_waits' : 'orders.sync_runs')}</Typography>
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

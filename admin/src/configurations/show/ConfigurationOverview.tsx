import { Alert, Box, Button } from '@mui/material';
import { lazy, type ReactElement, Suspense } from 'react';
import { useGetList, useResourceDefinitions } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Configuration } from '../../../../src/contract/configuration.ts';
import type { Execution } from '../../../../src/contract/execution.ts';
import { Progress } from '../../executions/attempts/Progress.tsx';
import { ExecutionTable } from '../../executions/ExecutionTable.tsx';
import { useLeftOut } from '../../executions/use-left-out.ts';
import { useTexts } from '../../i18n/use-texts.ts';
import { isOver } from '../../live/executions-live.ts';
import { useLive } from '../../live/use-live.ts';
import { Section } from '../../ui/screens/Section.tsx';
import { Failed, Loading } from '../../ui/screens/States.tsx';
import { Nothing } from '../../ui/values/Nothing.tsx';
import { RelativeTime } from '../../ui/values/RelativeTime.tsx';
import { ConfigurationFigures } from './ConfigurationFigures.tsx';
import { LiveMode } from './LiveMode.tsx';
import { StoreQuestion } from './StoreComparison.tsx';

const HistoryChart = lazy(() => import('./HistoryChart.tsx'));
const IN_CHART = 40;
const IN_TABLE = 5;

/** Shows whether the configuration works, what is running, and how its last executions ended. */
export function ConfigurationOverview({
  configuration,
}: {
  readonly configuration: Configuration;
}): ReactElement {
  const say = useTexts();
  const screens = useResourceDefinitions();
  const { ofAll } = useLeftOut();
  const { id, event_id, open_rejects, left_out, store_unreachable_since, credentials_name } = configuration;
  const { executions: live } = useLive();
  const running = live.find((one) => one.configuration === id && !isOver(one));
  const { data, error, isPending, refetch } = useGetList<Execution>('executions', {
    filter: { configuration: id, days: 'all' },
    pagination: { page: 1, perPage: IN_CHART },
    sort: { field: 'created_at', order: 'DESC' },
  });
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {running !== undefined && (
        <Section
          title={say('configurations.under_way')}
          aside={
            <Button component={Link} to={`/executions/${running.id}/show`} size="small">
              {say('configurations.look_on')}
            </Button>
          }
        >
          <Progress execution={running} />
        </Section>
      )}
      {store_unreachable_since !== null && (
        <Alert severity="error">
          {say('configurations.store_away_text', { name: credentials_name })}{' '}
          <RelativeTime at={store_unreachable_since} />
        </Alert>
      )}
      <StoreQuestion configuration={configuration} errorCode={data?.find(isOver)?.error_code ?? null} />
      {open_rejects > 0 && (
        <Alert
          severity="warning"
          action={
            <Button component={Link} to="?tab=rejects" color="inherit" size="small">
              {say('ra.action.show')}
            </Button>
          }
        >
          {say('configurations.has_rejects', { smart_count: open_rejects })}.{' '}
          {say('executions.left_out', { figures: ofAll(left_out) })}.
        </Alert>
      )}
      <ConfigurationFigures configuration={configuration} />
      <LiveMode configuration={configuration} />
      <Section title={say('configurations.history')}>
        <Suspense fallback={<Loading />}>
          {data?.some(isOver) === true ? (
            <HistoryChart executions={data} />
          ) : (
            !isPending && <Nothing text={say('configurations.no_history')} />
          )}
        </Suspense>
      </Section>
      <Section
        title={say('configurations.latest')}
        flush
        aside={
          <>
            {event_id !== null && screens['events']?.hasShow === true && (
              <Button component={Link} to={`/events/${event_id}/show`} size="small">
                {say('configurations.event')}
              </Button>
            )}
            <Button component={Link} to="?tab=executions" size="small">
              {say('configurations.all_executions')}
            </Button>
          </>
        }
      >
        {error !== null && <Failed error={error} onRetry={() => void refetch()} />}
        {isPending && error === null && <Loading />}
        {data?.length === 0 && (
          <Box sx={{ px: 2.5, pb: 2 }}>
            <Nothing text={say('executions.empty')} />
          </Box>
        )}
        {data !== undefined && data.length > 0 && <ExecutionTable executions={data.slice(0, IN_TABLE)} />}
      </Section>
    </Box>
  );
}

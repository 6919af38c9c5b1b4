import { Alert, Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { ExecutionDetail } from '../../../src/contract/execution.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { isOver } from '../live/executions-live.ts';
import { Section } from '../ui/screens/Section.tsx';
import { Attempts } from './attempts/Attempts.tsx';
import { Progress } from './attempts/Progress.tsx';
import { Counts } from './Counts.tsx';
import { Outcome } from './Outcome.tsx';
import { Timings } from './Timings.tsx';

/** A summary of an execution: its progress or result, its changes, and its timings. */
export function Overview({
  execution,
  lost,
}: {
  readonly execution: ExecutionDetail;
  readonly lost: boolean;
}): ReactElement {
  const say = useTexts();
  const words = useWords();
  const over = isOver(execution);
  const { warnings, unmapped_statuses, counts, timings_ms } = execution;
  return (
    <Box sx={{ display: 'grid', gap: 2.5 }}>
      {!over && lost && <Alert severity="warning">{say('live.lost_hint')}</Alert>}
      {over ? (
        <Outcome execution={execution} />
      ) : (
        <Section title={say('executions.progress')}>
          <Progress execution={execution} />
        </Section>
      )}
      {unmapped_statuses.length > 0 && (
        <Alert severity="warning">
          {say('executions.unmapped', { statuses: unmapped_statuses.join(', ') })}
        </Alert>
      )}
      {warnings.map((warning) => (
        <Alert key={warning} severity="info">
          {words('warning', warning)}
        </Alert>
      ))}
      {Object.keys(counts).length > 0 && (
        <Section title={say('executions.counts')} flush>
          <Counts counts={counts} />
        </Section>
      )}
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: { md: '1fr 1fr' } }}>
        <Section title={say('executions.attempts')}>
          <Attempts execution={execution} />
        </Section>
        {Object.keys(timings_ms).length > 0 && (
          <Section title={say('executions.timings')}>
            <Timings timings_ms={timings_ms} />
          </Section>
        )}
      </Box>
    </Box>
  );
}

import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { SystemHealth } from '../../../src/contract/management.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { RelativeTime } from '../ui/values/RelativeTime.tsx';
import { useHealth } from './use-health.ts';

const ROLES = ['all', 'api', 'worker', 'scheduler'] as const;

/** Whether Taquilla itself works: its processes, its schedule, its queues and its messages. */
export function SystemCard(): ReactElement {
  const say = useTexts();
  const { data, error, refetch } = useHealth();
  if (data === undefined) {
    return (
      <Section title={say('system.title')}>
        {error === null ? <Loading rows={2} /> : <Failed error={error} onRetry={() => void refetch()} />}
      </Section>
    );
  }
  const isWell = data.status === 'healthy';
  const state = say(isWell ? 'system.well' : 'system.not_well');
  return (
    <Section title={say('system.title')} aside={<Chip tone={isWell ? 'good' : 'bad'} label={state} />}>
      <Reasons health={data} />
      <SystemFacts health={data} />
    </Section>
  );
}

function Reasons({ health }: { readonly health: SystemHealth }): ReactElement | null {
  const say = useTexts();
  const wordOf = useWords();
  if (health.reasons.length === 0) return null;
  const queues = health.unserved_queues.join(', ');
  return (
    <Box component="ul" sx={{ m: 0, mb: 2, pl: 2.5, display: 'grid', gap: 0.5 }}>
      {health.reasons.map((reason) => (
        <Typography component="li" key={reason} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {reason === 'worker-missing' ? say('system.unserved', { queues }) : wordOf('health_reason', reason)}
        </Typography>
      ))}
    </Box>
  );
}

function SystemFacts({ health }: { readonly health: SystemHealth }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { processes, queues, last_tick_at, undelivered_messages } = health;
  const living = ROLES.flatMap((role) => {
    const count = processes.filter((one) => one.role === role).length;
    return count === 0 ? [] : [say(`system.${role}`, { smart_count: count })];
  });
  const ready = queues.reduce((sum, one) => sum + one.ready, 0);
  const longestSeconds = Math.max(0, ...queues.map((one) => one.oldest_wait_seconds));
  const waits = say('system.waits', { smart_count: ready, minutes: Math.ceil(longestSeconds / 60) });
  const facts: readonly Fact[] = [
    {
      label: say('system.processes'),
      value: living.length === 0 ? say('system.no_process') : living.join(', '),
    },
    {
      label: say('system.last_tick'),
      value: last_tick_at === null ? say('system.never') : <RelativeTime at={last_tick_at} />,
    },
    { label: say('system.waiting'), value: ready === 0 ? say('system.nothing_waits') : waits },
    {
      label: say('system.undelivered'),
      value: undelivered_messages === 0 ? say('system.none') : formats.count(undelivered_messages),
    },
  ];
  return <Facts facts={facts} />;
}

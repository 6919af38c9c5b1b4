import { Box, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { lazy, type ReactElement, Suspense, useState } from 'react';
import { useTexts } from '../i18n/use-texts.ts';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Failed, Loading } from '../ui/screens/States.tsx';
import { AttentionCard } from './AttentionCard.tsx';
import { LiveCard } from './LiveCard.tsx';
import { StatFigures } from './StatFigures.tsx';
import { StoresCard } from './StoresCard.tsx';
import { SystemCard } from './SystemCard.tsx';
import { useStats } from './use-stats.ts';

// The charts are the heaviest part of the panel: they come after everything else.
const DayChart = lazy(() => import('./DayChart.tsx'));
const SPANS = [7, 30] as const;

/** At a glance: what needs attention, what runs, how it went. */
export default function Dashboard(): ReactElement {
  const say = useTexts();
  const [days, setDays] = useState<(typeof SPANS)[number]>(7);
  const { data: stats, error, refetch } = useStats();
  const span = (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={days}
      onChange={(_, chosen: (typeof SPANS)[number] | null) => chosen !== null && setDays(chosen)}
      aria-label={say('dashboard.span')}
    >
      {SPANS.map((one) => (
        <ToggleButton key={one} value={one} sx={{ px: 1.5, py: 0.4 }}>
          {say('dashboard.days', { days: one })}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
  return (
    <>
      <ScreenHead title={say('dashboard.title')} sub={say('dashboard.sub')} />
      <Box sx={{ display: 'grid', gap: 2.5 }}>
        <AttentionCard />
        <LiveCard />
        <SystemCard />
        {stats === undefined &&
          (error === null ? <Loading rows={6} /> : <Failed error={error} onRetry={() => void refetch()} />)}
        {stats !== undefined && (
          <>
            <StatFigures stats={stats} days={days} />
            <Box
              sx={{
                display: 'grid',
                gap: 2.5,
                gridTemplateColumns: { lg: 'minmax(0, 2fr) minmax(300px, 1fr)' },
                alignItems: 'start',
              }}
            >
              <Section title={say('dashboard.a_day')} aside={span}>
                <Suspense fallback={<Loading rows={6} />}>
                  <DayChart series={stats.series.slice(-days)} />
                </Suspense>
              </Section>
              <StoresCard stores={stats.stores} />
            </Box>
          </>
        )}
      </Box>
    </>
  );
}

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

// The chart library is the heaviest part of the panel, so it loads last.
const DayChart = lazy(() => import('./DayChart.tsx'));
const SPANS = [7, 30] as const;

/** The overview: what needs attention, what is running, and how executions ended. */
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

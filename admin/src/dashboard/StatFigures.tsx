import { Box, Link } from '@mui/material';
import type { ReactElement } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { Stats } from '../../../src/contract/management.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Figure, Figures } from '../ui/screens/Figure.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

/** The figures of the service for the number of days that the chart shows. */
export function StatFigures({ stats, days }: { readonly stats: Stats; readonly days: number }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { configurations } = stats;
  const series = stats.series.slice(-days);
  const sum = (name: 'total' | 'successful' | 'failed' | 'unverified' | 'tickets_created'): number =>
    series.reduce((total, day) => total + day[name], 0);
  const decided = sum('successful') + sum('failed');
  const over = say('dashboard.over_days', { days });
  const others = (['paused', 'error', 'disabled'] as const).filter((status) => configurations[status] > 0);
  return (
    <Figures>
      <Figure
        label={say('configurations.title')}
        value={
          <Link component={RouterLink} to="/configurations" color="inherit">
            {formats.count(configurations.total)}
          </Link>
        }
        note={[
          say('dashboard.active_of', { smart_count: configurations.active }),
          ...others.map(
            (status) =>
              `${formats.count(configurations[status])} ${say(`words.configuration_status.${status}`).toLowerCase()}`,
          ),
        ].join(', ')}
      />
      <Figure label={say('executions.title')} value={formats.count(sum('total'))} note={over} />
      <Figure
        label={say('dashboard.success_rate')}
        value={decided === 0 ? <Dash /> : formats.percent((100 * sum('successful')) / decided)}
        note={
          <>
            {say('dashboard.failed_unverified', {
              total: formats.count(sum('total')),
              failed: sum('failed'),
              unverified: sum('unverified'),
            })}
            <Now stats={stats} />
          </>
        }
      />
      <Figure
        label={say('dashboard.tickets_brought')}
        value={formats.count(sum('tickets_created'))}
        note={over}
      />
    </Figures>
  );
}

/**
 * The success rate counts ended executions only, so executions that fail at the moment are shown separately.
 */
function Now({ stats: { failing, stores } }: { readonly stats: Stats }): ReactElement | null {
  const say = useTexts();
  const away = stores.filter((store) => store.unreachable_since !== null).length;
  const lines = [
    ...(failing.length > 0 ? [say('dashboard.failing_now', { smart_count: failing.length })] : []),
    ...(away > 0 ? [say('dashboard.stores_away', { smart_count: away })] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <Box sx={(theme) => ({ color: theme.palette.tones.bad.ink, fontWeight: 600 })}>
      {lines.map((line) => (
        <div key={line}>{line}</div>
      ))}
    </Box>
  );
}

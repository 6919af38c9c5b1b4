import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import type { ReactElement } from 'react';
import type { Stats } from '../../../src/contract/management.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';

const OUTCOMES = ['successful', 'unverified', 'failed'] as const;

/** Executions by day, stacked by result. */
export default function DayChart({ series }: Pick<Stats, 'series'>): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const { tones } = useTheme().palette;
  const color = { successful: tones.good.ink, unverified: tones.warn.ink, failed: tones.bad.ink } as const;
  const most = Math.max(...series.map(({ total }) => total));
  return (
    <BarChart
      height={250}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      borderRadius={4}
      grid={{ horizontal: true }}
      series={OUTCOMES.map((outcome) => ({
        id: outcome,
        label: say(`dashboard.${outcome}`),
        stack: 'executions',
        color: color[outcome],
        data: series.map((day) => day[outcome]),
        valueFormatter: (value: number | null) => formats.count(value ?? 0),
      }))}
      xAxis={[
        {
          scaleType: 'band',
          data: series.map(({ date }) => date),
          categoryGapRatio: 0.35,
          valueFormatter: (day: string, { location }) =>
            formats.day(
              day,
              location === 'tick'
                ? { day: 'numeric', month: 'short' }
                : { weekday: 'long', day: 'numeric', month: 'long' },
            ),
        },
      ]}
      yAxis={[
        {
          width: 44,
          min: 0,
          ...(most < 5 ? { max: 5 } : {}),
          tickMinStep: 1,
          valueFormatter: (value: number) => formats.count(value),
        },
      ]}
    />
  );
}

import { useTheme } from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import type { ReactElement } from 'react';
import { useNavigate } from 'react-router-dom';
import type { Execution } from '../../../../src/contract/execution.ts';
import { useFormats } from '../../format/use-formats.ts';
import { useTexts } from '../../i18n/use-texts.ts';

/** With fewer bars, each bar would be very wide. */
const LEAST_BARS = 24;
const OUTCOMES = ['successful', 'unverified', 'failed'] as const;

function outcomeOf({ status, verification }: Execution): (typeof OUTCOMES)[number] | null {
  if (status === 'failed') return 'failed';
  if (status !== 'success') return null;
  return verification === 'unverified' ? 'unverified' : 'successful';
}

/** The duration of each of the last executions, with the newest on the right, coloured by result. */
export default function HistoryChart({
  executions,
}: {
  readonly executions: readonly Execution[];
}): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const navigate = useNavigate();
  const { tones } = useTheme().palette;
  const ended = executions.filter((one) => outcomeOf(one) !== null).reverse();
  const blanks = Array.from({ length: Math.max(0, LEAST_BARS - ended.length) }, (_, at) => `blank-${at}`);
  const color = { successful: tones.good.ink, unverified: tones.warn.ink, failed: tones.bad.ink } as const;
  const show = (value: number | null): string => (value === null ? '' : formats.duration(value * 1000));
  return (
    <BarChart
      height={210}
      margin={{ left: 0, right: 8, top: 12, bottom: 0 }}
      borderRadius={3}
      series={OUTCOMES.map((outcome) => ({
        id: outcome,
        label: say(`dashboard.${outcome}`),
        stack: 'executions',
        color: color[outcome],
        data: [
          ...blanks.map(() => null),
          ...ended.map((one) => (outcomeOf(one) === outcome ? one.duration_seconds : null)),
        ],
        valueFormatter: show,
      }))}
      xAxis={[
        {
          scaleType: 'band',
          data: [...blanks, ...ended.map(({ id }) => id)],
          categoryGapRatio: 0.3,
          tickLabelStyle: { display: 'none' },
          disableTicks: true,
          valueFormatter: (id: string) => {
            const at = ended.find((one) => one.id === id)?.started_at;
            return at === null || at === undefined ? '' : formats.dateTime(at);
          },
        },
      ]}
      yAxis={[{ width: 60, valueFormatter: (seconds: number) => show(seconds) }]}
      grid={{ horizontal: true }}
      onAxisClick={(_, axis) => {
        const id = axis?.axisValue;
        if (typeof id === 'string' && !id.startsWith('blank')) void navigate(`/executions/${id}/show`);
      }}
    />
  );
}

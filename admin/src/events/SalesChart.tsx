import {
  Box,
  MenuItem,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
  Typography,
  useTheme,
} from '@mui/material';
import { BarChart } from '@mui/x-charts/BarChart';
import { type ReactElement, useState } from 'react';
import type { EventDetail } from '../../../src/contract/ticketing/events.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { Section } from '../ui/screens/Section.tsx';
import { type SalesSpan, salesSpans } from './sales-days.ts';

type Measure = 'tickets' | 'total';
const HEIGHT_PX = 260;

/** Sales over time, one bar for each day or week. */
export default function SalesChart({ days }: { readonly days: EventDetail['sales_by_day'] }): ReactElement {
  const say = useTexts();
  const currencies = [...new Set(days.map(({ currency }) => currency))];
  const [chosen, setCurrency] = useState<string | null>(null);
  const [measure, setMeasure] = useState<Measure>('tickets');
  const currency = currencies.find((one) => one === chosen) ?? mainCurrency(days);
  const { weekly, spans, undated } = salesSpans(days, currency);
  const title = say(weekly ? 'events.by_week' : 'events.by_day');
  return (
    <Section
      title={title}
      aside={
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {currencies.length > 1 && (
            <TextField
              select
              value={currency}
              onChange={(event) => setCurrency(event.target.value)}
              slotProps={{ select: { inputProps: { 'aria-label': say('events.currency') } } }}
            >
              {currencies.map((one) => (
                <MenuItem key={one} value={one}>
                  {one}
                </MenuItem>
              ))}
            </TextField>
          )}
          <ToggleButtonGroup
            exclusive
            size="small"
            value={measure}
            onChange={(_, next: Measure | null) => next !== null && setMeasure(next)}
            aria-label={say('events.measure')}
          >
            <ToggleButton value="tickets">{say('sales.tickets')}</ToggleButton>
            <ToggleButton value="total">{say('sales.total')}</ToggleButton>
          </ToggleButtonGroup>
        </Box>
      }
    >
      <Bars spans={spans} weekly={weekly} measure={measure} currency={currency} label={title} />
      {undated > 0 && (
        <Typography variant="body2" color="textSecondary">
          {say('events.undated', { smart_count: undated })}
        </Typography>
      )}
    </Section>
  );
}

interface BarsProps {
  readonly spans: readonly SalesSpan[];
  readonly weekly: boolean;
  readonly measure: Measure;
  readonly currency: string;
  readonly label: string;
}

function Bars({ spans, weekly, measure, currency, label }: BarsProps): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const theme = useTheme();
  const short = (day: string) => formats.day(day, { day: 'numeric', month: 'short' });
  const long = (day: string) => formats.day(day, { dateStyle: 'full' });
  // A float is accurate enough for the height of a bar; the exact amount is shown as text.
  const height = ({ quantity, total }: SalesSpan) => (measure === 'tickets' ? quantity : Number(total));
  const compact = new Intl.NumberFormat(formats.locale, { notation: 'compact', maximumFractionDigits: 1 });
  return (
    <BarChart
      height={HEIGHT_PX}
      hideLegend
      skipAnimation
      aria-label={label}
      colors={[theme.palette.primary.main]}
      margin={{ top: 12, right: 4, bottom: 0, left: 0 }}
      grid={{ horizontal: true }}
      borderRadius={3}
      xAxis={[
        {
          scaleType: 'band',
          data: spans.map(({ day }) => day),
          categoryGapRatio: 0.25,
          disableLine: true,
          disableTicks: true,
          valueFormatter: (day: string, { location }) => {
            if (location === 'tick') return short(day);
            return weekly ? say('events.week_of', { day: long(day) }) : long(day);
          },
        },
      ]}
      yAxis={[
        {
          width: 48,
          disableLine: true,
          disableTicks: true,
          ...(measure === 'tickets' && { tickMinStep: 1 }),
          valueFormatter: (value: number) => compact.format(value),
        },
      ]}
      series={[
        {
          data: spans.map(height),
          label: say(measure === 'tickets' ? 'sales.tickets' : 'sales.total'),
          valueFormatter: (value, { dataIndex }) =>
            measure === 'tickets'
              ? formats.count(value ?? 0)
              : formats.money(spans[dataIndex]?.total ?? '0', currency),
        },
      ]}
    />
  );
}

/** The currency in which most tickets were sold. */
function mainCurrency(days: EventDetail['sales_by_day']): string {
  const sold = new Map<string, number>();
  for (const { currency, quantity } of days) sold.set(currency, (sold.get(currency) ?? 0) + quantity);
  return [...sold].sort(([, a], [, b]) => b - a)[0]?.[0] ?? '';
}

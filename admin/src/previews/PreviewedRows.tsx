import { Box } from '@mui/material';
import type { ReactElement } from 'react';
import type { PreviewReport } from '../../../src/contract/effects/preview.ts';
import type { TicketStatus } from '../../../src/vocabulary/ticketing.ts';
import { OperationChip } from '../executions/changes/OperationChip.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Money } from '../ui/values/Money.tsx';

interface ReportProps {
  readonly report: PreviewReport;
}

type Amounts = PreviewReport['sums'][number]['amounts'];

/** The rows that a preview shows: their number by table and field, the amounts of orders, and admissions. */
export function PreviewedRows({ report }: ReportProps): ReactElement {
  return (
    <>
      <ByField report={report} />
      <OrderAmounts report={report} />
      <Admissions report={report} />
    </>
  );
}

function ByField({ report: { differences } }: ReportProps): ReactElement | null {
  const say = useTexts();
  const words = useWords();
  const formats = useFormats();
  if (differences.length === 0) return null;
  return (
    <Section title={say('previews.by_field')} flush>
      <RowTable
        label={say('previews.by_field')}
        rows={differences}
        rowKey={({ table, operation }) => `${table} ${operation}`}
        columns={[
          { label: say('previews.rows'), cell: ({ table }) => words('table', table) },
          { label: say('previews.would'), cell: ({ operation }) => <OperationChip operation={operation} /> },
          { label: say('previews.count'), figures: true, cell: ({ count }) => formats.count(count) },
          {
            label: say('previews.fields'),
            wide: true,
            cell: ({ fields }) =>
              Object.entries(fields)
                .map(([field, count]) => `${words('field', field)}: ${formats.count(count)}`)
                .join(' · '),
          },
        ]}
      />
    </Section>
  );
}

function OrderAmounts({ report: { amounts, amounts_count, sums } }: ReportProps): ReactElement | null {
  const say = useTexts();
  if (amounts_count === 0) return null;
  const rows = [
    ...sums.map(({ currency, amounts: both }) => {
      return {
        key: currency,
        label: say('previews.all_orders', { currency }),
        currency,
        both,
      };
    }),
    ...amounts.map(({ number, woo_order_id, currency, amounts: both }) => {
      return { key: String(woo_order_id), label: number, currency, both };
    }),
  ];
  return (
    <Section title={say('previews.amounts')} flush>
      <RowTable
        label={say('previews.amounts')}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { label: say('previews.order'), cell: ({ label }) => label },
          {
            label: say('previews.change'),
            wide: true,
            cell: ({ both, currency }) => <BothAmounts both={both} currency={currency} />,
          },
        ]}
      />
      <More shown={amounts.length} all={amounts_count} />
    </Section>
  );
}

function BothAmounts({
  both,
  currency,
}: {
  readonly both: Amounts;
  readonly currency: string;
}): ReactElement {
  const words = useWords();
  return (
    <Box sx={{ display: 'grid', gap: 0.5, fontSize: '0.875rem' }}>
      {Object.entries(both).map(([name, amounts]) =>
        amounts === undefined || amounts.before === amounts.after ? null : (
          <span key={name}>
            {words('field', name)}: <Money amount={amounts.before} currency={currency} /> →{' '}
            <Money amount={amounts.after} currency={currency} />
          </span>
        ),
      )}
    </Box>
  );
}

function Admissions({ report }: ReportProps): ReactElement | null {
  const say = useTexts();
  const rows = [...report.no_longer_valid, ...report.valid_again];
  const all = report.no_longer_valid_count + report.valid_again_count;
  if (all === 0) return null;
  const status = (text: string): string =>
    text === 'removed' ? say('previews.removed') : say(`sales.ticket_status.${text as TicketStatus}`);
  return (
    <Section title={say('previews.admissions')} flush>
      <RowTable
        label={say('previews.admissions')}
        rows={rows}
        rowKey={({ woo_order_id, woo_ticket_id, number }) => `${woo_order_id} ${woo_ticket_id} ${number}`}
        columns={[
          {
            label: say('previews.ticket'),
            cell: ({ number, woo_ticket_id }) =>
              number ?? (woo_ticket_id === null ? '–' : String(woo_ticket_id)),
          },
          { label: say('previews.order'), cell: ({ order_number }) => order_number ?? '–' },
          {
            label: say('previews.change'),
            wide: true,
            cell: ({ before, after, held }) =>
              `${status(before)} → ${status(after)}${held ? ` (${say('previews.is_held')})` : ''}`,
          },
        ]}
      />
      <More shown={rows.length} all={all} />
    </Section>
  );
}

function More({ shown, all }: { readonly shown: number; readonly all: number }): ReactElement | null {
  const say = useTexts();
  const formats = useFormats();
  if (shown >= all) return null;
  return <Box sx={{ p: 2 }}>{say('previews.more', { count: formats.count(all - shown) })}</Box>;
}

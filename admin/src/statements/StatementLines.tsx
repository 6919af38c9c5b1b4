import type { ReactElement } from 'react';
import type { StatementLine } from '../../../src/contract/ticketing/statements.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';

const PER_PAGE = 25;
const AMOUNTS = ['gross', 'refunded', 'service_fee', 'amount'] as const;

type Row = StatementLine & { readonly id: number };

interface StatementLinesProps {
  readonly resource: 'statement-lines' | 'open-statement-lines';
  readonly filter: Readonly<Record<string, string>>;
  readonly currency: string;
  readonly timezone: string;
}

/** The lines of a closed statement, or of the open one. */
export function StatementLines({ resource, filter, currency, timezone }: StatementLinesProps): ReactElement {
  const say = useTexts();
  return (
    <PagedSection<Row>
      title={say('statements.lines')}
      resource={resource}
      filter={filter}
      perPage={PER_PAGE}
      sort={{ field: 'id', order: 'ASC' }}
      empty={<Empty title={say('statements.no_lines')} text={say('statements.no_lines_hint')} />}
    >
      {(rows) => (
        <RowTable
          label={say('statements.lines')}
          rows={rows}
          rowKey={({ position }) => String(position)}
          columns={[
            { label: say('statements.kind'), wide: true, cell: (row) => <Kind row={row} /> },
            { label: say('statements.order'), cell: (row) => <Subject row={row} /> },
            { label: say('statements.tickets'), cell: ({ ticket_numbers }) => ticket_numbers.join(', ') },
            { label: say('statements.when'), cell: (row) => <When row={row} timezone={timezone} /> },
            ...AMOUNTS.map((name) => ({
              label: say(`statements.${name}`),
              figures: true,
              cell: (row: Row) => <Money amount={row[name]} currency={currency} />,
            })),
          ]}
        />
      )}
    </PagedSection>
  );
}

function Kind({ row: { kind, reason } }: { readonly row: StatementLine }): ReactElement {
  const say = useTexts();
  const parts = [
    say(`statements.kinds.${kind}`),
    reason === null ? null : say(`statements.reasons.${reason}`),
  ];
  return <>{parts.filter((part) => part !== null).join(': ')}</>;
}

function Subject({ row }: { readonly row: StatementLine }): ReactElement {
  if (row.order === null) return <>{row.reference ?? ''}</>;
  return <NameLink to={`/orders/${row.order}/show`}>{row.order_number ?? String(row.woo_order_id)}</NameLink>;
}

/** The day of a payout has no time. */
function When({ row, timezone }: { readonly row: StatementLine; readonly timezone: string }): ReactElement {
  if (row.kind === 'payout') return <>{row.happened_at?.slice(0, 10) ?? ''}</>;
  return <Moment at={row.happened_at} timeZone={timezone} />;
}

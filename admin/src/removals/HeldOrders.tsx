import { Box, Typography } from '@mui/material';
import type { ReactElement } from 'react';
import type { HeldOrder, HeldRemoval } from '../../../src/contract/removals.ts';
import { useTexts, useWords } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { PagedSection } from '../ui/screens/PagedSection.tsx';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Money } from '../ui/values/Money.tsx';
import { CellLink, NameLink } from '../ui/values/NameLink.tsx';

const PER_PAGE = 50;

type Row = HeldOrder & { readonly id: number };

/** The orders and tickets of a list of held removals: who, how much money, and why. */
export function HeldOrders({ removal }: { readonly removal: HeldRemoval }): ReactElement {
  const say = useTexts();
  const words = useWords();
  return (
    <PagedSection<Row>
      title={say('removals.orders')}
      resource="removal-orders"
      filter={{ removal: removal.id }}
      perPage={PER_PAGE}
      sort={{ field: 'id', order: 'ASC' }}
      empty={<Empty title={say('removals.list_empty')} text={say('removals.empty_hint')} />}
    >
      {(rows) => (
        <RowTable
          label={say('removals.orders')}
          rows={rows}
          rowKey={({ order, tickets }) => order ?? tickets[0]?.id ?? ''}
          columns={[
            { label: say('removals.order'), cell: (row) => <OrderName row={row} /> },
            { label: say('removals.person'), cell: (row) => personName(row) ?? '' },
            {
              label: say('removals.state'),
              cell: ({ status }) => (status === null ? '' : words('order_status', status)),
            },
            {
              label: say('removals.amount'),
              figures: true,
              cell: ({ total, currency }) =>
                total === null || currency === null ? '' : <Money amount={total} currency={currency} />,
            },
            { label: say('removals.tickets'), cell: (row) => <Tickets row={row} /> },
            { label: say('removals.why'), wide: true, cell: (row) => <Why row={row} /> },
          ]}
        />
      )}
    </PagedSection>
  );
}

interface CellProps {
  readonly row: HeldOrder;
}

function OrderName({ row }: CellProps): ReactElement {
  const say = useTexts();
  if (row.order === null) return <>{say('removals.no_order')}</>;
  return <NameLink to={`/orders/${row.order}/show`}>{row.number ?? String(row.woo_order_id)}</NameLink>;
}

function Tickets({ row: { tickets } }: CellProps): ReactElement {
  const say = useTexts();
  return (
    <Box sx={{ display: 'grid', justifyItems: 'start' }}>
      {tickets.map(({ id, number, outcome, ...person }) => (
        <Box key={id}>
          <CellLink to={`/tickets/${id}/show`} sx={{ lineHeight: '26px', color: 'text.primary' }}>
            {number ?? say('tickets.no_number')}
          </CellLink>
          <Typography component="span" variant="body2" color="textSecondary" sx={{ ml: 1 }}>
            {[personName(person), outcome === null ? null : say(`removals.${outcome}`)]
              .filter((part) => part !== null)
              .join(' · ')}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}

function Why({ row: { is_gone, tickets } }: CellProps): ReactElement {
  const say = useTexts();
  const ends = [...new Set(tickets.map(({ becomes }) => becomes))];
  const reasons = is_gone ? [say('removals.why_gone')] : ends.map((one) => say(`removals.becomes.${one}`));
  return <>{reasons.join('. ')}</>;
}

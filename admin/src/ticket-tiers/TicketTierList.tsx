import type { ReactElement, ReactNode } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import type { TicketTier } from '../../../src/contract/ticketing/ticket-tiers.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { EventFilter, RemovedFilter } from '../sales/SalesFilters.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Chip } from '../ui/values/Chip.tsx';
import { Money } from '../ui/values/Money.tsx';
import { listOf, NameLink } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';

const Table = DataTable<TicketTier>;
const Col = Column<TicketTier>;

/** The tiers; each links to its tickets. */
export default function TicketTierList(): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const tickets = (event: unknown, tier: unknown): string =>
    listOf('tickets', { event: String(event), ticket_tier: String(tier) });
  return (
    <ListScreen
      resource="ticket-tiers"
      title={say('ticket_tiers.title')}
      sub={say('ticket_tiers.sub')}
      sort={{ field: 'name', order: 'ASC' }}
      filters={
        <>
          <SearchInput source="q" placeholder={say('ticket_tiers.search')} />
          <EventFilter />
          <RemovedFilter />
        </>
      }
      empty={<Empty title={say('ticket_tiers.empty')} text={say('ticket_tiers.empty_hint')} />}
    >
      <Table rowClick={(id, _resource, tier) => tickets(tier['event_id'], id)} bulkActionButtons={false}>
        <Col
          source="name"
          label={say('sales.tier')}
          render={(one) => <NameLink to={tickets(one.event_id, one.id)}>{one.name}</NameLink>}
        />
        <Col source="event_title" label={say('sales.event')} disableSort />
        <Col
          align="right"
          source="price"
          label={say('ticket_tiers.price')}
          disableSort
          render={(one) =>
            one.price === null ? (
              say('ticket_tiers.not_sold')
            ) : (
              <Money amount={one.price} currency={one.currency} />
            )
          }
        />
        <Col
          align="right"
          source="sold"
          label={say('ticket_tiers.sold')}
          disableSort
          render={({ sold }) => formats.count(sold)}
        />
        <Col
          align="right"
          source="left"
          label={say('ticket_tiers.left')}
          disableSort
          render={(one) => <Left tier={one} />}
        />
        <Col
          align="right"
          source="capacity"
          label={say('ticket_tiers.capacity')}
          disableSort
          render={(one) => (one.capacity === null ? <Dash /> : formats.count(one.capacity))}
        />
        <Col
          source="woo_variation_id"
          label={say('ticket_tiers.product')}
          disableSort
          render={(one) => `${one.woo_product_id} / ${one.woo_variation_id}`}
        />
        <Col
          source="id"
          label={say('ticket_tiers.details')}
          disableSort
          render={(one) => (
            <NameLink to={`/ticket-tiers/${one.id}/show`}>{say('ticket_tiers.details')}</NameLink>
          )}
        />
      </Table>
    </ListScreen>
  );
}

/** How many tickets can still be sold, or how many were sold beyond the limit. */
function Left({ tier: { left, oversold } }: { readonly tier: TicketTier }): ReactNode {
  const say = useTexts();
  const formats = useFormats();
  if (oversold > 0)
    return <Chip tone="bad" label={say('ticket_tiers.oversold', { count: formats.count(oversold) })} />;
  return left === null ? <Dash /> : formats.count(left);
}

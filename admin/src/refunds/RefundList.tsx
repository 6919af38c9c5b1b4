import type { ReactElement } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import type { Refund } from '../../../src/contract/ticketing/refunds.ts';
import { ListExport } from '../exports/ListExport.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { DayFilter } from '../sales/DayFilter.tsx';
import { EventFilter, RemovedFilter } from '../sales/SalesFilters.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { Unbroken } from '../ui/values/Unbroken.tsx';

const Table = DataTable<Refund>;
const Col = Column<Refund>;

export default function RefundList(): ReactElement {
  const say = useTexts();
  return (
    <ListScreen
      resource="refunds"
      title={say('refunds.title')}
      sub={say('refunds.sub')}
      sort={{ field: 'refunded_at', order: 'DESC' }}
      actions={<ListExport list="refunds" />}
      filters={
        <>
          <SearchInput source="q" placeholder={say('refunds.search')} />
          <EventFilter />
          <DayFilter source="refunded_after" says="refunds.refunded_after" />
          <DayFilter source="refunded_before" says="refunds.refunded_before" through />
          <RemovedFilter />
        </>
      }
      empty={<Empty title={say('refunds.empty')} text={say('refunds.empty_hint')} />}
    >
      <Table
        rowClick={(_id, _resource, refund) => `/orders/${refund['order_id']}/show`}
        bulkActionButtons={false}
      >
        <Col
          source="order_number"
          label={say('sales.order')}
          disableSort
          render={(one) => (
            <NameLink to={`/orders/${one.order_id}/show`}>
              <Unbroken text={one.order_number} />
            </NameLink>
          )}
        />
        <Col
          source="woo_refund_id"
          label={say('refunds.number')}
          disableSort
          render={(one) => String(one.woo_refund_id)}
        />
        <Col
          source="refunded_at"
          label={say('refunds.refunded_at')}
          render={(one) => <Moment at={one.refunded_at} />}
        />
        <Col
          align="right"
          source="amount"
          label={say('sales.amount')}
          disableSort
          render={(one) => <Money amount={one.amount} currency={one.currency} />}
        />
        <Col
          align="right"
          source="order_amount"
          label={say('orders.whole')}
          disableSort
          render={(one) => <Money amount={one.order_amount} currency={one.currency} />}
        />
        <Col
          source="reason"
          label={say('refunds.reason')}
          disableSort
          render={(one) => (one.reason === null ? <Dash /> : <span data-data>{one.reason}</span>)}
        />
        <Col source="event_title" label={say('sales.event')} disableSort />
      </Table>
    </ListScreen>
  );
}

import type { ReactElement } from 'react';
import { DataTable, SearchInput } from 'react-admin';
import type { Order } from '../../../src/contract/ticketing/orders.ts';
import { useMe } from '../auth/session.ts';
import { ListExport } from '../exports/ListExport.tsx';
import { useTexts } from '../i18n/use-texts.ts';
import { DayFilter } from '../sales/DayFilter.tsx';
import { Person } from '../sales/Person.tsx';
import { ChoiceFilter, EventFilter, RemovedFilter } from '../sales/SalesFilters.tsx';
import { ORDER_STATUSES, OrderStatus } from '../sales/SalesStates.tsx';
import { Column } from '../ui/screens/Column.tsx';
import { ListScreen } from '../ui/screens/ListScreen.tsx';
import { Empty } from '../ui/screens/States.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { Unbroken } from '../ui/values/Unbroken.tsx';

const Table = DataTable<Order>;
const Col = Column<Order>;

export default function OrderList(): ReactElement {
  const say = useTexts();
  const { sees_personal_data } = useMe();
  return (
    <ListScreen
      resource="orders"
      title={say('orders.title')}
      sub={say(sees_personal_data ? 'orders.sub' : 'sales.masked')}
      sort={{ field: 'ordered_at', order: 'DESC' }}
      actions={<ListExport list="orders" />}
      filters={
        <>
          <SearchInput
            source="q"
            placeholder={say(sees_personal_data ? 'orders.search' : 'orders.search_masked')}
          />
          <EventFilter />
          <ChoiceFilter
            source="status"
            says="sales.status"
            codes={ORDER_STATUSES}
            words="words.order_status"
          />
          <DayFilter source="ordered_after" says="orders.ordered_after" />
          <DayFilter source="ordered_before" says="orders.ordered_before" through />
          <RemovedFilter />
        </>
      }
      empty={<Empty title={say('orders.empty')} text={say('orders.empty_hint')} />}
    >
      <Table rowClick="show" bulkActionButtons={false}>
        <Col
          source="number"
          label={say('orders.number')}
          disableSort
          render={(one) => (
            <NameLink to={`/orders/${one.id}/show`}>
              <Unbroken text={one.number} />
            </NameLink>
          )}
        />
        <Col
          source="status"
          label={say('sales.status')}
          disableSort
          render={(one) => <OrderStatus {...one} />}
        />
        <Col
          source="last_name"
          label={say('orders.buyer')}
          disableSort
          render={(one) => <Person person={one} />}
        />
        <Col
          align="right"
          source="total"
          label={say('sales.total')}
          disableSort
          render={(one) => <Money amount={one.total} currency={one.currency} />}
        />
        <Col
          align="right"
          source="refunded"
          label={say('sales.refunded')}
          disableSort
          render={(one) =>
            Number(one.refunded) === 0 ? <Dash /> : <Money amount={one.refunded} currency={one.currency} />
          }
        />
        <Col
          source="ordered_at"
          label={say('orders.ordered')}
          render={(one) => <Moment at={one.ordered_at} />}
        />
        <Col source="event_title" label={say('sales.event')} disableSort />
      </Table>
    </ListScreen>
  );
}

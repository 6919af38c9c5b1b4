import { Alert, Box, Link } from '@mui/material';
import { type ReactElement, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import type { OrderDetail } from '../../../src/contract/ticketing/orders.ts';
import { ConflictsOf } from '../conflicts/ConflictsOf.tsx';
import { ExplainButton } from '../explain/ExplainButton.tsx';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { GoneNote } from '../sales/GoneNote.tsx';
import { OrderStatus } from '../sales/SalesStates.tsx';
import { DetailScreen } from '../ui/screens/DetailScreen.tsx';
import { ScreenHead } from '../ui/screens/ScreenHead.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { OrderBuyer } from './OrderBuyer.tsx';
import { OrderHistory } from './OrderHistory.tsx';
import { OrderItems } from './OrderItems.tsx';
import { OrderMoney } from './OrderMoney.tsx';
import { OrderRefunds } from './OrderRefunds.tsx';
import { OrderSync } from './OrderSync.tsx';
import { OrderTickets } from './OrderTickets.tsx';
import { SyncOrderButton } from './SyncOrderButton.tsx';

export default function OrderShow(): ReactElement {
  return <DetailScreen<OrderDetail> resource="orders">{(order) => <Shown order={order} />}</DetailScreen>;
}

function Shown({ order }: { readonly order: OrderDetail }): ReactElement {
  const say = useTexts();
  const formats = useFormats();
  const [executions, setExecutions] = useState<readonly string[]>([]);
  return (
    <>
      <ScreenHead
        title={say('orders.number_of', { number: order.number })}
        back={{ to: '/orders', label: say('orders.title') }}
        state={<OrderStatus {...order} />}
        actions={
          <>
            <ExplainButton to={`/orders/${order.id}/explain`} />
            <SyncOrderButton id={order.id} onStarted={setExecutions} />
          </>
        }
        sub={
          <>
            <Link component={RouterLink} underline="always" to={`/events/${order.event_id}/show`}>
              {order.event_title}
            </Link>
            {' · '}
            <Moment at={order.ordered_at} />
          </>
        }
      />
      {executions.map((execution) => (
        <OrderSync key={execution} execution={execution} />
      ))}
      <GoneNote {...order} />
      {order.anonymised_at !== null && (
        <Alert severity="info" sx={{ mb: 2 }}>
          {say('orders.anonymised', { time: formats.dateTime(order.anonymised_at) })}
        </Alert>
      )}
      <Box sx={{ display: 'grid', gap: 2.5, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Box
          sx={{
            display: 'grid',
            gap: 2.5,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 3fr) minmax(0, 2fr)' },
            alignItems: 'start',
          }}
        >
          <Section title={say('orders.buyer')}>
            <OrderBuyer order={order} />
          </Section>
          <Section title={say('orders.money')}>
            <OrderMoney order={order} />
          </Section>
        </Box>
        <OrderItems order={order} />
        <OrderTickets order={order} />
        {order.refunds.length > 0 && <OrderRefunds order={order} />}
        <ConflictsOf of={{ order: order.id }} />
        <OrderHistory id={order.id} />
      </Box>
    </>
  );
}

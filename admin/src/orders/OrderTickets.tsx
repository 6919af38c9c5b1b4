import type { ReactElement } from 'react';
import type { OrderDetail } from '../../../src/contract/ticketing/orders.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { personName } from '../sales/person-name.ts';
import { CheckInStatus, TicketStatus } from '../sales/SalesStates.tsx';
import { TierAndPlace } from '../tickets/TierAndPlace.tsx';
import { ticketLabel } from '../tickets/ticket-label.ts';
import { RowTable } from '../ui/screens/RowTable.tsx';
import { Section } from '../ui/screens/Section.tsx';
import { NameLink } from '../ui/values/NameLink.tsx';
import { Nothing } from '../ui/values/Nothing.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { Unbroken } from '../ui/values/Unbroken.tsx';

export function OrderTickets({ order }: { readonly order: OrderDetail }): ReactElement {
  const say = useTexts();
  return (
    <Section title={say('orders.tickets')} flush>
      {order.tickets.length === 0 ? (
        <Nothing text={say('orders.no_tickets')} />
      ) : (
        <RowTable
          label={say('orders.tickets')}
          rows={order.tickets}
          rowKey={({ id }) => id}
          columns={[
            {
              label: say('sales.ticket'),
              cell: (ticket) => (
                <NameLink to={`/tickets/${ticket.id}/show`}>
                  <Unbroken text={ticketLabel(ticket, say)} />
                </NameLink>
              ),
            },
            { label: say('sales.name'), cell: (ticket) => personName(ticket) ?? <Dash /> },
            { label: say('sales.tier'), cell: (ticket) => <TierAndPlace ticket={ticket} /> },
            { label: say('sales.status'), cell: (ticket) => <TicketStatus {...ticket} /> },
            { label: say('tickets.gate'), cell: (ticket) => <CheckInStatus {...ticket} /> },
          ]}
        />
      )}
    </Section>
  );
}

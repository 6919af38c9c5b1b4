import type { ReactElement } from 'react';
import type { TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import { useFormats } from '../format/use-formats.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { StoreStatuses } from '../ui/values/StoreStatus.tsx';
import { slotWhen } from './place-label.ts';

export function TicketFacts({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const when = slotWhen(ticket, ticket.event_timezone, useFormats());
  const text = (value: string | null) => (value === null || value === '' ? <Dash /> : value);
  const money = (amount: string) =>
    ticket.currency === null ? <Dash /> : <Money amount={amount} currency={ticket.currency} />;
  const store = [ticket.source_post_status, ticket.source_status].filter((part) => part !== null);
  const facts: readonly (Fact | null)[] = [
    { label: say('sales.email'), value: <Email address={ticket.email} /> },
    { label: say('sales.phone'), value: text(ticket.phone) },
    ticket.company === null ? null : { label: say('tickets.company'), value: ticket.company },
    ticket.designation === null ? null : { label: say('tickets.designation'), value: ticket.designation },
    { label: say('sales.tier'), value: text(ticket.ticket_tier_name) },
    ticket.slot === null ? null : { label: say('tickets.slot'), value: ticket.slot },
    when === null ? null : { label: say('tickets.slot_time'), value: when },
    ticket.seat_row === null ? null : { label: say('tickets.seat_row'), value: ticket.seat_row },
    ticket.seat_number === null ? null : { label: say('tickets.seat_number'), value: ticket.seat_number },
    { label: say('tickets.price'), value: money(ticket.price) },
    { label: say('sales.service_fee'), value: money(ticket.service_fee) },
    { label: say('sales.organizer_amount'), value: money(ticket.organizer_amount) },
    { label: say('tickets.origin'), value: say(`tickets.origin_${ticket.origin}`) },
    {
      label: say('tickets.source_status'),
      value: store.length === 0 ? <Dash /> : <StoreStatuses statuses={store} />,
    },
    { label: say('tickets.made'), value: <Moment at={ticket.created_at} /> },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

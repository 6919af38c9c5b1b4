import type { ReactElement, ReactNode } from 'react';
import type { TicketDetail } from '../../../src/contract/ticketing/tickets.ts';
import type { TicketDetails } from '../../../src/vocabulary/ticket-details.ts';
import { useTexts } from '../i18n/use-texts.ts';
import { type Fact, Facts } from '../ui/screens/Facts.tsx';
import { Email } from '../ui/values/Email.tsx';
import { Moment } from '../ui/values/Moment.tsx';
import { Money } from '../ui/values/Money.tsx';
import { Dash } from '../ui/values/RelativeTime.tsx';
import { StoreStatuses } from '../ui/values/StoreStatus.tsx';

/**
 * Slot and seat, in this order. The list is repeated here because the panel imports only types from the
 * service.
 */
const KINDS = {
  slot: 'text',
  slot_at: 'instant',
  slot_date: 'text',
  seat_row: 'text',
  seat_number: 'text',
} as const satisfies Readonly<Record<keyof TicketDetails, 'text' | 'instant'>>;
const DETAILS = Object.keys(KINDS) as (keyof TicketDetails)[];

export function TicketFacts({ ticket }: { readonly ticket: TicketDetail }): ReactElement {
  const say = useTexts();
  const detail = (name: keyof TicketDetails): ReactNode => {
    const value = ticket[name];
    if (value === null || KINDS[name] !== 'instant') return value;
    return (
      <>
        <Moment at={value} timeZone={ticket.slot_timezone} />
        {ticket.slot_timezone !== ticket.event_timezone && ` (${ticket.slot_timezone})`}
      </>
    );
  };
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
    ...DETAILS.map((name): Fact | null => {
      const value = detail(name);
      return value === null ? null : { label: say(`words.field.${name}`), value };
    }),
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

import type { ReactElement } from 'react';
import type { Event } from '../../../src/contract/ticketing/events.ts';
import type { Order } from '../../../src/contract/ticketing/orders.ts';
import type { Ticket } from '../../../src/contract/ticketing/tickets.ts';
import { useTexts } from '../i18n/use-texts.ts';
import type { Tone } from '../theme/palette.ts';
import { Chip } from '../ui/values/Chip.tsx';

const EVENT: Readonly<Record<Event['status'], Tone>> = {
  draft: 'warn',
  published: 'good',
  archived: 'quiet',
};

const ORDER: Readonly<Record<Order['status'], Tone>> = {
  paid: 'good',
  pending: 'live',
  on_hold: 'warn',
  refunded: 'quiet',
  cancelled: 'quiet',
  failed: 'bad',
  trashed: 'quiet',
};

/** In the order in which filters list them. */
export const ORDER_STATUSES = Object.keys(ORDER) as readonly Order['status'][];

const TICKET: Readonly<Record<Ticket['status'], Tone>> = {
  active: 'good',
  pending: 'live',
  inactive: 'warn',
  cancelled: 'quiet',
  refunded: 'quiet',
  orphaned: 'bad',
};

const CHECK_IN: Readonly<Record<Ticket['check_in_status'], Tone>> = {
  not_checked_in: 'quiet',
  partly_checked_in: 'live',
  checked_in: 'good',
};

export function EventStatus({ status }: Pick<Event, 'status'>): ReactElement {
  const say = useTexts();
  return <Chip tone={EVENT[status]} label={say(`sales.event_status.${status}`)} />;
}

export function OrderStatus({ status }: Pick<Order, 'status'>): ReactElement {
  const say = useTexts();
  return <Chip tone={ORDER[status]} label={say(`words.order_status.${status}`)} />;
}

/** Whether the ticket admits its holder, and if not, why. */
export function TicketStatus({ status }: Pick<Ticket, 'status'>): ReactElement {
  const say = useTexts();
  return <Chip tone={TICKET[status]} label={say(`sales.ticket_status.${status}`)} />;
}

export function CheckInStatus({ check_in_status }: Pick<Ticket, 'check_in_status'>): ReactElement {
  const say = useTexts();
  return <Chip tone={CHECK_IN[check_in_status]} label={say(`sales.check_in.${check_in_status}`)} />;
}

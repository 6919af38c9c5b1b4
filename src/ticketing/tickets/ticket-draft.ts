import type { EventTicket, KeptTicket } from '../model/event-order.ts';
import type { StoreTicket } from '../model/store-order.ts';
import { joinDays } from './check-in.ts';

/** A ticket before it is known which unit it is, what it cost and whether it opens the gate. */
export type TicketDraft = Omit<
  EventTicket,
  'wooItemId' | 'status' | 'price' | 'serviceFee' | 'organizerAmount'
>;

/** A ticket post, continued from the row that we have of it. */
export function issuedDraft(
  ticket: StoreTicket,
  kept: KeptTicket | undefined,
  pendingKey: string | null,
): TicketDraft {
  return {
    keptId: kept?.id ?? null,
    origin: 'fooevents',
    wooTicketId: ticket.wooTicketId,
    pendingKey,
    wooOrderId: ticket.wooOrderId,
    productId: ticket.productId,
    variationId: ticket.variationId,
    sourceStatus: ticket.sourceStatus,
    sourcePostStatus: ticket.sourcePostStatus,
    createType: ticket.createType,
    ticketNumber: ticket.ticketNumber,
    sequenceNumber: ticket.sequenceNumber,
    displayNumber: ticket.displayNumber,
    attendee: ticket.attendee,
    formData: ticket.formData,
    days: joinDays(ticket.days, kept?.localDays ?? []),
    storeDays: ticket.days,
    checkIns: ticket.checkIns,
    trashed: ticket.sourcePostStatus === 'trash',
  };
}

/** What a ticket without a post is, whichever way it is known: nothing of a post. */
export function postlessDraft(
  ticket: Pick<
    TicketDraft,
    'origin' | 'pendingKey' | 'wooOrderId' | 'productId' | 'variationId' | 'attendee' | 'formData'
  >,
  kept: KeptTicket | undefined,
): TicketDraft {
  return {
    ...ticket,
    keptId: kept?.id ?? null,
    wooTicketId: null,
    sourceStatus: null,
    sourcePostStatus: null,
    createType: null,
    ticketNumber: null,
    sequenceNumber: null,
    displayNumber: null,
    days: joinDays([], kept?.localDays ?? []),
    storeDays: [],
    checkIns: [],
    trashed: false,
  };
}

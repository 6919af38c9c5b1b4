import { PLUGIN_TICKETS } from '../../vocabulary/ticketing.ts';
import type { EventTicket, ExistingTicket } from '../model/event-order.ts';
import type { StoreTicket } from '../model/store-order.ts';
import { joinDays } from './check-in.ts';

/** A ticket before its unit, its price and its validity are known. */
export type TicketDraft = Omit<
  EventTicket,
  'wooItemId' | 'status' | 'price' | 'serviceFee' | 'organizerAmount'
>;

/** A ticket post, with the existing row that it continues. */
export function issuedDraft(
  ticket: StoreTicket,
  existing: ExistingTicket | undefined,
  pendingKey: string | null,
): TicketDraft {
  return {
    existingId: existing?.id ?? null,
    origin: PLUGIN_TICKETS,
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
    details: ticket.details,
    days: joinDays(ticket.days, existing?.localDays ?? []),
    storeDays: ticket.days,
    checkIns: ticket.checkIns,
    trashed: ticket.sourcePostStatus === 'trash',
  };
}

/** A ticket without a post, from the checkout record or from a line. */
export function postlessDraft(
  ticket: Pick<
    TicketDraft,
    'origin' | 'pendingKey' | 'wooOrderId' | 'productId' | 'variationId' | 'attendee' | 'formData' | 'details'
  >,
  existing: ExistingTicket | undefined,
): TicketDraft {
  return {
    ...ticket,
    existingId: existing?.id ?? null,
    wooTicketId: null,
    sourceStatus: null,
    sourcePostStatus: null,
    createType: null,
    ticketNumber: null,
    sequenceNumber: null,
    displayNumber: null,
    days: joinDays([], existing?.localDays ?? []),
    storeDays: [],
    checkIns: [],
    trashed: false,
  };
}

import type { StoreTier } from '../../../ticketing/model/store-event.ts';
import type { StoreTicket } from '../../../ticketing/model/store-order.ts';
import { withAttributes } from '../../../ticketing/variations/unnamed-variations.ts';
import type { NoteReason } from '../../../vocabulary/note-reasons.ts';
import { metaId } from '../../values/cells.ts';
import type { RowNotes } from '../../values/row-notes.ts';
import { readText } from '../../values/store-text.ts';
import type { RawCheckIn, RawTicket, TicketContext } from '../ticket-plugin.ts';
import { readAnswers } from './attendee-form.ts';
import { readAttendee, readChosenAttributes, readPurchaser } from './attendees.ts';
import { readCheckInLog } from './check-in-log.ts';
import { isOddDayRecord, readDayStates } from './day-states.ts';
import { seatOfTicket } from './places/seats.ts';
import { slotOfTicket } from './places/slots.ts';

/** Metas of a ticket that Taquilla does not read. The price, for example, is HTML with the list price. */
export const UNREAD = [
  'WooCommerceEventsPrice',
  'WooCommerceEventsTicketHash',
  'WooCommerceEventsTicketType',
  'WooCommerceEventsCustomerID',
  'WooCommerceEventsTicketExpireTimestamp',
  'WooCommerceEventsProductName',
];

/**
 * Translates a ticket post of the plugin. Its ids are texts, and imports write any text into them. A text that
 * is not an id counts as none, as in the plugin itself.
 */
export function readTicket(
  raw: RawTicket,
  checkIns: readonly RawCheckIn[],
  context: TicketContext,
  notes: RowNotes,
): StoreTicket {
  const meta = (name: string): string | null => raw.metas.get(name) ?? null;
  const idIn = (name: string, reason: NoteReason): number => {
    const text = meta(name);
    const id = metaId(text);
    if (id === 0 && text !== null && !/^\s*0*\s*$/.test(text)) notes.add(name, text, reason);
    return id;
  };
  const orderId = idIn('WooCommerceEventsOrderID', 'order_id_unreadable');
  const variationId = idIn('WooCommerceEventsVariationID', 'variation_unreadable');
  const chosen = meta('WooCommerceEventsVariations');
  const attributes = variationId === 0 ? readChosenAttributes(chosen) : {};
  if (attributes === null) notes.add('WooCommerceEventsVariations', chosen, 'variation_unreadable');
  const days = meta('WooCommerceEventsMultidayStatus');
  if (context.keepsDays && context.numDays > 1 && isOddDayRecord(days))
    notes.add('WooCommerceEventsMultidayStatus', days, 'days_unreadable');
  const text = (name: string): string | null => readText(meta(name), notes, name);
  const status = text('WooCommerceEventsStatus');
  const sequence = meta('WooCommerceEventsTicketNumber') ?? '';
  return {
    wooTicketId: raw.id,
    wooOrderId: orderId === 0 ? null : orderId,
    productId: metaId(meta('WooCommerceEventsProductID')),
    variationId,
    attributes: attributes ?? {},
    offeredVariationId: offeredVariation(attributes ?? {}, context.tiers),
    sourcePostStatus: raw.postStatus,
    sourceStatus: status,
    createType: text('WooCommerceEventsCreateType'),
    ticketNumber: text('WooCommerceEventsTicketID'),
    // A whole number in the supported range. Any other form is kept only in the display number.
    sequenceNumber: /^\d{1,9}$/.test(sequence) ? Number(sequence) : null,
    displayNumber: text('WooCommerceEventsTicketNumberFormatted'),
    attendee: readAttendee(meta, notes),
    formData: readAnswers(raw.metas, context.labels, notes),
    details: { ...slotOfTicket(raw.metas, context.slotContext, notes), ...seatOfTicket(raw.metas, notes) },
    purchaser: readPurchaser(raw.metas, notes),
    days: readDayStates(status, days, context),
    checkIns: readCheckInLog(checkIns, context.logClock),
  };
}

function offeredVariation(attributes: StoreTicket['attributes'], tiers: readonly StoreTier[]): number {
  const [only, ...others] = withAttributes(attributes, tiers);
  return only === undefined || others.length > 0 ? 0 : only.wooVariationId;
}

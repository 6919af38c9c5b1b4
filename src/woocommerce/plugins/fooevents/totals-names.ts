import type { TicketProof } from '../ticket-plugin.ts';

/**
 * FooEvents' names for the proof. They repeat the reader's names without importing them, so that a wrong name
 * there is not wrong here too.
 */
export const FOO_EVENTS_PROOF: TicketProof = {
  postType: 'event_magic_tickets',
  ticket: {
    orderId: 'WooCommerceEventsOrderID',
    productId: 'WooCommerceEventsProductID',
    variationId: 'WooCommerceEventsVariationID',
    status: 'WooCommerceEventsStatus',
    createType: 'WooCommerceEventsCreateType',
    days: 'WooCommerceEventsMultidayStatus',
  },
  slot: {
    key: 'WooCommerceEventsBookingSlotID',
    shown: 'WooCommerceEventsBookingSlot',
    date: 'WooCommerceEventsBookingDate',
    time: 'WooCommerceEventsBookingDateMySQLFormat',
  },
  order: { record: 'WooCommerceEventsOrderTickets', generated: 'WooCommerceEventsTicketsGenerated' },
  attendee: { productId: 'WooCommerceEventsProductID', variationId: 'WooCommerceEventsVariationID' },
  isCheckedIn: (status) => status === 'Checked In',
  daysCheckedIn: (dayRecord, numDays) => {
    const record = jsonObject(dayRecord);
    return record === null ? null : daysIn(record, numDays);
  },
};

/**
 * The days of a record. The multi-day add-on accepts only a non-empty object; null if it recorded nothing yet.
 */
function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const read = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return Object.keys(read).length > 0 ? read : null;
  } catch {
    return null;
  }
}

function daysIn(record: Readonly<Record<string, unknown>>, days: number): number {
  let checkedIn = 0;
  for (let day = 1; day <= days; day += 1) if (record[day] === 'Checked In') checkedIn += 1;
  return checkedIn;
}

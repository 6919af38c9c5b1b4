import type { ProofSlot, TicketProof } from '../ticket-plugin.ts';

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
    offered: 'fooevents_bookings_options_serialized',
    zone: 'WooCommerceEventsTimeZone',
    readOffered: offeredSlots,
  },
  seat: {
    prefix: 'fooevents_seat_',
    row: 'fooevents_seat_row_name_',
    number: 'fooevents_seat_number_',
    listed: 'WooCommerceEventsSeatingFields',
  },
  order: { record: 'WooCommerceEventsOrderTickets', generated: 'WooCommerceEventsTicketsGenerated' },
  attendee: {
    productId: 'WooCommerceEventsProductID',
    variationId: 'WooCommerceEventsVariationID',
    slot: {
      list: 'WooCommerceEventsBookingOptions',
      key: 'slot',
      label: 'slot_label',
      day: 'date',
      date: 'date_label',
    },
    seat: 'WooCommerceEventsSeatingFields',
    placeMarks: ['"WooCommerceEventsBookingOptions";a:', 'fooevents_seat_'],
  },
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

type Parts = Readonly<Record<string, unknown>>;

/**
 * The slots of a product by id. In the list as people save it, the name of each part of a slot may begin with the
 * slot's id, and each day is a separate part; the first sale puts the days into one list.
 */
function offeredSlots(list: string): ReadonlyMap<string, ProofSlot> {
  const slots = new Map<string, ProofSlot>();
  for (const [key, parts] of Object.entries(jsonObject(list) ?? {})) {
    if (key !== '' && isParts(parts)) slots.set(key, { ...slotText(key, parts), dates: daysOf(parts) });
  }
  return slots;
}

function slotText(key: string, parts: Parts): Pick<ProofSlot, 'text' | 'isWholeDay'> {
  const part = (name: string): string => textOf(parts[name] ?? parts[`${key}_${name}`]);
  const [hour, minute, half] = [part('hour'), part('minute'), part('period')];
  const isTime = /^(\d|[01]\d|2[0-3])$/.test(hour) && /^([0-5]?\d)?$/.test(minute);
  const written = half === '' ? `(${hour}:${minute})` : `(${hour}:${minute} ${half})`;
  const time = part('add_time') === 'enabled' && isTime ? part('formatted_time') || written : '';
  const text = [part('label'), time].filter((one) => one !== '').join(' ') || key;
  return { text, isWholeDay: time === '' };
}

function daysOf(parts: Parts): ReadonlyMap<string, string> {
  const listed = isParts(parts['add_date']) ? Object.entries(parts['add_date']) : [];
  const single = Object.entries(parts).flatMap(([name, text]) => {
    const [, day] = /^(.+)_add_date$/.exec(name) ?? [];
    return day === undefined ? [] : [[day, text] as const];
  });
  return new Map(
    [...listed, ...single].map(([day, value]) => [day, textOf(isParts(value) ? value['date'] : value)]),
  );
}

function isParts(value: unknown): value is Parts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

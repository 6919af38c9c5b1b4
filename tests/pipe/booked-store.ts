import { eventProduct, order, postMetas, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';

export const TOUR = 740;
export const HALL = 750;
export const OPTIONS = 'fooevents_bookings_options_serialized';
const ROW = 'fooevents_seat_row_name_rowa';
const NUMBER = 'fooevents_seat_number_rowa';

/** As WordPress stores it: each part has the id of its slot before it. */
export const SAVED = JSON.stringify({
  early: {
    early_label: 'Morning',
    early_add_time: 'enabled',
    early_hour: '10',
    early_minute: '30',
    early_period: 'a.m.',
    day1_add_date: '09/01/2027',
    day1_stock: '20',
  },
  late: {
    late_label: 'Afternoon',
    late_add_time: 'enabled',
    late_hour: '4',
    late_minute: '00',
    late_period: 'p.m.',
    day2_add_date: '10/01/2027',
    day2_stock: '20',
  },
  pass: { pass_label: 'Day pass', pass_add_time: '', day3_add_date: '11/01/2027' },
});
/** The same value after the first sale has rewritten it. */
export const REWRITTEN = JSON.stringify({
  early: {
    label: 'Morning',
    hour: '10',
    minute: '30',
    period: 'a.m.',
    formatted_time: '(10:30 a.m.)',
    add_time: 'enabled',
    add_date: { day1: { date: '09/01/2027', stock: 19 } },
  },
  late: {
    label: 'Afternoon',
    hour: '4',
    minute: '00',
    period: 'p.m.',
    formatted_time: '(4:00 p.m.)',
    add_time: 'enabled',
    add_date: { day2: { date: '10/01/2027', stock: 20 } },
  },
  pass: { label: 'Day pass', add_time: '', add_date: { day3: { date: '11/01/2027', stock: 20 } } },
});

/** Metas of a ticket as the bookings add-on writes them. */
export function booked(slot: string, date: string, time: string) {
  return { BookingSlot: slot, BookingSlotID: 'early', BookingDate: date, BookingDateMySQLFormat: time };
}

type PhpText = string | Readonly<Record<string, string>>;

/** As PHP writes it. */
function php(value: PhpText): string {
  if (typeof value === 'string') return `s:${Buffer.byteLength(value)}:"${value}";`;
  const entries = Object.entries(value);
  return `a:${entries.length}:{${entries.map(([key, part]) => php(key) + php(part)).join('')}}`;
}

/** A paid order without tickets of the plugin, with an attendee for each of these choices. */
export function waiting(
  id: number,
  product: number,
  choices: readonly Readonly<Record<string, PhpText>>[],
): string {
  const attendees = choices.map((chosen, at) => {
    const fields = { WooCommerceEventsProductID: String(product), ...chosen };
    const parts = Object.entries(fields).map(([key, value]) => php(key) + php(value));
    return `i:${at + 1};a:${parts.length}:{${parts.join('')}}`;
  });
  return order({
    id,
    status: 'wc-processing',
    total: '1000',
    lines: { [id * 10]: sold(product, String(choices.length), '1000') },
    metas: { WooCommerceEventsOrderTickets: `a:1:{i:1;a:${attendees.length}:{${attendees.join('')}}}` },
  });
}

export function choice(slot: string, label: string, date: string, dateLabel: string) {
  return { WooCommerceEventsBookingOptions: { slot, slot_label: label, date, date_label: dateLabel } };
}

export function made(
  id: number,
  product: number,
  tickets: readonly (readonly [number, Record<string, string>])[],
) {
  return [
    order({
      id,
      total: '1000',
      lines: { [id * 10]: sold(product, String(tickets.length), '1000') },
      metas: { WooCommerceEventsTicketsGenerated: 'yes' },
    }),
    ...tickets.map(([post, metas]) => ticket(post, product, { OrderID: String(id), ...metas })),
  ].join('\n');
}

export const MORNING = 'Morning (10:30 a.m.)';
/** A bookings event with issued and pending tickets, and a hall with seats. */
export const STORE = [
  tinyStore(),
  `insert into wp_options values ('date_format', 'd/m/Y');`,
  eventProduct(TOUR, 'Tour of the cellar', { WooCommerceEventsTimeZone: 'Europe/Madrid', [OPTIONS]: SAVED }),
  eventProduct(HALL, 'Concert in the hall'),
  made(901, TOUR, [
    [9011, booked(MORNING, '09/01/2027', '2027-01-09 10:30:00')],
    [9012, booked(MORNING, '09/01/2027', '2027-01-09 10:30:00')],
    [9013, {}],
  ]),
  waiting(902, TOUR, [
    choice('late', 'Afternoon', 'day2', '10/01/2027'),
    choice('pass', 'Day pass', 'day3', '11/01/2027'),
    choice('gone', 'Evening', 'gone', '12/01/2027'),
  ]),
  made(903, HALL, [[9031, {}]]),
  postMetas(9031, { [ROW]: 'Row Á', [NUMBER]: '12' }),
  waiting(904, HALL, [{ WooCommerceEventsSeatingFields: { [ROW]: 'Row Á', [NUMBER]: '13' } }]),
].join('\n');

import { eventProduct, order, postMetas, sold, ticket, tinyStore } from './tiny-store.ts';

/** An event of twenty slots, a hall with seats, and visits that are two products, of a store whose plugins have made all tickets. */
export const TOUR = 740;
export const HALL = 750;
/** Two products whose slots and rows of seats have the same texts. */
export const VISIT = 760;
export const OTHER_VISIT = 770;
export const TOUR_ZONE = 'Europe/Madrid';

const DAYS = ['09', '10', '11', '12'];
const TIMES = ['10:30', '12:00', '14:00', '16:00', '18:00'];
/** By the clock of the event. */
const TOUR_TIMES = DAYS.flatMap((day) => TIMES.map((time) => ({ date: `${day}/01/2027`, day, time })));
/** Who belongs to the tour of 9 January at 10:30. */
export const FIRST_TOUR = ['Ana Rojas', 'Bruno Soto', 'Carla Vera'];

const nameOf = (name: string) => {
  const [AttendeeName = '', AttendeeLastName = ''] = name.split(' ');
  return { AttendeeName, AttendeeLastName };
};

/** One order a slot: a thousand pesos for each of its tickets. */
function slotSales(): string {
  return TOUR_TIMES.map(({ day, date, time }, at) => {
    const id = 1000 + at;
    const names = at === 0 ? FIRST_TOUR : [`Guest Of${at}`];
    return [
      order({
        id,
        total: String(names.length * 1000),
        lines: { [id * 10]: sold(TOUR, String(names.length), String(names.length * 1000)) },
        metas: { WooCommerceEventsTicketsGenerated: 'yes' },
      }),
      ...names.map((name, of) =>
        ticket(20_000 + at * 10 + of, TOUR, {
          OrderID: String(id),
          TicketID: `77${at}${of}`,
          ...nameOf(name),
          Status: at === 1 ? 'Checked In' : 'Not Checked In',
          BookingSlot: `Tour (${time})`,
          BookingSlotID: `slot${time}`,
          BookingDate: date,
          BookingDateMySQLFormat: `2027-01-${day} ${time}:00`,
        }),
      ),
    ].join('\n');
  }).join('\n');
}

function seats(): string {
  const metas = (row: string, seat: string) => ({
    fooevents_seat_row_name_a: row,
    fooevents_seat_number_a: seat,
  });
  return [
    order({
      id: 1900,
      lines: { 19000: sold(HALL, '3', '3000') },
      total: '3000',
      metas: { WooCommerceEventsTicketsGenerated: 'yes' },
    }),
    ...[
      ['Row A', '1'],
      ['Row A', '2'],
      ['Row B', '1'],
    ].map(([row = '', seat = ''], at) => {
      const id = 19_001 + at;
      return `${ticket(id, HALL, { OrderID: '1900', TicketID: String(id), ...nameOf(`Seated No${at}`) })}
        ${postMetas(id, metas(row, seat))}`;
    }),
  ].join('\n');
}

/** One seat of the first product and two of the other, on 9 January at 9:15. */
function visits(): string {
  return [VISIT, OTHER_VISIT, OTHER_VISIT]
    .map((product, at) => {
      const id = 21_000 + at;
      const orderId = 2000 + at;
      return [
        order({
          id: orderId,
          lines: { [orderId * 10]: sold(product, '1', '1000') },
          metas: { WooCommerceEventsTicketsGenerated: 'yes' },
        }),
        ticket(id, product, {
          OrderID: String(orderId),
          TicketID: String(id),
          ...nameOf(`Visitor No${at}`),
          BookingSlot: 'Visit (09:15)',
          BookingSlotID: 'slot09:15',
          BookingDate: '09/01/2027',
          BookingDateMySQLFormat: '2027-01-09 09:15:00',
        }),
        postMetas(id, { fooevents_seat_row_name_a: 'Balcony', fooevents_seat_number_a: String(at) }),
      ].join('\n');
    })
    .join('\n');
}

export function tourStore(): string {
  return [
    tinyStore(),
    eventProduct(TOUR, 'Tour of the cellar', { WooCommerceEventsTimeZone: TOUR_ZONE }),
    eventProduct(HALL, 'Concert in the hall'),
    eventProduct(VISIT, 'Visit in Spanish', { WooCommerceEventsTimeZone: TOUR_ZONE }),
    eventProduct(OTHER_VISIT, 'Visit in English', { WooCommerceEventsTimeZone: TOUR_ZONE }),
    slotSales(),
    seats(),
    visits(),
  ].join('\n');
}

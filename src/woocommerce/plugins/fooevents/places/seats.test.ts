import { expect, it } from 'vitest';
import { RowNotes } from '../../../values/row-notes.ts';
import { seatOfAttendee, seatOfTicket } from './seats.ts';

const NOTES = () => new RowNotes({ kind: 'ticket', wooId: 1, wooOrderId: null });
const ROW = 'fooevents_seat_row_name_';
const NUMBER = 'fooevents_seat_number_';
const seatOf = (metas: Readonly<Record<string, string>>) =>
  seatOfTicket(new Map(Object.entries(metas)), NOTES());

it('reads the seat of a ticket', () => {
  expect(seatOf({ [`${ROW}a`]: 'Row &Aacute;', [`${NUMBER}a`]: '12' })).toEqual({
    seat_row: 'Row Á',
    seat_number: '12',
  });
});

it('reads the seat that the add-on lists where metas of two rows are there', () => {
  const listed = `a:2:{s:${ROW.length + 1}:"${ROW}b";s:5:"Row B";s:${NUMBER.length + 1}:"${NUMBER}b";s:1:"3";}`;
  const moved = {
    [`${ROW}b`]: 'Row B',
    [`${NUMBER}b`]: '3',
    [`${ROW}a`]: 'Row A',
    [`${NUMBER}a`]: '12',
    WooCommerceEventsSeatingFields: listed,
  };
  expect(seatOf(moved)).toEqual({ seat_row: 'Row B', seat_number: '3' });
  expect(seatOf({ WooCommerceEventsSeatingFields: listed })).toEqual({ seat_row: 'Row B', seat_number: '3' });
});

it.each(['', 'a:0:{}', 'a:2:{s:3:', 'b:0;'])('reads no seat where the add-on lists %j', (listed) => {
  expect(seatOf({ WooCommerceEventsSeatingFields: listed })).toEqual({ seat_row: null, seat_number: null });
});

it('reads the seat that an attendee chose at the checkout', () => {
  const attendee = { WooCommerceEventsSeatingFields: { [`${ROW}a`]: 'Row A', [`${NUMBER}a`]: 7 } };
  expect(seatOfAttendee(attendee, NOTES(), '')).toEqual({ seat_row: 'Row A', seat_number: '7' });
  expect(seatOfAttendee({ WooCommerceEventsSeatingFields: [] }, NOTES(), '').seat_row).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { RowNotes } from '../../../values/row-notes.ts';
import { slotOfAttendee, slotOfTicket } from './slots.ts';

const CONTEXT = {
  timezone: 'Europe/Madrid',
  dateFormat: 'd/m/Y',
  slots: [
    {
      key: 'early',
      text: 'Morning (10:30 a.m.)',
      clock: '10:30:00',
      dates: [{ key: 'day1', text: '09/01/2027', day: '2027-01-09' }],
    },
    { key: 'pass', text: 'All day', clock: null, dates: [] },
  ],
};
const META = 'WooCommerceEventsBooking';

function ticketOf(metas: Readonly<Record<string, string>>) {
  const notes = new RowNotes({ kind: 'ticket', wooId: 1, wooOrderId: null });
  const named = new Map(Object.entries(metas).map(([name, value]) => [META + name, value]));
  const slot = slotOfTicket(named, CONTEXT, notes);
  return { ...slot, notes: notes.taken.map(({ field, reason }) => `${field} ${reason}`) };
}

function attendeeOf(options: Readonly<Record<string, string>> | null) {
  const notes = new RowNotes({ kind: 'order', wooId: 1, wooOrderId: 1 });
  const slot = slotOfAttendee(
    { WooCommerceEventsBookingOptions: options },
    CONTEXT,
    notes,
    ' of attendee 1.1',
  );
  return { ...slot, notes: notes.taken.map(({ field, reason }) => `${field} ${reason}`) };
}

const AT = new Date('2027-01-09T09:30:00Z');
/** Of 9 January in Madrid. */
const MIDNIGHT = new Date('2027-01-08T23:00:00Z');
const NONE = { slot: null, slot_at: null, slot_date: null, notes: [] };

describe('the slot of a ticket', () => {
  it('is at the time that the ticket says, by the event’s clock', () => {
    expect(
      ticketOf({
        SlotID: 'gone',
        Slot: 'Early &amp; bright (10:30 a.m.)',
        Date: '09/01/2027',
        DateMySQLFormat: '2027-01-09 10:30:00',
      }),
    ).toEqual({ slot: 'Early & bright (10:30 a.m.)', slot_at: AT, slot_date: null, notes: [] });
  });

  it.each([
    ['the time in its own text', { Slot: 'Early (10:30 a.m.)', Date: '09/01/2027' }],
    ['the product’s slot and date', { Slot: 'Early', SlotID: 'early', DateID: 'day1' }],
    [
      'the date’s text where the plugin wrote the epoch',
      { Slot: 'Early (10:30)', Date: '09/01/2027', DateMySQLFormat: '1970-01-01 00:00:00' },
    ],
  ])('is at %s where an older version wrote no time', (_what, metas) => {
    expect(ticketOf(metas)).toMatchObject({ slot_at: AT, slot_date: null, notes: [] });
  });

  it.each(['Party (00:00)', 'Party (12:00 a.m.)', 'Party (12:00 π.μ.)', 'Party (0:00:00 Uhr) '])(
    'is at midnight where its text shows a time: %s',
    (text) => {
      const written = { Slot: text, Date: '09/01/2027', DateMySQLFormat: '2027-01-09 00:00:00' };
      expect(ticketOf(written)).toEqual({ slot: text, slot_at: MIDNIGHT, slot_date: null, notes: [] });
    },
  );

  it.each(['Party (00:00)', 'Party (12:00 a.m.)'])('is at midnight where no time is written: %s', (text) => {
    expect(ticketOf({ Slot: text, Date: '09/01/2027' })).toMatchObject({ slot_at: MIDNIGHT, notes: [] });
  });

  it.each(['All day', 'Hall (2)', 'Tour (10:30) of the cellar', 'Tour (10:30-12:00)'])(
    'is a whole day where midnight is written and its text ends with no time: %s',
    (text) => {
      const written = {
        Slot: text,
        SlotID: 'early',
        Date: '09/01/2027',
        DateMySQLFormat: '2027-01-09 00:00:00',
      };
      expect(ticketOf(written)).toEqual({ slot: text, slot_at: null, slot_date: '09/01/2027', notes: [] });
    },
  );

  it('has a date and no moment where the slot has no time of day', () => {
    const kept = { slot: 'All day', slot_at: null, slot_date: '09/01/2027', notes: [] };
    const named = { Slot: 'All day', SlotID: 'pass', Date: '09/01/2027' };
    expect(ticketOf(named)).toEqual(kept);
    expect(ticketOf({ ...named, SlotID: 'gone', DateMySQLFormat: '2027-01-09 00:00:00' })).toEqual(kept);
  });

  it.each([
    [{ Slot: 'Late', SlotID: 'gone', Date: '09/01/2027' }, 'Slot'],
    [{ Slot: 'Late (10:30)', Date: 'next Saturday' }, 'Slot'],
    [{ Slot: 'Late (10:30)', Date: 'next Saturday', DateMySQLFormat: 'soon' }, 'DateMySQLFormat'],
  ])('keeps its texts and is noted where no moment can be read: %j', (metas, field) => {
    expect(ticketOf(metas)).toEqual({
      slot: metas.Slot,
      slot_at: null,
      slot_date: metas.Date,
      notes: [`${META}${field} slot_time_unknown`],
    });
  });

  it('is none where the ticket names none', () => {
    expect(ticketOf({})).toEqual(NONE);
    expect(ticketOf({ Slot: '', SlotID: '', Date: '', DateMySQLFormat: '' })).toEqual(NONE);
  });
});

describe('the slot that an attendee chose at the checkout', () => {
  it('reads as the ticket will', () => {
    const chosen = { slot: 'early', slot_label: 'Morning', date: 'day1', date_label: '09/01/2027' };
    expect(attendeeOf(chosen)).toEqual({
      slot: 'Morning (10:30 a.m.)',
      slot_at: AT,
      slot_date: null,
      notes: [],
    });
  });

  it('keeps its labels where the product does not offer it any more', () => {
    const chosen = { slot: 'gone', slot_label: 'Late', date: 'gone', date_label: '09/01/2027' };
    expect(attendeeOf(chosen)).toEqual({
      slot: 'Late',
      slot_at: null,
      slot_date: '09/01/2027',
      notes: [`${META}Options of attendee 1.1 slot_time_unknown`],
    });
  });

  it('is none where nothing was chosen', () => {
    expect(attendeeOf(null)).toEqual(NONE);
    expect(attendeeOf({ slot: '', slot_label: '', date: '', date_label: '' })).toEqual(NONE);
  });
});

import { describe, expect, it } from 'vitest';
import { RowNotes } from '../row-notes.ts';
import type { RawTime } from './store-time.ts';
import {
  ownTimezone,
  parseLocalTime,
  parseStoreTime,
  readTime,
  shiftedClock,
  siteTimezone,
} from './store-time.ts';

describe('a UTC column', () => {
  it.each([[null], [''], ['0000-00-00 00:00:00'], ['0000-00-00']])('%j is not a time', (text) => {
    expect(parseStoreTime(text)).toBeNull();
  });

  it('is read to the second', () => {
    expect(parseStoreTime('2025-03-05 13:56:05')).toEqual(new Date('2025-03-05T13:56:05Z'));
  });

  it.each([
    ['2025-02-30 10:00:00', '2025-03-02T10:00:00Z'],
    ['2025-03-00 10:00:00', '2025-02-28T10:00:00Z'],
    ['2025-00-10 10:00:00', '2024-12-10T10:00:00Z'],
    ['2025-12-31 24:00:00', '2026-01-01T00:00:00Z'],
  ])('counts %j on, as PHP does', (text, expected) => {
    expect(parseStoreTime(text)).toEqual(new Date(expected));
  });

  it.each([['yesterday'], ['2025-13-01 00:00:00'], ['2025-01-32'], ['2025-01-01 25:00:00'], ['0025-01-01']])(
    '%j is not a time',
    (text) => {
      expect(parseStoreTime(text)).toBeNull();
    },
  );
});

const ROW = { kind: 'order', wooId: 7, wooOrderId: 7 } as const;

describe('a time in several places', () => {
  const twice = (gmt: string | null, local: string | null): RawTime => [
    { field: 'post_date_gmt', text: gmt, clock: 'utc' },
    { field: 'post_date', text: local, clock: 'site' },
  ];

  it.each([
    ['2025-07-01 14:00:00', '2025-07-01 09:00:00', '2025-07-01T14:00:00Z'],
    ['0000-00-00 00:00:00', '2025-07-01 10:00:00', '2025-07-01T14:00:00Z'],
    [null, '2025-12-01 10:00:00', '2025-12-01T13:00:00Z'],
  ])('is %j in UTC, else the local time %j', (gmt, local, expected) => {
    const notes = new RowNotes(ROW);
    expect(readTime(twice(gmt, local), 'America/Santiago', notes)).toEqual(new Date(expected));
    expect(notes.taken).toEqual([]);
  });

  it.each([
    [null, null],
    ['0000-00-00 00:00:00', '0000-00-00 00:00:00'],
    ['', ''],
  ])('is none as %j and %j', (gmt, local) => {
    const notes = new RowNotes(ROW);
    expect(readTime(twice(gmt, local), 'America/Santiago', notes)).toBeNull();
    expect(notes.taken).toEqual([]);
  });

  it('comes from the second if the first cannot be read, with a note', () => {
    const notes = new RowNotes(ROW);
    const time = twice('soon', '2025-12-01 10:00:00');
    expect(readTime(time, 'America/Santiago', notes, ' of refund 9')).toEqual(
      new Date('2025-12-01T13:00:00Z'),
    );
    expect(notes.taken).toEqual([
      { ...ROW, field: 'post_date_gmt of refund 9', raw: 'soon', reason: 'time_unreadable' },
    ]);
  });
});

describe('a time that an importer wrote', () => {
  const read = (text: string) => {
    const notes = new RowNotes(ROW);
    const at = readTime([{ field: '_date_paid', text, clock: 'site' }], 'America/Santiago', notes);
    return { at, reasons: notes.taken.map(({ reason }) => reason) };
  };

  it.each([
    ['1751378400', '2025-07-01T14:00:00Z'],
    ['2025-07-01 10:00:00', '2025-07-01T14:00:00Z'],
  ])('as WooCommerce writes it, %j, is read without a note', (text, expected) => {
    expect(read(text)).toEqual({ at: new Date(expected), reasons: [] });
  });

  it.each([
    ['1751378400.0', '2025-07-01T14:00:00Z'],
    ['1751378400.75', '2025-07-01T14:00:00Z'],
    ['2025-07-01T14:00:00Z', '2025-07-01T14:00:00Z'],
    ['2025-07-01T19:30:00+05:30', '2025-07-01T14:00:00Z'],
    ['2025-07-01T11:00:00-0300', '2025-07-01T14:00:00Z'],
    ['2025-07-01T10:00:00', '2025-07-01T14:00:00Z'],
    ['2025-06-31 10:00:00', '2025-07-01T14:00:00Z'],
    ['1751378400000', '2025-07-01T14:00:00Z'],
    ['01-07-2025 10:00', '2025-07-01T14:00:00Z'],
    ['31/12/2025 21:00', '2026-01-01T00:00:00Z'],
    ['20250701', '2025-07-01T04:00:00Z'],
  ])('in another form, %j, is read, with a note', (text, expected) => {
    expect(read(text)).toEqual({ at: new Date(expected), reasons: ['time_other_form'] });
  });

  it.each([['yesterday'], ['01/07/2025'], ['2025-07-01T10:00:00+5'], ['-1'], ['NaN']])(
    'and that is none, %j, is none, with a note',
    (text) => {
      expect(read(text)).toEqual({ at: null, reasons: ['time_unreadable'] });
    },
  );
});

describe('a local time', () => {
  it('is UTC by its zone, summer and winter', () => {
    expect(parseLocalTime('2025-11-15 19:30:00', 'America/Santiago')).toEqual(
      new Date('2025-11-15T22:30:00Z'),
    );
    expect(parseLocalTime('2025-07-15 19:30:00', 'America/Santiago')).toEqual(
      new Date('2025-07-15T23:30:00Z'),
    );
    expect(parseLocalTime('2025-11-15 19:30:00', '+05:30')).toEqual(new Date('2025-11-15T14:00:00Z'));
    expect(parseLocalTime('2025-11-15 19:30:00', '-03:00')).toEqual(new Date('2025-11-15T22:30:00Z'));
  });

  it('in an hour that occurs twice is the first one', () => {
    // Madrid set its clocks back from 03:00 to 02:00 on 26 October 2025, at 01:00 UTC.
    expect(parseLocalTime('2025-10-26 02:30:00', 'Europe/Madrid')).toEqual(new Date('2025-10-26T00:30:00Z'));
    expect(parseLocalTime('2025-10-26 03:30:00', 'Europe/Madrid')).toEqual(new Date('2025-10-26T02:30:00Z'));
  });

  it('in an hour that does not exist is shifted by the change', () => {
    // Madrid set its clocks forward from 02:00 to 03:00 on 30 March 2025, at 01:00 UTC.
    expect(parseLocalTime('2025-03-30 02:30:00', 'Europe/Madrid')).toEqual(new Date('2025-03-30T01:30:00Z'));
    // Santiago has no midnight on 7 September 2025: 00:00 became 01:00 at 04:00 UTC.
    expect(parseLocalTime('2025-09-07 00:15:00', 'America/Santiago')).toEqual(
      new Date('2025-09-07T04:15:00Z'),
    );
  });
});

describe('the ticket plugin’s clock', () => {
  it('is behind UTC by the site’s offset of that day', () => {
    const clock = shiftedClock('America/Santiago');
    // Both read 18:00 as UTC: 2025-11-15 in summer, 2025-07-15 in winter.
    expect(clock(1763229606)).toEqual(new Date('2025-11-15T21:00:06Z'));
    expect(clock(1752602406)).toEqual(new Date('2025-07-15T22:00:06Z'));
  });

  it('gives the same time for an hour that occurs twice, at each call', () => {
    const clock = shiftedClock('Europe/Madrid');
    const wall = Date.parse('2025-10-26T02:31:07Z') / 1000;
    expect(clock(wall)).toEqual(new Date('2025-10-26T00:31:07Z'));
    expect(clock(wall)).toEqual(new Date('2025-10-26T00:31:07Z'));
  });

  it('has no time for 0 or for text that is not a number', () => {
    const clock = shiftedClock('UTC');
    expect([clock(0), clock(-5), clock(Number.NaN), clock(1.5)]).toEqual([null, null, null, null]);
  });
});

describe('the site’s zone', () => {
  it.each([
    ['America/Santiago', '', 'America/Santiago'],
    ['', '-3', '-03:00'],
    ['', '5.5', '+05:30'],
    ['', '-9.5', '-09:30'],
    ['', '0', '+00:00'],
    ['', '', '+00:00'],
    ['Not/AZone', '2', '+02:00'],
    ['', 'often', '+00:00'],
    ['', '99', '+00:00'],
  ])('of %j and %j is %s', (zone, offset, expected) => {
    expect(siteTimezone(zone, offset)).toBe(expected);
  });

  it.each([
    ['America/Santiago', '-3', 'America/Santiago'],
    ['', '-3', 'Etc/GMT+3'],
    ['', '-4.0', 'Etc/GMT+4'],
    ['', '5.5', '+05:30'],
    ['', '0', 'UTC'],
    ['UTC', '', 'UTC'],
    ['', '', null],
    ['Not/AZone', '2', 'Etc/GMT-2'],
    ['', 'often', null],
  ])("in the plugin's own spelling, of %j and %j, is %s", (zone, offset, expected) => {
    expect(ownTimezone(zone, offset)).toBe(expected);
  });
});

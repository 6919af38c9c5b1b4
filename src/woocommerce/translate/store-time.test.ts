import { describe, expect, it } from 'vitest';
import {
  ownTimezone,
  parseLocalTime,
  parseStoreTime,
  readTime,
  shiftedClock,
  siteTimezone,
} from './store-time.ts';

describe('a UTC column', () => {
  it.each([[null], [''], ['0000-00-00 00:00:00'], ['0000-00-00']])('%j is no time', (text) => {
    expect(parseStoreTime(text)).toBeNull();
  });

  it('is read to the second', () => {
    expect(parseStoreTime('2025-03-05 13:56:05')).toEqual(new Date('2025-03-05T13:56:05Z'));
  });

  it.each([['2025-02-31 10:00:00'], ['yesterday'], ['2025-13-01 00:00:00'], ['2025-01-01 25:00:00']])(
    '%j is refused',
    (text) => {
      expect(() => parseStoreTime(text)).toThrow(expect.objectContaining({ code: 'time.malformed' }));
    },
  );
});

describe('a time that is kept twice', () => {
  it.each([
    ['2025-07-01 14:00:00', '2025-07-01 09:00:00', '2025-07-01T14:00:00Z'],
    ['0000-00-00 00:00:00', '2025-07-01 10:00:00', '2025-07-01T14:00:00Z'],
    [null, '2025-12-01 10:00:00', '2025-12-01T13:00:00Z'],
  ])('is UTC as %j tells it, else as the clock showed %j', (gmt, local, expected) => {
    expect(readTime({ gmt, local }, 'America/Santiago')).toEqual(new Date(expected));
  });

  it.each([
    [null, null],
    ['0000-00-00 00:00:00', '0000-00-00 00:00:00'],
    ['', ''],
  ])('is none as %j and %j', (gmt, local) => {
    expect(readTime({ gmt, local }, 'America/Santiago')).toBeNull();
  });
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

  it('in an hour that comes twice is its first passing', () => {
    // Madrid set its clocks back from 03:00 to 02:00 on 26 October 2025, at 01:00 UTC.
    expect(parseLocalTime('2025-10-26 02:30:00', 'Europe/Madrid')).toEqual(new Date('2025-10-26T00:30:00Z'));
    expect(parseLocalTime('2025-10-26 03:30:00', 'Europe/Madrid')).toEqual(new Date('2025-10-26T02:30:00Z'));
  });

  it('in an hour that never came is as long after the change', () => {
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

  it('tells the same of an hour that comes twice, each time it is asked', () => {
    const clock = shiftedClock('Europe/Madrid');
    const wall = Date.parse('2025-10-26T02:31:07Z') / 1000;
    expect(clock(wall)).toEqual(new Date('2025-10-26T00:31:07Z'));
    expect(clock(wall)).toEqual(new Date('2025-10-26T00:31:07Z'));
  });

  it('has no time for 0 and what is no number', () => {
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
  ])('as it names it itself, of %j and %j, is %s', (zone, offset, expected) => {
    expect(ownTimezone(zone, offset)).toBe(expected);
  });
});

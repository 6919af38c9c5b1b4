import { describe, expect, it } from 'vitest';
import { readEventTimes } from './event-times.ts';

const ZONE = 'America/Santiago';

function times(metas: Readonly<Record<string, string>>, numDays = 1) {
  const named = Object.entries(metas).map(([key, value]) => [`WooCommerceEvents${key}`, value] as const);
  const { startsAtUtc, endsAtUtc } = readEventTimes(new Map(named), numDays, ZONE);
  return [startsAtUtc?.toISOString() ?? null, endsAtUtc?.toISOString() ?? null];
}

const START = { DateMySQLFormat: '2025-11-15 19:30:00' };
const STARTS = '2025-11-15T22:30:00.000Z';

describe('when an event begins and ends', () => {
  it.each([
    ['nothing is set', {}, [null, null]],
    ['the date is the epoch', { DateMySQLFormat: '1970-01-01 00:00:00', HourEnd: '23' }, [null, null]],
    ['the date is broken', { DateMySQLFormat: '15/11/2025' }, [null, null]],
    ['only the start is set', START, [STARTS, null]],
    ['no end hour was chosen', { ...START, HourEnd: '00', MinutesEnd: '00', EndPeriod: '' }, [STARTS, null]],
    [
      'it ends the same day',
      { ...START, HourEnd: '23', MinutesEnd: '00' },
      [STARTS, '2025-11-16T02:00:00.000Z'],
    ],
    [
      'it ends after midnight',
      { ...START, HourEnd: '03', MinutesEnd: '15' },
      [STARTS, '2025-11-16T06:15:00.000Z'],
    ],
    [
      'its clock has twelve hours',
      { ...START, HourEnd: '11', MinutesEnd: '30', EndPeriod: 'p.m.' },
      [STARTS, '2025-11-16T02:30:00.000Z'],
    ],
    [
      'it ends at noon’s other side',
      { ...START, HourEnd: '12', MinutesEnd: '30', EndPeriod: 'AM' },
      [STARTS, '2025-11-16T03:30:00.000Z'],
    ],
    ['the end hour is nonsense', { ...START, HourEnd: '31', MinutesEnd: '00' }, [STARTS, null]],
  ])('is read where %s', (_case, metas, expected) => {
    expect(times(metas)).toEqual(expected);
  });

  it('comes from the end’s timestamp for several days', () => {
    const metas = {
      DateMySQLFormat: '2025-10-01 19:30:00',
      DateTimeTimestamp: '1759357800',
      EndDateMySQLFormat: '2025-10-04 02:00:00',
      EndDateTimeTimestamp: '1759543200',
    };
    expect(times(metas, 3)).toEqual(['2025-10-01T22:30:00.000Z', '2025-10-04T02:00:00.000Z']);
  });

  it('comes from timestamps written as if the local time were UTC, too', () => {
    const metas = {
      DateMySQLFormat: '2025-10-01 19:30:00',
      // 19:30 and 23:00 as if Santiago's local time were UTC.
      DateTimeTimestamp: '1759347000',
      EndDateTimeTimestamp: '1759532400',
    };
    expect(times(metas, 3)).toEqual(['2025-10-01T22:30:00.000Z', '2025-10-04T02:00:00.000Z']);
  });

  it('keeps the local time where older timestamps span a change of the clocks', () => {
    const metas = {
      // Santiago goes from -04:00 to -03:00 on 7 September.
      DateMySQLFormat: '2025-09-05 19:30:00',
      // 19:30 on the 5th and 23:00 on the 8th as if Santiago's local time were UTC.
      DateTimeTimestamp: '1757100600',
      EndDateTimeTimestamp: '1757372400',
    };
    expect(times(metas, 4)).toEqual(['2025-09-05T23:30:00.000Z', '2025-09-09T02:00:00.000Z']);
  });

  it('comes from the end’s date in UTC where there is no timestamp', () => {
    const metas = { ...START, EndDateMySQLFormat: '2025-11-17 02:00:00' };
    expect(times(metas, 2)).toEqual([STARTS, '2025-11-17T02:00:00.000Z']);
    const chosen = { HourEnd: '23', MinutesEnd: '00', EndPeriod: '' };
    expect(times({ ...metas, ...chosen }, 2)).toEqual([STARTS, '2025-11-17T02:00:00.000Z']);
    const unset = { ...START, EndDateTimeTimestamp: '0', EndDateMySQLFormat: '1970-01-01 00:00:00' };
    expect(times({ ...unset, ...chosen }, 2)).toEqual([STARTS, null]);
  });

  it('comes from the end’s date in the zone where that shows the hour that people chose', () => {
    const metas = { ...START, EndDateMySQLFormat: '2025-11-16 23:00:00' };
    const chosen = { HourEnd: '11', MinutesEnd: '00', EndPeriod: 'p.m.' };
    expect(times({ ...metas, ...chosen }, 2)).toEqual([STARTS, '2025-11-17T02:00:00.000Z']);
  });

  it('has no end before the start, and none without a date for several days', () => {
    expect(times({ ...START, EndDateTimeTimestamp: '1700000000' })).toEqual([STARTS, null]);
    expect(times({ ...START, HourEnd: '23', MinutesEnd: '00' }, 2)).toEqual([STARTS, null]);
  });
});

import { describe, expect, it, test } from 'vitest';
import { chooseTimezone, isSameZone, isTimezone, namedZone, zoneOf } from './timezone.ts';

describe('a zone', () => {
  // Noon in UTC, in the southern summer and winter.
  const SUMMER = Date.parse('2026-01-15T12:00:00Z');
  const WINTER = Date.parse('2026-07-15T12:00:00Z');

  it.each([
    ['America/Santiago', 'America/Santiago', -180, -240],
    ['-03:00', 'Etc/GMT+3', -180, -180],
    ['+03:00', 'Etc/GMT-3', 180, 180],
    ['+14:00', 'Etc/GMT-14', 840, 840],
    ['-12:00', 'Etc/GMT+12', -720, -720],
    ['+05:30', '+05:30', 330, 330],
    ['-09:30', '-09:30', -570, -570],
    ['+12:45', '+12:45', 765, 765],
    ['+00:00', 'UTC', 0, 0],
    ['-00:00', 'UTC', 0, 0],
  ])('%s is %s: %i minutes in January, %i in July', (zone, name, january, july) => {
    expect(namedZone(zone)).toBe(name);
    expect(isTimezone(name)).toBe(true);
    for (const one of [zone, name]) {
      expect([zoneOf(one).offset(SUMMER), zoneOf(one).offset(WINTER)]).toEqual([january, july]);
    }
    expect(isSameZone(zone, name)).toBe(true);
  });

  it.each(['+15:00', '-18:00', '+0530', '+05', '+5:30', '3', '', 'Mars/Olympus', '+05:60'])(
    '%j is none',
    (zone) => {
      expect(isTimezone(zone)).toBe(false);
    },
  );

  it('is the same under another name, but not the same as one with the same offset today', () => {
    expect(isSameZone('America/Buenos_Aires', 'America/Argentina/Buenos_Aires')).toBe(true);
    expect(isSameZone('Etc/UTC', '+00:00')).toBe(true);
    expect(isSameZone('Etc/GMT+3', 'America/Santiago')).toBe(false);
    expect(isSameZone('Etc/GMT+3', '+03:00')).toBe(false);
  });
});

test.each([
  [
    { given: 'Europe/Madrid', store: 'America/Santiago', installation: 'America/Lima' },
    'Europe/Madrid',
    'given',
  ],
  [{ given: null, store: 'America/Santiago', installation: 'America/Lima' }, 'America/Santiago', 'store'],
  [{ given: null, store: null, installation: 'America/Lima' }, 'America/Lima', 'installation'],
])('of %j a new configuration has %s: %s', (said, timezone, source) => {
  expect(chooseTimezone(said)).toEqual({ timezone, source });
});

import { expect, test } from 'vitest';
import { localTime } from './statement-csv.ts';

test.each([
  ['America/Santiago', '2026-01-31 21:30'],
  ['+05:30', '2026-02-01 06:00'],
  ['Valdivia', '2026-02-01 00:30'],
])('a line shows its time in the zone %s', (zone, shown) => {
  const at = '2026-02-01T00:30:00.000000Z';
  expect(localTime({ happened_at: at, kind: 'sale' }, zone)).toBe(shown);
  expect(localTime({ happened_at: '2026-02-01T00:00:00.000000Z', kind: 'payout' }, zone)).toBe('2026-02-01');
});

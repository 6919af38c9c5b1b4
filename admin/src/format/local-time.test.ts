import { expect, test } from 'vitest';
import { toLocalTime } from './local-time.ts';

test('shows a moment on the clocks of a zone, daylight saving and midnight included', () => {
  expect(toLocalTime('2025-11-15T22:30:00.000000Z', 'America/Santiago')).toBe('2025-11-15T19:30');
  expect(toLocalTime('2025-06-15T22:30:00.000000Z', 'America/Santiago')).toBe('2025-06-15T18:30');
  expect(toLocalTime('2025-06-15T03:00:00.000000Z', 'America/Bogota')).toBe('2025-06-14T22:00');
  expect(toLocalTime('2025-06-15T00:05:00.000000Z', 'UTC')).toBe('2025-06-15T00:05');
});

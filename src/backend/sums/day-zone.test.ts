import { expect, test } from 'vitest';
import { postgresZone } from './day-zone.ts';

test('a zone with a name goes on as it is', () => {
  expect(postgresZone('America/Santiago')).toBe('America/Santiago');
});

test('a bare offset is turned round, since PostgreSQL reads it as POSIX writes it', () => {
  expect(postgresZone('+05:30')).toBe('-05:30');
  expect(postgresZone('-03:00')).toBe('+03:00');
});

test('what somebody typed that is no zone counts days in UTC, and breaks nothing', () => {
  expect(postgresZone('Valdivia')).toBe('UTC');
  expect(postgresZone('')).toBe('UTC');
});

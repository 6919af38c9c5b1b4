import { expect, test } from 'vitest';
import { postgresZone } from './postgres-zone.ts';

test('a zone with a name is passed on unchanged', () => {
  expect(postgresZone('America/Santiago')).toBe('America/Santiago');
});

test('a bare offset is reversed, because PostgreSQL reads it as POSIX does', () => {
  expect(postgresZone('+05:30')).toBe('-05:30');
  expect(postgresZone('-03:00')).toBe('+03:00');
});

test('an invalid zone counts days in UTC, and breaks nothing', () => {
  expect(postgresZone('Valdivia')).toBe('UTC');
  expect(postgresZone('')).toBe('UTC');
});

import { expect, test } from 'vitest';
import { externalPlace, showPlace } from './backend-place.ts';

test.each([
  ['postgresql://taquilla:s3cret@db.example.com:5433/tickets', 'PostgreSQL at db.example.com:5433/tickets'],
  [
    'postgres://taquilla:s3cret@db.example.com/tickets?application_name=x',
    'PostgreSQL at db.example.com:5432/tickets',
  ],
  [
    'postgresql://taquilla:s3cret@/tickets?host=/run/postgresql',
    'PostgreSQL at /run/postgresql:5432/tickets',
  ],
])('a backend is shown by its address, without its password', (url, shown) => {
  expect(showPlace(externalPlace(url))).toBe(shown);
});

test('the bundled backend is shown by its folder', () => {
  expect(showPlace({ kind: 'bundled', folder: '/srv/.taquilla-trial' })).toBe(
    'bundled PostgreSQL in /srv/.taquilla-trial',
  );
});

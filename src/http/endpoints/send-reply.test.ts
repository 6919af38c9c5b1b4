import { expect, test } from 'vitest';
import { codingFor } from './send-reply.ts';

test.each([
  [undefined, null],
  ['', null],
  ['identity', null],
  ['gzip', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['GZIP;Q=1', 'gzip'],
  ['br;q=0.2, gzip;q=0.8', 'gzip'],
  ['br;q=0, gzip;q=0', null],
  ['br;q=0, *', 'gzip'],
  ['*', 'br'],
  ['*;q=0', null],
  ['identity;q=1, gzip;q=0.5', null],
  ['identity;q=0.5, gzip;q=0.5', 'gzip'],
  ['deflate, zstd', null],
  ['gzip;q=much', null],
  [';;;,,,q=1', null],
])('a client that accepts %j gets %j', (accepted, coding) => {
  expect(codingFor(accepted)).toBe(coding);
});

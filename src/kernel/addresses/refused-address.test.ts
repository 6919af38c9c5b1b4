import { expect, test } from 'vitest';
import { isRefusedAddress } from './refused-address.ts';

test.each([
  '169.254.169.254',
  '168.63.129.16',
  '192.0.0.192',
  'fd20:ce::254',
  '::ffff:169.254.169.254',
  '::a9fe:a9fe',
  '::ffff:0:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::',
  '2002:a9fe:a9fe::1',
])('%s gets nothing from Taquilla', (address) => {
  expect(isRefusedAddress(address)).toBe(true);
});

test.each([
  '127.0.0.1',
  '::1',
  '10.0.0.5',
  '2001:db8::1',
  '64:ff9b::cb00:7105',
  '2002:cb00:7105::1',
  '::ffff:10.0.0.5',
])('%s may be a store or a receiver', (address) => {
  expect(isRefusedAddress(address)).toBe(false);
});

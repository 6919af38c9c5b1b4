import { expect, test } from 'vitest';
import { newAddressOf } from './old-addresses.ts';

test.each([
  ['syncconfiguration/', 'configurations'],
  ['syncconfiguration', 'configurations'],
  ['syncconfiguration/add/', 'configurations/create'],
  ['syncconfiguration/0190-7/change/', 'configurations/0190-7/show'],
  ['syncexecution/', 'executions'],
  ['syncexecution/add/', 'executions'],
  ['syncexecution/0190-7/change/', 'executions/0190-7/show'],
  ['synccredentials/', 'credentials'],
  ['synccredentials/0190-7/change/', 'credentials/0190-7/show'],
  ['configurations', null],
  ['', null],
])('%s is now %s', (old, present) => {
  expect(newAddressOf(old)).toBe(present);
});

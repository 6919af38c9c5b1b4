import { expect, it } from 'vitest';
import { dayOf, momentOf } from './day-bounds.ts';

it('takes a whole day, from its first moment or through its last, in the reader’s zone', () => {
  const from = momentOf('2026-11-05', false) ?? '';
  const through = momentOf('2026-11-05', true) ?? '';
  expect(new Date(from)).toEqual(new Date(2026, 10, 5));
  expect(new Date(through)).toEqual(new Date(2026, 10, 6));
  expect([dayOf(from, false), dayOf(through, true)]).toEqual(['2026-11-05', '2026-11-05']);
});

it('takes nothing for an invalid or half typed day', () => {
  expect([momentOf('', false), momentOf('0020-11-05', false), momentOf('soon', true)]).toEqual([
    null,
    null,
    null,
  ]);
  expect([dayOf('', false), dayOf(undefined, true), dayOf('soon', false)]).toEqual(['', '', '']);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerBound, NumberColumn, placeOf } from './number-column.ts';

describe('a column of numbers', () => {
  it('keeps all pushed values, past its first size', () => {
    const column = new NumberColumn();
    const values = Array.from({ length: 5000 }, (_, at) => (at * 7919) % 5003);
    for (const value of values) column.push(value);
    expect([...column.take()]).toEqual(values);
  });

  it('is sorted with each value once, and finds every value', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(60), (values, probe) => {
        const column = new NumberColumn();
        for (const value of values) column.push(value);
        const sorted = column.takeSorted();
        expect([...sorted]).toEqual([...new Set(values)].sort((a, b) => a - b));
        expect(placeOf(sorted, probe)).toBe([...sorted].indexOf(probe));
        expect(lowerBound(sorted, probe)).toBe([...sorted].filter((value) => value < probe).length);
      }),
    );
  });
});

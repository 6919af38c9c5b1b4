import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldMetas } from './metas.ts';

describe('metas', () => {
  it('keep the row with the lower id of two with one name', () => {
    const rows = [
      ['1', '10', 'status', 'first'],
      ['1', '12', 'status', 'later'],
      ['2', 11, 'status', null],
    ];
    expect(foldMetas(rows)).toEqual(
      new Map([
        [1, new Map([['status', 'first']])],
        [2, new Map([['status', '']])],
      ]),
    );
  });

  it('are the same for any order of the server’s rows', () => {
    const rows = [
      ['1', '9', 'a', 'one'],
      ['1', '10', 'a', 'two'],
      ['2', '8', 'a', 'three'],
      ['1', '11', 'b', 'four'],
      ['2', '100', 'a', 'five'],
    ];
    const expected = new Map([
      [
        1,
        new Map([
          ['a', 'one'],
          ['b', 'four'],
        ]),
      ],
      [2, new Map([['a', 'three']])],
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), (shuffled) => {
        expect(foldMetas(shuffled)).toEqual(expected);
      }),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { pauseAfter } from './pause.ts';

const USUAL_MS = 12_000;
const FREE = { spentSeconds: 900, ceilingSeconds: null };

describe('the pause between two questions', () => {
  it('is the usual one where the store answers quickly and is below its ceiling', () => {
    expect(pauseAfter(300, USUAL_MS, FREE)).toEqual({ ms: 12_000, slowedBy: null });
    expect(pauseAfter(300, USUAL_MS, { spentSeconds: 59, ceilingSeconds: 60 })).toEqual({
      ms: 12_000,
      slowedBy: null,
    });
  });

  it('is ten times as long as a slow answer took, and at most five minutes', () => {
    expect(pauseAfter(4_000, USUAL_MS, FREE)).toEqual({ ms: 40_000, slowedBy: 'store' });
    expect(pauseAfter(55_000, USUAL_MS, FREE)).toEqual({ ms: 300_000, slowedBy: 'store' });
  });

  it('grows with the share of the ceiling that the store has spent', () => {
    expect(pauseAfter(300, USUAL_MS, { spentSeconds: 60, ceilingSeconds: 60 })).toEqual({
      ms: 60_000,
      slowedBy: 'ceiling',
    });
    expect(pauseAfter(300, USUAL_MS, { spentSeconds: 120, ceilingSeconds: 60 })).toEqual({
      ms: 120_000,
      slowedBy: 'ceiling',
    });
    expect(pauseAfter(300, USUAL_MS, { spentSeconds: 9_000, ceilingSeconds: 60 })).toEqual({
      ms: 300_000,
      slowedBy: 'ceiling',
    });
  });
});

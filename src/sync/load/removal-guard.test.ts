import { expect, test } from 'vitest';
import { exceedsLimit } from './removal-guard.ts';

test.each([
  [{ losing: 20, lostBefore: 0, valid: 100 }, 20, false],
  [{ losing: 21, lostBefore: 0, valid: 100 }, 20, true],
  [{ losing: 11, lostBefore: 10, valid: 90 }, 20, true],
  [{ losing: 10, lostBefore: 10, valid: 90 }, 20, false],
  [{ losing: 10, lostBefore: 0, valid: 10 }, 20, false],
  [{ losing: 11, lostBefore: 0, valid: 11 }, 20, true],
  [{ losing: 11, lostBefore: 0, valid: 11 }, 100, false],
  [{ losing: 11, lostBefore: 0, valid: 1000 }, 0, true],
])('%j at %i percent: %s', (losses, percent, exceeds) => {
  expect(exceedsLimit(losses, percent)).toBe(exceeds);
});

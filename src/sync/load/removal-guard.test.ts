import { expect, test } from 'vitest';
import { exceedsLimit, removableTickets } from './removal-guard.ts';

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

test.each([
  // 20 % of 226 is 45.2.
  [{ lostBefore: 0, valid: 226 }, 20, 45],
  [{ lostBefore: 10, valid: 90 }, 20, 10],
  [{ lostBefore: 30, valid: 70 }, 20, 0],
  [{ lostBefore: 0, valid: 4 }, 0, 4],
  [{ lostBefore: 0, valid: 226 }, 0, 10],
])('with %j at %i percent, the guard allows %i more removals', (before, percent, most) => {
  expect(removableTickets(before, percent)).toBe(most);
  const oneMore = exceedsLimit({ ...before, losing: most + 1 }, percent);
  expect(oneMore).toBe(most < before.valid);
});

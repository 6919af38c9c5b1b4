import { describe, expect, test } from 'vitest';
import type { AttemptCounts } from '../../backend/sign-in/login-attempt-records.ts';
import { evaluateAttempt } from './sign-in-limits.ts';

const AT = new Date('2026-03-01T12:00:00Z');
const later = (seconds: number): Date => new Date(AT.getTime() + seconds * 1000);
const NONE: AttemptCounts = {
  pairBlockedBy: null,
  originBlockedBy: null,
  ofAccount: 0,
  latestOfAccount: null,
};

describe('an attempt to sign in', () => {
  test('is refused until the failure that fills its limit is 15 minutes old', () => {
    expect(evaluateAttempt({ ...NONE, pairBlockedBy: later(-600) }, true, AT)).toEqual({
      allowed: false,
      retryAt: later(300),
      limitedBy: 'account',
    });
    const both = { ...NONE, pairBlockedBy: later(-600), originBlockedBy: later(-60) };
    expect(evaluateAttempt(both, false, AT)).toEqual({
      allowed: false,
      retryAt: later(840),
      limitedBy: 'address',
    });
  });

  test.each([
    [19, 0],
    [20, 1],
    [39, 1],
    [40, 2],
    [60, 4],
    [80, 5],
    [100, 5],
  ])('of a stranger after %i failures of the account waits %i s for its turn', (ofAccount, waitS) => {
    const counts = { ...NONE, ofAccount, latestOfAccount: AT };
    expect(evaluateAttempt(counts, true, AT)).toEqual({ allowed: true, startsAt: later(waitS) });
    expect(evaluateAttempt(counts, false, AT)).toEqual({ allowed: true, startsAt: AT });
  });

  test('of a stranger does not wait once the account was left alone for a moment', () => {
    expect(evaluateAttempt({ ...NONE, ofAccount: 90, latestOfAccount: later(-6) }, true, AT)).toEqual({
      allowed: true,
      startsAt: AT,
    });
  });

  test('is refused where its turn is more than five seconds away, until it is not', () => {
    const busy = { ...NONE, ofAccount: 40, latestOfAccount: later(4) };
    const refused = evaluateAttempt(busy, true, AT);
    expect(refused).toEqual({ allowed: false, retryAt: later(1), limitedBy: 'account' });
    expect(evaluateAttempt(busy, true, later(1))).toEqual({ allowed: true, startsAt: later(6) });
  });
});

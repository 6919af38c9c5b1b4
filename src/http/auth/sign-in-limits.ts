import type {
  AttemptCounts,
  AttemptLimits,
  AttemptVerdict,
} from '../../backend/sign-in/login-attempt-records.ts';

const WINDOW_SECONDS = 15 * 60;
const PER_PAIR = 10;
/** Many people may share an address. */
const PER_ADDRESS = 50;
/** From this number of failures on, Taquilla assumes that many addresses guess the account's password. */
const FREE_FAILURES = 20;
/** After this many further failures, the time between two attempts doubles. */
const DOUBLED_AFTER = 20;
const FIRST_DISTANCE_MS = 1_000;
/**
 * The longest time between two attempts, and the longest wait. So an account has at most five waiting attempts,
 * and soon only one.
 */
const LONGEST_WAIT_MS = 5_000;

const WINDOW_MS = WINDOW_SECONDS * 1000;

/**
 * The limits of an attempt. A browser and a session are counted by themselves, whatever happens at their
 * address.
 */
export function limitsOf({ byAddress }: { readonly byAddress: boolean }): AttemptLimits {
  return { windowSeconds: WINDOW_SECONDS, perPair: PER_PAIR, perOrigin: byAddress ? PER_ADDRESS : null };
}

/**
 * Decides whether an attempt is allowed, and when it starts.
 *
 * An origin with too many failures for an account, or an address with too many failures for all accounts, is
 * refused until its oldest failures leave the window. An account itself is never locked. Attempts from origins
 * that it does not know take turns, with a growing time between them. This limits the guesses from any number
 * of addresses to 720 an hour. An attempt whose turn is more than five seconds away is refused.
 *
 * @param isStranger true if the account's owner has never signed in from this origin
 */
export function evaluateAttempt(counts: AttemptCounts, isStranger: boolean, at: Date): AttemptVerdict {
  const { pairBlockedBy, originBlockedBy, ofAccount, latestOfAccount } = counts;
  const freeAtMs = [pairBlockedBy, originBlockedBy].map((by) => (by === null ? 0 : by.getTime() + WINDOW_MS));
  if (pairBlockedBy !== null || originBlockedBy !== null) {
    const limitedBy = originBlockedBy === null ? 'account' : 'address';
    return { allowed: false, retryAt: new Date(Math.max(...freeAtMs)), limitedBy };
  }
  const distanceMs = isStranger ? distanceAfter(ofAccount) : 0;
  if (distanceMs === 0 || latestOfAccount === null) return { allowed: true, startsAt: at };
  const startsAtMs = Math.max(at.getTime(), latestOfAccount.getTime() + distanceMs);
  const retryAtMs = startsAtMs - LONGEST_WAIT_MS;
  if (retryAtMs > at.getTime()) {
    return { allowed: false, retryAt: new Date(retryAtMs), limitedBy: 'account' };
  }
  return { allowed: true, startsAt: new Date(startsAtMs) };
}

function distanceAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  const doublings = Math.floor((failures - FREE_FAILURES) / DOUBLED_AFTER);
  return Math.min(LONGEST_WAIT_MS, FIRST_DISTANCE_MS * 2 ** doublings);
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Queryable } from '../../backend/database.ts';
import {
  type AttemptSource,
  accountKey,
  forgetAttempts,
  reserveAttempt,
  withdrawAttempt,
} from '../../backend/sign-in/login-attempt-records.ts';
import { findLoginUser, type LoginUser } from '../../backend/sign-in/login-records.ts';
import {
  findKnownOrigins,
  isKnownOrigin,
  noteKnownOrigins,
} from '../../backend/sign-in/sign-in-origin-records.ts';
import { AppError } from '../../kernel/errors.ts';
import { digestOfToken } from '../../kernel/secrets/opaque-token.ts';
import { networkOf } from './network-of.ts';
import { evaluateAttempt, limitsOf } from './sign-in-limits.ts';

export interface LoginDeps {
  readonly db: Database;
  readonly now: () => Date;
}

/** The origin of a sign-in. */
export interface SignInPlace {
  readonly address: string;
  /** The content of the cookie of an earlier sign-in; undefined if there is none. */
  readonly browser?: string | undefined;
  /**
   * The session of a signed-in user who enters the password again. Its attempts are counted by themselves, so
   * that they block no other sign-in.
   */
  readonly session?: string | undefined;
  /** Aborts a wait for the account's turn. */
  readonly signal?: AbortSignal | undefined;
}

/** An attempt in progress. It counts as failed unless one of its functions is called. */
export interface SignInAttempt {
  /** The account; null if there is none. */
  readonly user: LoginUser | null;
  /** true if the account's owner has never signed in from this origin. */
  readonly isStranger: boolean;
  /** Nothing was guessed, so this attempt does not count. Earlier failures still count. */
  withdraw(): Promise<void>;
  /**
   * The right person signed in, so neither this attempt nor earlier failures of this account from this origin
   * count.
   */
  succeed(): Promise<void>;
}

/**
 * Starts an attempt to sign in, or to prove a second factor. It counts the attempt, and waits for its turn
 * while strangers guess the account's password. Existing and unknown accounts get the same answers after the
 * same work.
 *
 * @throws denied `auth.throttled`: the attempt is refused and not counted
 */
export async function beginAttempt(
  { db, now }: LoginDeps,
  { email, ...place }: SignInPlace & { readonly email: string },
): Promise<SignInAttempt> {
  const at = now();
  const user = await findLoginUser(db, email.trim());
  const { origin, isStranger, byAddress } = await originOf(db, user, place, at);
  // Written as in the table, so that other spellings of an address do not count as other accounts.
  const source: AttemptSource = { account: accountKey(user?.email ?? email), origin };
  const reserved = await reserveAttempt(db, source, at, limitsOf({ byAddress }), (counts) =>
    evaluateAttempt(counts, isStranger, at),
  );
  if (!reserved.allowed) throw throttled(at, reserved.retryAt, reserved.limitedBy);
  const { id, startsAt } = reserved;
  const withdraw = async (): Promise<void> => {
    if (id !== null) await withdrawAttempt(db, id);
  };
  await waitForTurn(startsAt.getTime() - at.getTime(), place.signal).catch(async () => {
    await withdraw();
    throw throttled(at, startsAt, 'account');
  });
  return { user, isStranger, withdraw, succeed: async () => await forgetAttempts(db, source) };
}

/**
 * Records the origin of a user's sign-in. Strangers can slow down the sign-ins to an account, but only from
 * unknown origins: its owner is not delayed in a browser or at an address of an earlier sign-in.
 */
export async function rememberPlace(
  db: Queryable,
  userId: string,
  place: { readonly address: string; readonly browser: string },
  now: Date,
): Promise<void> {
  await noteKnownOrigins(db, userId, [browserOrigin(place.browser), addressOrigin(place.address)], now);
}

/** A browser from which any user signed in before; null if there is none. */
export async function knownBrowser(
  db: Queryable,
  browser: string | undefined,
  at: Date,
): Promise<string | null> {
  if (browser === undefined) return null;
  const origin = browserOrigin(browser);
  return (await isKnownOrigin(db, origin, at)) ? origin : null;
}

/**
 * A browser that the account knows is counted by itself, so neither strangers nor others at the same address
 * can use up its attempts. All other attempts count by address.
 */
async function originOf(
  db: Queryable,
  user: LoginUser | null,
  { address, browser, session }: SignInPlace,
  at: Date,
): Promise<{ readonly origin: string; readonly isStranger: boolean; readonly byAddress: boolean }> {
  if (session !== undefined) return { origin: `session:${session}`, isStranger: false, byAddress: false };
  const [ofAddress, ofBrowser] = [addressOrigin(address), browserOrigin(browser ?? '')];
  const known = await findKnownOrigins(db, user?.id ?? null, [ofAddress, ofBrowser], at);
  if (known.has(ofBrowser)) return { origin: ofBrowser, isStranger: false, byAddress: false };
  return { origin: ofAddress, isStranger: !known.has(ofAddress), byAddress: true };
}

function addressOrigin(address: string): string {
  return `address:${networkOf(address)}`;
}

function browserOrigin(browser: string): string {
  return `browser:${digestOfToken(browser).toString('hex')}`;
}

/** @throws if the signal ends the wait */
async function waitForTurn(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (waitMs > 0) await sleep(waitMs, undefined, signal === undefined ? {} : { signal });
}

/** The error for an attempt that has to wait until `retryAt`. */
export function throttled(at: Date, retryAt: Date, limitedBy: 'account' | 'address'): AppError {
  const leftMs = retryAt.getTime() - at.getTime();
  return new AppError({
    code: 'auth.throttled',
    message: 'Too many attempts to sign in. Wait a little.',
    details: { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)), limitedBy },
  });
}

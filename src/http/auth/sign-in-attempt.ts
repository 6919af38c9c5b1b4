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
  /** The content of an earlier sign-in's cookie; undefined: there is none. */
  readonly browser?: string | undefined;
  /**
   * A signed-in user is asked for the password again: the session counts by itself, so that its guesses block
   * no other sign-in.
   */
  readonly session?: string | undefined;
  /** Aborts a wait for the account's turn. */
  readonly signal?: AbortSignal | undefined;
}

/** An attempt in progress. It counts as failed unless one of its functions is called. */
export interface SignInAttempt {
  /** The account; null: there is none. */
  readonly user: LoginUser | null;
  /** The account's owner has never signed in from this origin. */
  readonly isStranger: boolean;
  /** Nothing was guessed, so the attempt does not count. Earlier failures do. */
  withdraw(): Promise<void>;
  /**
   * The right person signed in: neither this attempt nor earlier failures of this account from this origin
   * count.
   */
  succeed(): Promise<void>;
}

/**
 * Starts an attempt to sign in, or to prove a second factor: counts it, and waits for its turn while
 * strangers guess the account's password. Existing and unknown accounts get the same answers after the same
 * work.
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
  // In the form of the table: other spellings of an address are not other accounts.
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
 * Records the origin of a user's sign-in. Any stranger can make an account slow, but only for unknown
 * origins: its owner passes at once from a browser or an address of an earlier sign-in.
 */
export async function rememberPlace(
  db: Queryable,
  userId: string,
  place: { readonly address: string; readonly browser: string },
  now: Date,
): Promise<void> {
  await noteKnownOrigins(db, userId, [browserOrigin(place.browser), addressOrigin(place.address)], now);
}

/** A browser from which any user signed in before; null: there is none. */
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
 * A browser that the account knows counts by itself: neither strangers nor others at the same address can use
 * up its attempts. All other attempts count by address.
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

/** @throws where the signal ends the wait */
async function waitForTurn(waitMs: number, signal: AbortSignal | undefined): Promise<void> {
  if (waitMs > 0) await sleep(waitMs, undefined, signal === undefined ? {} : { signal });
}

/** An attempt that has to wait until `retryAt`. */
export function throttled(at: Date, retryAt: Date, limitedBy: 'account' | 'address'): AppError {
  const leftMs = retryAt.getTime() - at.getTime();
  return new AppError({
    code: 'auth.throttled',
    message: 'Too many attempts to sign in. Wait a little.',
    details: { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)), limitedBy },
  });
}

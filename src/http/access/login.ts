import {
  findLoginUser,
  forgetAttempts,
  type LoginUser,
  noteAttempt,
  uncountAttempts,
} from '../../backend/access/login-records.ts';
import { hashPassword, passwordMatches } from '../../backend/access/password-hash.ts';
import type { CodeOutcome } from '../../backend/access/second-factor.ts';
import type { Database } from '../../backend/database.ts';
import { AppError } from '../../kernel/errors.ts';

const WINDOW_SECONDS = 15 * 60;
const ATTEMPTS_PER_ACCOUNT = 10;
/** Many people may sit behind one address. */
const ATTEMPTS_PER_ADDRESS = 50;

export interface LoginDeps {
  readonly db: Database;
  readonly now: () => Date;
}

/** Checked where there is no such user, so that both take the same time. Nobody knows its password. */
let decoy: Promise<string> | null = null;

/**
 * Whoever has this address and this password. Unknown addresses, wrong passwords and disabled users cannot be
 * told apart: the same answer, the same time, the same limits.
 *
 * @param checkCode asks for the second factor, once the password is right; nobody has one unless given
 * @throws denied `auth.wrong-login`, `auth.throttled`, `auth.second-factor-needed`, `auth.wrong-code`
 */
export async function checkLogin(
  { db, now }: LoginDeps,
  given: { readonly email: string; readonly password: string; readonly address: string },
  checkCode: (userId: string) => Promise<CodeOutcome> = async () => 'not-set',
): Promise<LoginUser> {
  const at = now();
  const account = `account:${given.email.trim().toLowerCase()}`;
  const subjects = [
    { subject: account, limit: ATTEMPTS_PER_ACCOUNT },
    { subject: `address:${given.address}`, limit: ATTEMPTS_PER_ADDRESS },
  ];
  const attemptIds: number[] = [];
  for (const { subject, limit } of subjects) {
    const { id, attempts, oldest } = await noteAttempt(db, subject, at, WINDOW_SECONDS);
    if (attempts > limit) throw throttled(at, oldest);
    attemptIds.push(id);
  }
  decoy ??= hashPassword(crypto.randomUUID());
  const user = await findLoginUser(db, given.email.trim());
  const matches = await passwordMatches(given.password, user?.passwordHash ?? (await decoy));
  if (user === null || !matches || user.disabled) throw wrongLogin();
  const outcome = await checkCode(user.id);
  if (outcome === 'needed') {
    // The password was right, which was never counted. Earlier guesses stay: a code must be no cheaper to guess.
    await uncountAttempts(db, attemptIds);
    throw secondFactorNeeded();
  }
  // The attempt stays counted.
  if (outcome === 'wrong') throw wrongCode();
  if (outcome instanceof Date) throw waitUntil(at, outcome);
  await forgetAttempts(db, account, attemptIds);
  return user;
}

/** Made before the first one asks, or the first unknown user would take twice the time. */
export async function prepareLogin(): Promise<void> {
  decoy ??= hashPassword(crypto.randomUUID());
  await decoy;
}

function throttled(now: Date, oldest: Date): AppError {
  return waitUntil(now, new Date(oldest.getTime() + WINDOW_SECONDS * 1000));
}

function waitUntil(now: Date, then: Date): AppError {
  const leftMs = then.getTime() - now.getTime();
  return new AppError({
    kind: 'denied',
    code: 'auth.throttled',
    message: 'Too many attempts to sign in. Wait a little.',
    details: { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) },
  });
}

function secondFactorNeeded(): AppError {
  return new AppError({
    kind: 'denied',
    code: 'auth.second-factor-needed',
    message: 'Enter the code of your app, or a recovery code.',
  });
}

function wrongCode(): AppError {
  return new AppError({
    kind: 'denied',
    code: 'auth.wrong-code',
    message: 'The code is not right, or it was used already. Wait for the next one.',
  });
}

function wrongLogin(): AppError {
  return new AppError({
    kind: 'denied',
    code: 'auth.wrong-login',
    message: 'The e-mail address or the password is not right.',
  });
}

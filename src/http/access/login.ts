import {
  findLoginUser,
  forgetAttempts,
  type LoginUser,
  noteAttempt,
} from '../../backend/access/login-records.ts';
import { hashPassword, passwordMatches } from '../../backend/access/password-hash.ts';
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
 * @throws denied `auth.wrong-login`, `auth.throttled`
 */
export async function checkLogin(
  { db, now }: LoginDeps,
  given: { readonly email: string; readonly password: string; readonly address: string },
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
  await forgetAttempts(db, account, attemptIds);
  return user;
}

/** Made before the first one asks, or the first unknown user would take twice the time. */
export async function prepareLogin(): Promise<void> {
  decoy ??= hashPassword(crypto.randomUUID());
  await decoy;
}

function throttled(now: Date, oldest: Date): AppError {
  const leftMs = oldest.getTime() + WINDOW_SECONDS * 1000 - now.getTime();
  return new AppError({
    kind: 'denied',
    code: 'auth.throttled',
    message: 'Too many attempts to sign in. Wait a little.',
    details: { retryAfterSeconds: Math.max(1, Math.ceil(leftMs / 1000)) },
  });
}

export function wrongLogin(): AppError {
  return new AppError({
    kind: 'denied',
    code: 'auth.wrong-login',
    message: 'The e-mail address or the password is not right.',
  });
}

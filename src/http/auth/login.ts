import type { CodeOutcome } from '../../backend/second-factor/second-factor.ts';
import type { LoginUser } from '../../backend/sign-in/login-records.ts';
import { hashPassword, passwordMatches } from '../../backend/users/password-hash.ts';
import { AppError } from '../../kernel/errors.ts';
import {
  beginAttempt,
  type LoginDeps,
  type SignInAttempt,
  type SignInPlace,
  throttled,
} from './sign-in-attempt.ts';

/**
 * A hash that is checked if there is no such user, so that both cases take the same time. Its password is not
 * known.
 */
let decoy: Promise<string> | null = null;

export interface GivenLogin extends SignInPlace {
  readonly email: string;
  readonly password: string;
}

/**
 * Finds the user with this e-mail address and password. Unknown addresses, wrong passwords and disabled users
 * get the same answer, after the same time and under the same limits.
 *
 * @param checkCode checks the second factor after the right password; absent if no second factor is required
 * @throws denied `auth.wrong-login`, `auth.throttled`, `auth.second-factor-needed`, `auth.wrong-code`
 */
export async function checkLogin(
  deps: LoginDeps,
  given: GivenLogin,
  checkCode: (userId: string) => Promise<CodeOutcome> = async () => 'not-set',
): Promise<LoginUser & { readonly provedCode: boolean }> {
  const { user, attempt } = await provePassword(deps, given);
  const outcome = await checkCode(user.id).catch(async (thrown: unknown) => {
    // The code was not checked, so nothing was guessed.
    await attempt.withdraw();
    throw thrown;
  });
  if (outcome === 'needed') {
    // The password was right, so the attempt was no guess. Earlier failures still count, because otherwise
    // guessing codes would be easier.
    await attempt.withdraw();
    throw secondFactorNeeded();
  }
  // The attempt still counts.
  if (outcome === 'wrong') throw wrongCode();
  if (outcome instanceof Date) throw throttled(deps.now(), outcome, 'account');
  await attempt.succeed();
  return { ...user, provedCode: outcome === 'right' };
}

/**
 * Checks the password alone. The attempt stays open: it counts as failed until it succeeds or is withdrawn.
 *
 * @throws denied `auth.wrong-login`, `auth.throttled`
 */
async function provePassword(
  deps: LoginDeps,
  given: GivenLogin,
): Promise<{ readonly user: LoginUser; readonly attempt: SignInAttempt }> {
  decoy ??= hashPassword(crypto.randomUUID());
  const decoyHash = await decoy;
  const attempt = await beginAttempt(deps, given);
  const { user, isStranger } = attempt;
  let matches: boolean;
  try {
    // However many strangers wait, the owner is not delayed at the origin of an earlier sign-in.
    const line = isStranger ? 'strangers' : 'known';
    matches = await passwordMatches(given.password, user?.passwordHash ?? decoyHash, line);
  } catch (thrown) {
    // The password was not checked, so nothing was guessed.
    await attempt.withdraw();
    throw thrown;
  }
  if (user === null || !matches || user.disabled) throw wrongLogin();
  return { user, attempt };
}

/** Computed at the start. Otherwise the first request for an unknown user would take twice the time. */
export async function prepareLogin(): Promise<void> {
  decoy ??= hashPassword(crypto.randomUUID());
  await decoy;
}

function secondFactorNeeded(): AppError {
  return new AppError({
    code: 'auth.second-factor-needed',
    message: 'Enter the code of your app, or a recovery code.',
  });
}

function wrongCode(): AppError {
  return new AppError({
    code: 'auth.wrong-code',
    message: 'The code is not right, or it was used already. Wait for the next one.',
  });
}

export function wrongLogin(): AppError {
  return new AppError({
    code: 'auth.wrong-login',
    message: 'The e-mail address or the password is wrong.',
  });
}

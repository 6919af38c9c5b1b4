import type { Secret } from '../../kernel/secrets/secret.ts';
import type { Database } from '../database.ts';
import { isOneTimeCode, timeStepOfCode } from './one-time-code.ts';
import { bareCode, digestOfRecoveryCode } from './recovery-codes.ts';
import {
  countGuess,
  forgetGuesses,
  openCodeSecret,
  readSecondFactor,
  spendRecoveryCode,
  spendTimeStep,
} from './second-factor-records.ts';

export interface SecondFactorDeps {
  readonly db: Database;
  readonly now: () => Date;
  /** @throws config `config.secret-key-needed` */
  readonly secretKey: () => Promise<Secret>;
}

/**
 * `not-set`: this user has no second factor, so no code is needed. A date: guesses before that time are not
 * checked.
 */
export type CodeOutcome = 'not-set' | 'needed' | 'right' | 'wrong' | Date;

/**
 * Checks a code of a user's app or a recovery code, and uses it up, so that no code works twice.
 *
 * @throws config `config.secret-key-needed`, `config.secret-key-short`, `secret.cannot-open`
 */
export async function spendCode(
  deps: SecondFactorDeps,
  userId: string,
  given: string | null,
): Promise<CodeOutcome> {
  const { db, now } = deps;
  const { confirmedAt } = await readSecondFactor(db, userId);
  if (confirmedAt === null) return 'not-set';
  if (given === null) return 'needed';
  const nextAt = await countGuess(db, userId, now());
  if (nextAt !== null) return nextAt;
  const right = await spend(deps, userId, bareCode(given));
  if (right) await forgetGuesses(db, userId);
  return right ? 'right' : 'wrong';
}

async function spend(
  { db, now, secretKey }: SecondFactorDeps,
  userId: string,
  code: string,
): Promise<boolean> {
  if (!isOneTimeCode(code)) {
    return await spendRecoveryCode(db, userId, digestOfRecoveryCode(userId, code), now());
  }
  const secret = await openCodeSecret(db, secretKey, userId, 'confirmed');
  const timeStep = secret === null ? null : timeStepOfCode(secret.reveal(), code, now());
  return timeStep !== null && (await spendTimeStep(db, userId, timeStep));
}

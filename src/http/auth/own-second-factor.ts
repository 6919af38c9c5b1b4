import { inTransaction, type Transaction } from '../../backend/database.ts';
import { codeSecretUri, newCodeSecret, timeStepOfCode } from '../../backend/second-factor/one-time-code.ts';
import {
  bareCode,
  digestOfRecoveryCode,
  newRecoveryCodes,
} from '../../backend/second-factor/recovery-codes.ts';
import { secondFactorNotOn } from '../../backend/second-factor/reset-second-factor.ts';
import { type SecondFactorDeps, spendCode } from '../../backend/second-factor/second-factor.ts';
import {
  confirmSecondFactor,
  countGuess,
  forgetGuesses,
  openCodeSecret,
  putUnconfirmedSecret,
  readSecondFactor,
  removeSecondFactor,
  replaceRecoveryCodes,
} from '../../backend/second-factor/second-factor-records.ts';
import { endOtherSessionsOf, lockSignedIn } from '../../backend/sign-in/session-records.ts';
import { putAccountMail } from '../../backend/users/account-mail-records.ts';
import { notifyOfWork } from '../../backend/work-notice.ts';
import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import { AppError } from '../../kernel/errors.ts';
import { invalidField } from '../../kernel/field-faults.ts';
import type { Actor } from './actor.ts';
import { notSignedIn } from './authenticate.ts';
import { checkLogin } from './login.ts';
import { requireUserId } from './own-account.ts';
import { throttled } from './sign-in-attempt.ts';

export interface OwnFactorDeps extends SecondFactorDeps {
  readonly publicUrl: string | null;
}

/** The password and code that a signed-in user enters again, because a browser may have been left open. */
interface Proof {
  readonly password: string;
  /** Null if only the password is required. */
  readonly code: string | null;
  readonly address: string;
}

/**
 * Starts the set-up by creating a secret. The secret is valid only after one of its codes was entered.
 *
 * @throws conflict `auth.second-factor-already-on`; invalid `http.invalid-request`; denied `auth.throttled`
 */
export async function beginSecondFactor(
  deps: OwnFactorDeps,
  actor: Actor,
  proof: Proof,
): Promise<{ readonly secret: string; readonly uri: string }> {
  const userId = requireUserId(actor);
  await requireProof(deps, actor, proof);
  const secretKey = await deps.secretKey();
  const secret = newCodeSecret();
  const put = await inOwnSession(
    deps,
    actor,
    async (tx) => await putUnconfirmedSecret(tx, secretKey, userId, secret),
  );
  if (!put) throw conflict('auth.second-factor-already-on', 'Two-step sign-in is already on.');
  return { secret, uri: codeSecretUri(secret, actor.email ?? '') };
}

/**
 * Confirms the factor with one of its codes, and ends the user's other sessions, which proved no code. Returns
 * the recovery codes.
 *
 * @throws conflict `auth.second-factor-not-begun`; invalid `http.invalid-request`; denied `auth.throttled`
 */
export async function confirmOwnFactor(
  deps: OwnFactorDeps,
  actor: Actor,
  code: string,
): Promise<readonly string[]> {
  const { db, now } = deps;
  const userId = requireUserId(actor);
  const notBegun = conflict(
    'auth.second-factor-not-begun',
    'No two-step sign-in is waiting for a code: start again.',
  );
  const secret = await openCodeSecret(db, deps.secretKey, userId, 'unconfirmed');
  if (secret === null) throw notBegun;
  // A guess is counted here as well, because the thief of a session could guess a code for a secret that its
  // owner left unconfirmed.
  const nextAt = await countGuess(db, userId, now());
  if (nextAt !== null) throw throttled(now(), nextAt, 'account');
  const timeStep = timeStepOfCode(secret.reveal(), bareCode(code), now());
  if (timeStep === null) throw invalidField('one_time_code', 'wrong_code');
  return await inOwnSession(deps, actor, async (tx) => {
    if (!(await confirmSecondFactor(tx, userId, timeStep, now()))) throw notBegun;
    await forgetGuesses(tx, userId);
    await endOtherSessionsOf(tx, userId, actor.id);
    await mailAbout(tx, deps, actor, 'second_factor_on');
    return await giveRecoveryCodes(tx, userId);
  });
}

/** @throws conflict `auth.second-factor-not-on`; invalid `http.invalid-request`; denied `auth.throttled` */
export async function removeOwnFactor(deps: OwnFactorDeps, actor: Actor, proof: Proof): Promise<void> {
  const userId = requireUserId(actor);
  await requireOn(deps, userId);
  await requireProof(deps, actor, proof);
  await inOwnSession(deps, actor, async (tx) => {
    if (await removeSecondFactor(tx, userId)) await mailAbout(tx, deps, actor, 'second_factor_off');
  });
}

/**
 * Creates recovery codes, which replace the earlier ones.
 *
 * @throws as `removeOwnFactor`
 */
export async function renewRecoveryCodes(
  deps: OwnFactorDeps,
  actor: Actor,
  proof: Proof,
): Promise<readonly string[]> {
  const userId = requireUserId(actor);
  await requireOn(deps, userId);
  await requireProof(deps, actor, proof);
  return await inOwnSession(deps, actor, async (tx) => await giveRecoveryCodes(tx, userId));
}

/** @throws denied `auth.not-signed-in` if the session ended while the request was running */
async function inOwnSession<T>(
  { db }: OwnFactorDeps,
  actor: Actor,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return await inTransaction(db, async (tx) => {
    if ((await lockSignedIn(tx, requireUserId(actor), actor.id)) === null) throw notSignedIn();
    return await work(tx);
  });
}

async function giveRecoveryCodes(tx: Transaction, userId: string): Promise<readonly string[]> {
  const codes = newRecoveryCodes();
  await replaceRecoveryCodes(
    tx,
    userId,
    codes.map((one) => digestOfRecoveryCode(userId, one)),
  );
  return codes;
}

async function requireOn({ db }: OwnFactorDeps, userId: string): Promise<void> {
  if ((await readSecondFactor(db, userId)).confirmedAt !== null) return;
  throw secondFactorNotOn();
}

/**
 * Wrong passwords and codes count as failed sign-ins of this session only. They do not block other sign-ins,
 * and failures from the same network do not count here.
 */
async function requireProof(deps: OwnFactorDeps, actor: Actor, proof: Proof): Promise<void> {
  const { password, address } = proof;
  const given = { email: actor.email ?? '', password, address, session: actor.id };
  const { code } = proof;
  const check = code === null ? undefined : async (id: string) => await spendCode(deps, id, code);
  await checkLogin(deps, given, check).catch((thrown: unknown) => {
    const field = thrown instanceof AppError ? FIELD_OF[thrown.code] : undefined;
    throw field === undefined ? thrown : invalidField(field.name, field.rule);
  });
}

const FIELD_OF: Readonly<Partial<Record<ErrorCode, { readonly name: string; readonly rule: string }>>> = {
  'auth.wrong-login': { name: 'password', rule: 'wrong_password' },
  'auth.wrong-code': { name: 'one_time_code', rule: 'wrong_code' },
};

async function mailAbout(
  tx: Transaction,
  { publicUrl, now }: OwnFactorDeps,
  actor: Actor,
  kind: 'second_factor_on' | 'second_factor_off',
): Promise<void> {
  if (actor.email === null) return;
  await putAccountMail(tx, { kind, email: actor.email, publicUrl }, now());
  await notifyOfWork(tx);
}

function conflict(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message });
}

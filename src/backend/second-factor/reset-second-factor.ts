import { AppError } from '../../kernel/errors.ts';
import type { Transaction } from '../database.ts';
import { endSessionsOf } from '../sign-in/session-records.ts';
import { putAccountMail } from '../users/account-mail-records.ts';
import { removeSecondFactor } from './second-factor-records.ts';

/**
 * Removes the second factor of a user who has lost both phone and recovery codes. Ends the user's sessions and
 * queues an e-mail to the user.
 *
 * @throws conflict `auth.second-factor-not-on`
 */
export async function resetSecondFactor(
  tx: Transaction,
  user: { readonly id: string; readonly email: string },
  { publicUrl, now }: { readonly publicUrl: string | null; readonly now: Date },
): Promise<void> {
  if (!(await removeSecondFactor(tx, user.id))) throw secondFactorNotOn();
  await endSessionsOf(tx, user.id);
  await putAccountMail(tx, { kind: 'second_factor_off', email: user.email, publicUrl }, now);
}

export function secondFactorNotOn(): AppError {
  return new AppError({
    code: 'auth.second-factor-not-on',
    message: 'Two-step sign-in is not on.',
  });
}

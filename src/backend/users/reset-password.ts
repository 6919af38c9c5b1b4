import type { Transaction } from '../database.ts';
import { endAllAccess } from '../sign-in/end-access.ts';
import { forgetAccount } from '../sign-in/login-attempt-records.ts';
import { putAccountMail } from './account-mail-records.ts';
import { setPasswordHash } from './user-records.ts';

/**
 * Sets a password without asking for the present one. It ends all sessions and API tokens, clears failed
 * sign-ins, and queues an e-mail to the user. A second factor stays.
 *
 * @throws missing `user.none`
 */
export async function resetPassword(
  tx: Transaction,
  user: { readonly id: string; readonly email: string },
  passwordHash: string,
  { publicUrl, now }: { readonly publicUrl: string | null; readonly now: Date },
): Promise<void> {
  await setPasswordHash(tx, user.id, passwordHash);
  await endAllAccess(tx, user.id, 'password_reset', now);
  await forgetAccount(tx, user.email);
  await putAccountMail(tx, { kind: 'password_changed', email: user.email, publicUrl }, now);
}

import { queryRows, type Transaction } from '../database.ts';
import { endSessionsOf } from './session-records.ts';

/** Why the access of a user ends. */
export type EndReason = 'password_reset';

/**
 * Ends every session and every API token of a user for good, in the transaction that resets the password. Answers how
 * many tokens ended. Call it after the change of the `users` row, whose lock keeps out those who sign in meanwhile.
 */
export async function endAllAccess(
  tx: Transaction,
  userId: string,
  _reason: EndReason,
  now: Date,
): Promise<number> {
  await endSessionsOf(tx, userId);
  const rows = await queryRows(
    tx,
    `update api_tokens set revoked_at = $2, updated_at = now()
     where user_id = $1 and revoked_at is null returning id`,
    [userId, now],
  );
  return rows.length;
}

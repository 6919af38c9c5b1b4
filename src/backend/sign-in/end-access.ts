import { queryRows, type Transaction } from '../database.ts';
import { endOtherSessionsOf, endSessionsOf } from './session-records.ts';

/** Why a token ended: somebody revoked it, or its owner's account changed. */
export type EndReason = 'revoked' | 'password_reset' | 'password_changed' | 'deactivated';

/**
 * Ends every session and every API token of a user for good, in the transaction that resets the password or
 * deactivates the user. Nothing brings them back. Returns how many tokens ended.
 *
 * Call it after the change of the `users` row, whose lock makes a concurrent sign-in, new token or password
 * change wait.
 */
export async function endAllAccess(
  tx: Transaction,
  userId: string,
  reason: EndReason,
  now: Date,
): Promise<number> {
  await endSessionsOf(tx, userId);
  return await revokeTokensOf(tx, userId, { keptIds: [], reason, now });
}

/**
 * Ends a user's other sessions, and every API token except those that the user chose to keep. Ids of other
 * users' tokens have no effect. Returns how many tokens ended.
 */
export async function endOtherAccess(
  tx: Transaction,
  userId: string,
  kept: { readonly sessionId: string; readonly tokenIds: readonly string[] },
  now: Date,
): Promise<number> {
  await endOtherSessionsOf(tx, userId, kept.sessionId);
  return await revokeTokensOf(tx, userId, { keptIds: kept.tokenIds, reason: 'password_changed', now });
}

async function revokeTokensOf(
  tx: Transaction,
  userId: string,
  given: { readonly keptIds: readonly string[]; readonly reason: EndReason; readonly now: Date },
): Promise<number> {
  const rows = await queryRows(
    tx,
    `update api_tokens set revoked_at = $2, revoked_reason = $3, updated_at = now()
     where user_id = $1 and revoked_at is null and id <> all($4::uuid[]) returning id`,
    [userId, given.now, given.reason, given.keptIds],
  );
  return rows.length;
}

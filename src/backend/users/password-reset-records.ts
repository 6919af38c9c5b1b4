import type { Language } from '../../vocabulary/people.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

/** How long the link in the e-mail works. */
export const RESET_LINK_LIFE_MS = 30 * 60_000;

export interface ResettingUser {
  readonly id: string;
  readonly email: string;
}

/** Makes this the user's only link. An earlier one stops working. */
export async function putPasswordReset(
  tx: Transaction,
  userId: string,
  tokenDigest: Buffer,
  now: Date,
): Promise<void> {
  await tx.query(
    `insert into password_resets (user_id, token_digest, expires_at) values ($1, $2, $3)
     on conflict (user_id) do update set token_digest = excluded.token_digest, expires_at = excluded.expires_at,
       updated_at = now()`,
    [userId, tokenDigest, new Date(now.getTime() + RESET_LINK_LIFE_MS)],
  );
}

/** The user whose password this link sets; null if the link is unknown, used or expired. */
export async function findPasswordReset(
  db: Queryable,
  tokenDigest: Buffer,
  now: Date,
): Promise<ResettingUser | null> {
  const [row] = await queryRows<ResettingUser>(
    db,
    `select u.id, u.email from password_resets r join users u on u.id = r.user_id
     where r.token_digest = $1 and r.expires_at > $2 and u.disabled_at is null`,
    [tokenDigest, now],
  );
  return row ?? null;
}

/** Uses up a link. False if another request was faster, or if the link has ended in the meantime. */
export async function takePasswordReset(
  tx: Transaction,
  userId: string,
  tokenDigest: Buffer,
  now: Date,
): Promise<boolean> {
  // The user is locked first, because a change of the user also locks that row first and the link second. So
  // there is no deadlock.
  await tx.query('select from users where id = $1 for update', [userId]);
  const rows = await queryRows(
    tx,
    'delete from password_resets where token_digest = $1 and expires_at > $2 returning user_id',
    [tokenDigest, now],
  );
  return rows.length > 0;
}

export interface MailedUser {
  readonly id: string;
  readonly email: string;
  readonly language: Language;
  readonly disabled: boolean;
}

/** The account that an e-mail is about. Its row is locked until the transaction ends. */
export async function lockMailedUser(tx: Transaction, email: string): Promise<MailedUser | null> {
  const [row] = await queryRows<MailedUser>(
    tx,
    `select id, email, language, disabled_at is not null as disabled from users
     where lower(email) = lower($1) for update`,
    [email],
  );
  return row ?? null;
}

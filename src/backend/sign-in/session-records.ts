import { newId } from '../../kernel/ids.ts';
import type { Role } from '../../vocabulary/people.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { MUST_SET_UP_SECOND_FACTOR } from './access-settings-records.ts';
import { SESSION_SEES } from './access-worth.ts';

/** A signed-in browser, and its user. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly seesPersonalData: boolean;
  readonly csrfDigest: Buffer;
  /** true if the session can only set up a second factor. */
  readonly mustSetUpSecondFactor: boolean;
}

export interface NewSession {
  readonly userId: string;
  /** The hash with which the password was checked. */
  readonly passwordHash: string;
  /** Whether a code of the second factor was checked as well. */
  readonly provedCode: boolean;
  readonly tokenDigest: Buffer;
  readonly csrfDigest: Buffer;
  readonly address: string;
  readonly userAgent: string | null;
  readonly expiresAt: Date;
  readonly now: Date;
}

/**
 * Starts a session. False if somebody changed the password or deactivated the user during the password check,
 * or turned on a second factor that this sign-in did not prove. The lock on the user makes this wait for such a
 * change, so that no session outlives it.
 */
export async function createSession(tx: Transaction, session: NewSession): Promise<boolean> {
  const users = await queryRows(
    tx,
    'select id from users where id = $1 and password_hash = $2 and disabled_at is null for update',
    [session.userId, session.passwordHash],
  );
  if (users.length === 0) return false;
  // A separate statement, because it must see what was committed while the first one waited.
  const rows = await queryRows(
    tx,
    `insert into user_sessions
       (id, user_id, token_digest, csrf_digest, address, user_agent, last_seen_at, expires_at)
     select $1, $2, $3, $4, $5, $6, $7, $8
     where $9 or not exists (select from second_factors where user_id = $2 and confirmed_at is not null)
     returning id`,
    [
      newId(),
      session.userId,
      session.tokenDigest,
      session.csrfDigest,
      session.address,
      session.userAgent,
      session.now,
      session.expiresAt,
      session.provedCode,
    ],
  );
  return rows.length > 0;
}

/**
 * Locks the user of a session for an important action: a reset, a deactivation or a password change either
 * waits or has come first. Returns the hash of the password; null if the session has ended in the meantime.
 */
export async function lockSignedIn(
  tx: Transaction,
  userId: string,
  sessionId: string,
): Promise<{ readonly passwordHash: string } | null> {
  const [user] = await queryRows<{ passwordHash: string }>(
    tx,
    `select password_hash as "passwordHash" from users where id = $1 and disabled_at is null for update`,
    [userId],
  );
  // A separate statement, because it must see what was committed while the first one waited.
  const sessions = await queryRows(tx, 'select id from user_sessions where id = $1 and user_id = $2', [
    sessionId,
    userId,
  ]);
  return user === undefined || sessions.length === 0 ? null : user;
}

/** The session of this token, if it is still valid and its user may sign in. */
export async function findSession(db: Queryable, tokenDigest: Buffer, now: Date): Promise<Session | null> {
  const [row] = await queryRows<Session>(
    db,
    `select s.id, s.user_id as "userId", u.email, u.name, u.role, s.csrf_digest as "csrfDigest",
       ${SESSION_SEES} as "seesPersonalData", ${MUST_SET_UP_SECOND_FACTOR} as "mustSetUpSecondFactor"
     from user_sessions s join users u on u.id = s.user_id
     where s.token_digest = $1 and s.expires_at > $2 and u.disabled_at is null`,
    [tokenDigest, now],
  );
  return row ?? null;
}

/** Extends a session that is used; written at most once a minute. */
export async function touchSession(db: Queryable, id: string, now: Date, expiresAt: Date): Promise<void> {
  await queryRows(
    db,
    `update user_sessions set last_seen_at = $2, expires_at = $3, updated_at = now()
     where id = $1 and last_seen_at < $2::timestamptz - interval '1 minute'`,
    [id, now, expiresAt],
  );
}

export async function endSession(db: Queryable, id: string): Promise<void> {
  await queryRows(db, 'delete from user_sessions where id = $1', [id]);
}

/** Ends the session of this token, whichever user it belongs to. */
export async function endSessionOfToken(db: Queryable, tokenDigest: Buffer): Promise<void> {
  await queryRows(db, 'delete from user_sessions where token_digest = $1', [tokenDigest]);
}

/** All sessions of a user except this one. */
export async function endOtherSessionsOf(db: Queryable, userId: string, keptId: string): Promise<void> {
  await queryRows(db, 'delete from user_sessions where user_id = $1 and id <> $2', [userId, keptId]);
}

export async function endSessionsOf(db: Queryable, userId: string): Promise<void> {
  await queryRows(db, 'delete from user_sessions where user_id = $1', [userId]);
}

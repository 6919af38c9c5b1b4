import { newId } from '../../kernel/ids.ts';
import { type Queryable, queryRows } from '../database.ts';
import { MUST_SET_UP_SECOND_FACTOR } from './access-settings-records.ts';
import type { Role } from './user-records.ts';

/** A browser that is signed in, and as whom. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly seesPersonalData: boolean;
  readonly csrfDigest: Buffer;
  /** true: until then this session can do nothing else. */
  readonly mustSetUpSecondFactor: boolean;
}

export interface NewSession {
  readonly userId: string;
  readonly tokenDigest: Buffer;
  readonly csrfDigest: Buffer;
  readonly address: string;
  readonly userAgent: string | null;
  readonly expiresAt: Date;
  readonly now: Date;
}

export async function createSession(db: Queryable, session: NewSession): Promise<string> {
  const id = newId();
  await queryRows(
    db,
    `insert into user_sessions
       (id, user_id, token_digest, csrf_digest, address, user_agent, last_seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      session.userId,
      session.tokenDigest,
      session.csrfDigest,
      session.address,
      session.userAgent,
      session.now,
      session.expiresAt,
    ],
  );
  return id;
}

/** The session of this token, if it is still good and its user may sign in. */
export async function findSession(db: Queryable, tokenDigest: Buffer, now: Date): Promise<Session | null> {
  const [row] = await queryRows<Session>(
    db,
    `select s.id, s.user_id as "userId", u.email, u.name, u.role, s.csrf_digest as "csrfDigest",
       (u.role <> 'viewer' or u.sees_personal_data) as "seesPersonalData",
       ${MUST_SET_UP_SECOND_FACTOR} as "mustSetUpSecondFactor"
     from user_sessions s join users u on u.id = s.user_id
     where s.token_digest = $1 and s.expires_at > $2 and u.disabled_at is null`,
    [tokenDigest, now],
  );
  return row ?? null;
}

/** Keeps a session that is used from running out; written once a minute at most. */
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

/** All of a user's but this one. */
export async function endOtherSessionsOf(db: Queryable, userId: string, keptId: string): Promise<void> {
  await queryRows(db, 'delete from user_sessions where user_id = $1 and id <> $2', [userId, keptId]);
}

export async function endSessionsOf(db: Queryable, userId: string): Promise<void> {
  await queryRows(db, 'delete from user_sessions where user_id = $1', [userId]);
}

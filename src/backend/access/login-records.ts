import { type Queryable, queryRows } from '../database.ts';
import type { Role } from './user-records.ts';

export interface LoginUser {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly disabled: boolean;
}

export async function findLoginUser(db: Queryable, email: string): Promise<LoginUser | null> {
  const [row] = await queryRows<LoginUser>(
    db,
    `select id, email, password_hash as "passwordHash", role, disabled_at is not null as disabled
     from users where lower(email) = lower($1)`,
    [email],
  );
  return row ?? null;
}

export async function noteLogin(db: Queryable, userId: string, now: Date): Promise<void> {
  await queryRows(db, 'update users set last_login_at = $2 where id = $1', [userId, now]);
}

/** Attempts of one window, this one counted: those who guess at the same time see each other. */
export async function noteAttempt(
  db: Queryable,
  subject: string,
  now: Date,
  windowSeconds: number,
): Promise<{ readonly id: number; readonly attempts: number; readonly oldest: Date }> {
  const [made] = await queryRows<{ id: number }>(
    db,
    'insert into login_attempts (subject, attempted_at) values ($1, $2) returning id',
    [subject, now],
  );
  const [row] = await queryRows<{ attempts: number; oldest: Date | null }>(
    db,
    `select count(*) as attempts, min(attempted_at) as oldest from login_attempts
     where subject = $1 and attempted_at > $2::timestamptz - make_interval(secs => $3)`,
    [subject, now, windowSeconds],
  );
  return { id: made?.id ?? 0, attempts: row?.attempts ?? 1, oldest: row?.oldest ?? now };
}

/** Attempts that tell nobody anything: they count no longer. */
export async function uncountAttempts(db: Queryable, attemptIds: readonly number[]): Promise<void> {
  await queryRows(db, 'delete from login_attempts where id = any($1)', [attemptIds]);
}

/** Whoever signed in has not guessed: the account begins anew, and this attempt does not count for its address. */
export async function forgetAttempts(
  db: Queryable,
  account: string,
  attemptIds: readonly number[],
): Promise<void> {
  await queryRows(db, 'delete from login_attempts where subject = $1 or id = any($2)', [account, attemptIds]);
}

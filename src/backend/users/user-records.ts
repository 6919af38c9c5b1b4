import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Role } from '../../vocabulary/people.ts';
import { type Queryable, queryRows } from '../database.ts';

export interface User {
  readonly id: string;
  /** The address as it was typed. It is compared regardless of case. */
  readonly email: string;
  readonly role: Role;
  readonly disabledAtUtc: Date | null;
}

interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly disabled_at: Date | null;
}

const INSERT_USER = `
  insert into users (id, email, password_hash, role) values ($1, $2, $3, $4)
  on conflict (lower(email)) do nothing
  returning id, email, role, disabled_at`;
const USER_BY_EMAIL = 'select id, email, role, disabled_at from users where lower(email) = lower($1)';
const SET_PASSWORD = 'update users set password_hash = $2, updated_at = now() where id = $1 returning id';
const COUNT_SUPERUSERS =
  "select count(*) as superusers from users where role = 'superuser' and disabled_at is null";

/** @throws conflict `user.email-taken` */
export async function createUser(
  db: Queryable,
  user: { readonly email: string; readonly passwordHash: string; readonly role: Role },
): Promise<User> {
  const rows = await queryRows<UserRow>(db, INSERT_USER, [newId(), user.email, user.passwordHash, user.role]);
  const [row] = rows;
  if (row !== undefined) return toUser(row);
  throw new AppError({
    code: 'user.email-taken',
    message: 'A user with this e-mail address already exists.',
  });
}

export async function findUserByEmail(db: Queryable, email: string): Promise<User | null> {
  const [row] = await queryRows<UserRow>(db, USER_BY_EMAIL, [email]);
  return row === undefined ? null : toUser(row);
}

/** @throws missing `user.none` */
export async function getUserByEmail(db: Queryable, email: string): Promise<User> {
  const user = await findUserByEmail(db, email.trim());
  if (user === null) throw noSuchUser();
  return user;
}

/** @throws missing `user.none` */
export async function setPasswordHash(db: Queryable, userId: string, passwordHash: string): Promise<void> {
  const rows = await queryRows<{ id: string }>(db, SET_PASSWORD, [userId, passwordHash]);
  if (rows.length === 0) throw noSuchUser();
}

export function noSuchUser(): AppError {
  return new AppError({ code: 'user.none', message: 'There is no such user.' });
}

/** Superusers who may sign in. Without one, the system could not be set up. */
export async function countSuperusers(db: Queryable): Promise<number> {
  const [row] = await queryRows<{ superusers: number }>(db, COUNT_SUPERUSERS);
  return row?.superusers ?? 0;
}

function toUser(row: UserRow): User {
  return { id: row.id, email: row.email, role: row.role, disabledAtUtc: row.disabled_at };
}

import type { Role } from '../../vocabulary/people.ts';
import { type Queryable, queryRows } from '../database.ts';

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

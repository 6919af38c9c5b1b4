import type { Language, Role } from '../../vocabulary/people.ts';
import { isUniqueViolation } from '../connection/postgres-errors.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';
import { contains } from '../queries/list-order.ts';
import { readExpression } from '../tables/column-text.ts';

/** A user as superusers see it. */
export interface UserListRow {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly sees_personal_data: boolean;
  readonly is_active: boolean;
  readonly wants_alerts: boolean;
  readonly language: Language;
  /** Whether the user has two-step sign-in. */
  readonly second_factor: boolean;
  readonly last_login_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface UserOptions {
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly seesPersonalData: boolean;
  readonly isActive: boolean;
  readonly wantsAlerts: boolean;
  readonly language: Language;
}

const time = (column: string): string => readExpression('timestamptz', column);
const ROW = `id, email, name, role, sees_personal_data, disabled_at is null as is_active, wants_alerts, language,
  exists (select from second_factors f where f.user_id = users.id and f.confirmed_at is not null) as second_factor,
  ${time('last_login_at')} as last_login_at, ${time('created_at')} as created_at,
  ${time('updated_at')} as updated_at`;
const WHERE = `($1::text is null or role = $1) and ($2::boolean is null or (disabled_at is null) = $2)
  and ${contains('$3', ['email', 'name'])}`;

export interface UserFilter {
  readonly role: string | null;
  readonly isActive: boolean | null;
  readonly search: string | null;
}

export async function countUsers(db: Queryable, filter: UserFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from users where ${WHERE}`,
    values(filter),
  );
  return row?.count ?? 0;
}

export async function listUsers(
  db: Queryable,
  filter: UserFilter,
  limit: number,
  offset: number,
): Promise<readonly UserListRow[]> {
  return await queryRows<UserListRow>(
    db,
    `select ${ROW} from users where ${WHERE} order by lower(email) limit $4 offset $5`,
    [...values(filter), limit, offset],
  );
}

export async function findUser(db: Queryable, id: string): Promise<UserListRow | null> {
  const [row] = await queryRows<UserListRow>(db, `select ${ROW} from users where id = $1`, [id]);
  return row ?? null;
}

/** The same row, locked until the transaction ends, so that a change applies to the present values. */
export async function lockUser(tx: Transaction, id: string): Promise<UserListRow | null> {
  const [row] = await queryRows<UserListRow>(tx, `select ${ROW} from users where id = $1 for update`, [id]);
  return row ?? null;
}

/** Changes a user. False if another user has this address. */
export async function updateUser(
  tx: Transaction,
  id: string,
  user: UserOptions,
  now: Date,
): Promise<boolean> {
  try {
    await queryRows(
      tx,
      `update users set email = $2, name = $3, role = $4, sees_personal_data = $5,
         disabled_at = case when $6 then null else coalesce(disabled_at, $7) end, wants_alerts = $8,
         language = $9, updated_at = now()
       where id = $1`,
      [
        id,
        user.email,
        user.name,
        user.role,
        user.seesPersonalData,
        user.isActive,
        now,
        user.wantsAlerts,
        user.language,
      ],
    );
    return true;
  } catch (thrown) {
    if (isUniqueViolation(thrown, 'users_email')) return false;
    throw thrown;
  }
}

/** Locks all superusers, so that two of them cannot deactivate each other. */
export async function lockSuperusers(tx: Transaction): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    tx,
    `select id from users where role = 'superuser' and disabled_at is null order by id for update`,
  );
  return rows.map((row) => row.id);
}

function values({ role, isActive, search }: UserFilter): (string | boolean | null)[] {
  return [role, isActive, search];
}

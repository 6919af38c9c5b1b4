import { newId } from '../../kernel/ids.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../load/column-text.ts';
import type { Role } from './user-records.ts';

/** What a machine signed in with, and as whom. */
export interface TokenBearer {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly seesPersonalData: boolean;
}

/** A token as it is listed; the token itself is shown once and kept nowhere. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly sees_personal_data: boolean;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
}

const COLUMNS = `id, name, role, sees_personal_data, ${readExpression('timestamptz', 'created_at')} as created_at,
  ${readExpression('timestamptz', 'last_used_at')} as last_used_at,
  ${readExpression('timestamptz', 'expires_at')} as expires_at,
  ${readExpression('timestamptz', 'revoked_at')} as revoked_at`;

export interface NewToken {
  readonly userId: string;
  readonly name: string;
  readonly tokenDigest: Buffer;
  readonly role: Role;
  readonly seesPersonalData: boolean;
  readonly expiresAt: Date | null;
}

export async function createToken(db: Queryable, token: NewToken): Promise<TokenRow> {
  const [row] = await queryRows<TokenRow>(
    db,
    `insert into api_tokens (id, user_id, name, token_digest, role, sees_personal_data, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [
      newId(),
      token.userId,
      token.name,
      token.tokenDigest,
      token.role,
      token.seesPersonalData,
      token.expiresAt,
    ],
  );
  if (row === undefined) throw new Error('a token that was just made is not there');
  return row;
}

/** Whoever a good token belongs to. It is never worth more than its owner is now. */
export async function findBearer(db: Queryable, tokenDigest: Buffer, now: Date): Promise<TokenBearer | null> {
  const [row] = await queryRows<TokenBearer>(
    db,
    `select t.id, t.user_id as "userId", u.email, u.name,
       case when u.role = 'superuser' or t.role = 'viewer' then t.role
         when u.role = 'operator' then 'operator' else 'viewer' end as role,
       case when u.role = 'superuser' or t.role = 'viewer' then t.role
         when u.role = 'operator' then 'operator' else 'viewer' end <> 'viewer'
         or (t.sees_personal_data and (u.role <> 'viewer' or u.sees_personal_data)) as "seesPersonalData"
     from api_tokens t join users u on u.id = t.user_id
     where t.token_digest = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2)
       and u.disabled_at is null`,
    [tokenDigest, now],
  );
  return row ?? null;
}

/** Written once a minute at most. */
export async function touchToken(db: Queryable, id: string, now: Date): Promise<void> {
  await queryRows(
    db,
    `update api_tokens set last_used_at = $2
     where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`,
    [id, now],
  );
}

export async function countTokens(db: Queryable, userId: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    'select count(*) as count from api_tokens where user_id = $1',
    [userId],
  );
  return row?.count ?? 0;
}

export async function listTokens(
  db: Queryable,
  userId: string,
  limit: number,
  offset: number,
): Promise<readonly TokenRow[]> {
  return await queryRows<TokenRow>(
    db,
    `select ${COLUMNS} from api_tokens where user_id = $1
     order by api_tokens.created_at desc, id desc limit $2 offset $3`,
    [userId, limit, offset],
  );
}

/** Answers whether there was such a token of this user. */
export async function revokeToken(db: Queryable, userId: string, id: string, now: Date): Promise<boolean> {
  const rows = await queryRows(
    db,
    `update api_tokens set revoked_at = coalesce(revoked_at, $3), updated_at = now()
     where id = $1 and user_id = $2 returning id`,
    [id, userId, now],
  );
  return rows.length > 0;
}

import { newId } from '../../kernel/ids.ts';
import type { Role } from '../../vocabulary/people.ts';
import { type Queryable, queryRows } from '../database.ts';
import { readExpression } from '../tables/column-text.ts';
import { TOKEN_ROLE, TOKEN_SEES, tokenIsLive } from './access-worth.ts';
import type { EndReason } from './end-access.ts';

/** The API token of a request, with its rights. */
export interface TokenBearer {
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string | null;
  readonly role: Role;
  readonly seesPersonalData: boolean;
}

/** A token as lists show it. The token itself is shown once and never stored. */
export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly sees_personal_data: boolean;
  readonly created_at: string;
  readonly last_used_at: string | null;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly revoked_reason: EndReason | null;
  /** true if an older version created the token with rights that its owner may not intend. */
  readonly needs_review: boolean;
}

const NEEDS_REVIEW = `(t.needs_review and ${tokenIsLive('now()')})`;
const COLUMNS = `t.id, t.name, t.role, t.sees_personal_data,
  ${readExpression('timestamptz', 't.created_at')} as created_at,
  ${readExpression('timestamptz', 't.last_used_at')} as last_used_at,
  ${readExpression('timestamptz', 't.expires_at')} as expires_at,
  ${readExpression('timestamptz', 't.revoked_at')} as revoked_at, t.revoked_reason, ${NEEDS_REVIEW} as needs_review`;

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
    `insert into api_tokens as t (id, user_id, name, token_digest, role, sees_personal_data, expires_at)
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
  if (row === undefined) throw new Error('a token that was just created does not exist');
  return row;
}

/** The owner of a valid token, with the token's rights, which never exceed those of the owner. */
export async function findBearer(db: Queryable, tokenDigest: Buffer, now: Date): Promise<TokenBearer | null> {
  const [row] = await queryRows<TokenBearer>(
    db,
    `select t.id, t.user_id as "userId", u.email, u.name, ${TOKEN_ROLE} as role,
       ${TOKEN_SEES} as "seesPersonalData"
     from api_tokens t join users u on u.id = t.user_id
     where t.token_digest = $1 and ${tokenIsLive('$2')} and u.disabled_at is null`,
    [tokenDigest, now],
  );
  return row ?? null;
}

/** Written at most once a minute. */
export async function touchToken(db: Queryable, id: string, now: Date): Promise<void> {
  await queryRows(
    db,
    `update api_tokens set last_used_at = $2
     where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`,
    [id, now],
  );
}

/** Filters for the tokens of a user. */
export interface UserTokens {
  readonly userId: string;
  /** true for valid tokens only, false for ended ones only, null for all. */
  readonly valid: boolean | null;
  readonly now: Date;
}

const OF_USER = `t.user_id = $1 and ($2::boolean is null or ${tokenIsLive('$3::timestamptz')} = $2)`;

export async function countTokens(db: Queryable, { userId, valid, now }: UserTokens): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from api_tokens t where ${OF_USER}`,
    [userId, valid, now],
  );
  return row?.count ?? 0;
}

export async function listTokens(
  db: Queryable,
  { userId, valid, now }: UserTokens,
  limit: number,
  offset: number,
): Promise<readonly TokenRow[]> {
  return await queryRows<TokenRow>(
    db,
    `select ${COLUMNS} from api_tokens t where ${OF_USER}
     order by t.created_at desc, t.id desc limit $4 offset $5`,
    [userId, valid, now, limit, offset],
  );
}

export async function findToken(db: Queryable, userId: string, id: string): Promise<TokenRow | null> {
  const [row] = await queryRows<TokenRow>(
    db,
    `select ${COLUMNS} from api_tokens t where t.id = $1 and t.user_id = $2`,
    [id, userId],
  );
  return row ?? null;
}

/** Those of these ids that are tokens of this user, valid or ended. */
export async function ownTokenIds(
  db: Queryable,
  userId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await queryRows<{ id: string }>(
    db,
    'select id from api_tokens where user_id = $1 and id = any($2::uuid[])',
    [userId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/** Returns whether this user has such a token. */
export async function revokeToken(db: Queryable, userId: string, id: string, now: Date): Promise<boolean> {
  const rows = await queryRows(
    db,
    `update api_tokens set revoked_at = coalesce(revoked_at, $3),
       revoked_reason = case when revoked_at is null then 'revoked' else revoked_reason end, updated_at = now()
     where id = $1 and user_id = $2 returning id`,
    [id, userId, now],
  );
  return rows.length > 0;
}

/** Confirms a token that waits for a review. Returns whether there is such a token. */
export async function confirmToken(db: Queryable, userId: string, id: string): Promise<boolean> {
  const rows = await queryRows(
    db,
    'update api_tokens set needs_review = false, updated_at = now() where id = $1 and user_id = $2 returning id',
    [id, userId],
  );
  return rows.length > 0;
}

/** A token with its owner's address. */
export interface OwnedTokenRow extends TokenRow {
  readonly user: string;
  readonly user_email: string;
}

export interface TokenFilter {
  readonly userId: string | null;
  readonly review: boolean;
  /** true to list ended tokens as well. */
  readonly ended: boolean;
}

/** Tokens of all users, the newest first. */
export async function listAllTokens(db: Queryable, filter: TokenFilter): Promise<readonly OwnedTokenRow[]> {
  return await queryRows<OwnedTokenRow>(
    db,
    `select t.user_id as "user", u.email as user_email, ${COLUMNS}
     from api_tokens t join users u on u.id = t.user_id
     where ($1::uuid is null or t.user_id = $1) and (not $2 or ${NEEDS_REVIEW}) and ($3 or ${tokenIsLive('now()')})
     order by t.created_at desc, t.id desc`,
    [filter.userId, filter.review, filter.ended],
  );
}

export async function findTokenOwner(db: Queryable, id: string): Promise<string | null> {
  const [row] = await queryRows<{ user_id: string }>(db, 'select user_id from api_tokens where id = $1', [
    id,
  ]);
  return row?.user_id ?? null;
}

export async function countTokensToReview(db: Queryable): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from api_tokens t where ${NEEDS_REVIEW}`,
  );
  return row?.count ?? 0;
}

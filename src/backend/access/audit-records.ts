import { newId } from '../../kernel/ids.ts';
import { type Queryable, queryRows } from '../database.ts';
import { type Json, jsonbText, readExpression } from '../load/column-text.ts';

export interface AuditEntry {
  readonly userId: string | null;
  readonly userEmail: string | null;
  readonly tokenId: string | null;
  /** `configurations.trigger` */
  readonly action: string;
  readonly objectId: string | null;
  /** What was sent, without secrets. */
  readonly sent: Json;
  /** null: no request caused it, or the entry counts calls from several addresses. */
  readonly address: string | null;
  /** null: the command line caused it. */
  readonly requestId: string | null;
}

export interface AuditRow {
  readonly id: string;
  readonly user: string | null;
  readonly user_email: string | null;
  readonly token: string | null;
  readonly action: string;
  readonly object_id: string | null;
  readonly sent: Readonly<Record<string, unknown>>;
  readonly address: string | null;
  readonly request_id: string | null;
  /** How many calls the entry counts: equal refusals of one minute are one entry. */
  readonly occurrences: number;
  readonly created_at: string;
  /** The time of the last of them. */
  readonly last_seen_at: string;
}

export async function writeAudit(db: Queryable, entry: AuditEntry): Promise<void> {
  await queryRows(
    db,
    `insert into audit_entries
       (id, user_id, user_email, token_id, action, object_id, sent, address, request_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    columnsOf(entry),
  );
}

/**
 * Writes an entry that counts several calls of one minute, or adds them to the existing one.
 *
 * @param mergeKey the same for all that share an entry
 */
export async function mergeAudit(
  db: Queryable,
  entry: AuditEntry,
  {
    mergeKey,
    occurrences,
    at,
  }: { readonly mergeKey: Buffer; readonly occurrences: number; readonly at: Date },
): Promise<void> {
  await queryRows(
    db,
    `insert into audit_entries (id, user_id, user_email, token_id, action, object_id, sent, address, request_id,
       merge_key, occurrences, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
     on conflict (merge_key) where merge_key is not null do update set
       occurrences = audit_entries.occurrences + excluded.occurrences,
       updated_at = greatest(audit_entries.updated_at, excluded.updated_at)`,
    [...columnsOf(entry), mergeKey, occurrences, at],
  );
}

/** In the order of the columns of both statements. */
function columnsOf(entry: AuditEntry): readonly unknown[] {
  return [
    newId(),
    entry.userId,
    entry.userEmail,
    entry.tokenId,
    entry.action,
    entry.objectId,
    jsonbText(entry.sent),
    entry.address,
    entry.requestId,
  ];
}

export interface AuditFilter {
  readonly action: string | null;
  readonly userId: string | null;
  readonly objectId: string | null;
  readonly search: string | null;
}

const WHERE = `($1::text is null or action = $1) and ($2::uuid is null or user_id = $2)
  and ($3::text is null or object_id = $3)
  and ($4::text is null or strpos(lower(concat_ws(' ', user_email, action, object_id, address)),
    lower($4)) > 0)`;

export async function countAudit(db: Queryable, filter: AuditFilter): Promise<number> {
  const [row] = await queryRows<{ count: number }>(
    db,
    `select count(*) as count from audit_entries where ${WHERE}`,
    values(filter),
  );
  return row?.count ?? 0;
}

export async function listAudit(
  db: Queryable,
  filter: AuditFilter,
  limit: number,
  offset: number,
): Promise<readonly AuditRow[]> {
  return await queryRows<AuditRow>(
    db,
    `select id, user_id as "user", user_email, token_id as token, action, object_id, sent, address, request_id,
       occurrences, ${readExpression('timestamptz', 'created_at')} as created_at,
       ${readExpression('timestamptz', 'updated_at')} as last_seen_at
     from audit_entries where ${WHERE}
     order by audit_entries.created_at desc, id desc limit $5 offset $6`,
    [...values(filter), limit, offset],
  );
}

function values({ action, userId, objectId, search }: AuditFilter): (string | null)[] {
  return [action, userId, objectId, search];
}

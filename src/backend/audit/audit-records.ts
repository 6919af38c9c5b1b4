import { newId } from '../../kernel/ids.ts';
import { type Queryable, queryRows } from '../database.ts';
import { type Json, jsonbText, readExpression } from '../tables/column-text.ts';
import type { AuditAction, AuditedKind } from './audit-actions.ts';
import {
  type AuditedChanges,
  kindExpression,
  lookUpExpression,
  readAuditedObject,
} from './audited-objects.ts';

export interface AuditEntry {
  readonly userId: string | null;
  readonly userEmail: string | null;
  readonly tokenId: string | null;
  readonly action: AuditAction;
  readonly objectId: string | null;
  /** The name of the object. If it is absent, the present name is stored. */
  readonly objectName?: string | null;
  readonly changes?: AuditedChanges | null;
  /** The request body, without secrets. */
  readonly sent: Json;
  /** Null if no request caused the entry, or if it counts calls from several addresses. */
  readonly address: string | null;
  /** Null if the command line caused the entry. */
  readonly requestId: string | null;
}

export interface AuditRow {
  readonly id: string;
  readonly user: string | null;
  /** The e-mail address at that time. */
  readonly user_email: string | null;
  /** The present name. */
  readonly user_name: string | null;
  readonly token: string | null;
  readonly token_name: string | null;
  readonly action: string;
  readonly object_id: string | null;
  /** The object of the action; null if the action has none. */
  readonly subject: {
    readonly kind: AuditedKind;
    readonly id: string;
    /** The object's name at that time. Null if an older version wrote the entry and the object is gone. */
    readonly name: string | null;
    /** Whether the object can still be opened. */
    readonly exists: boolean;
  } | null;
  readonly changes: AuditedChanges | null;
  readonly sent: Readonly<Record<string, unknown>>;
  readonly address: string | null;
  readonly request_id: string | null;
  /** How many calls the entry counts: identical refusals within one minute share an entry. */
  readonly occurrences: number;
  readonly created_at: string;
  /** The time of the last counted call. */
  readonly last_seen_at: string;
}

/** Returns the id of the entry. */
export async function writeAudit(db: Queryable, entry: AuditEntry): Promise<string> {
  const { action, objectId, objectName, changes = null } = entry;
  const name = objectName ?? (await readAuditedObject(db, action, objectId))?.name ?? null;
  const id = newId();
  await queryRows(
    db,
    `insert into audit_entries
       (id, user_id, user_email, token_id, action, object_id, sent, address, request_id, object_name, changes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [id, ...columnsOf(entry), name, changes === null ? null : jsonbText(changes)],
  );
  return id;
}

/** Completes an entry that was written when its action began. */
export async function changeAuditContent(db: Queryable, id: string, sent: Json): Promise<void> {
  await queryRows(db, 'update audit_entries set sent = $2, updated_at = now() where id = $1', [
    id,
    jsonbText(sent),
  ]);
}

/**
 * Writes an entry that counts several calls of one minute, or adds them to an existing one.
 *
 * @param mergeKey the same for all calls that share an entry
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
    [newId(), ...columnsOf(entry), mergeKey, occurrences, at],
  );
}

/** The values after the id, in the order in which both statements list the columns. */
function columnsOf(entry: AuditEntry): readonly unknown[] {
  return [
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

const ID_PATTERN = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

export interface AuditFilter {
  /** An action, or a prefix that several actions share. */
  readonly action: string | null;
  readonly userId: string | null;
  readonly objectId: string | null;
  readonly search: string | null;
}

// A full action contains a dot and is found through its index.
const WHERE = `($1::text is null or case when strpos($1, '.') > 0 then action = $1
    else split_part(action, '.', 1) = $1 end)
  and ($2::uuid is null or user_id = $2)
  and ($3::text is null or object_id = $3)
  and ($4::text is null or strpos(lower(concat_ws(' ', user_email, action, object_id, object_name, address)),
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
    `with a as materialized (
       select *, ${kindExpression('action')} as kind,
         case when object_id ~* '${ID_PATTERN}' then object_id::uuid end as row_id
       from audit_entries where ${WHERE}
       order by audit_entries.created_at desc, id desc limit $5 offset $6)
     select a.id, a.user_id as "user", a.user_email, u.name as user_name, a.token_id as token, k.name as token_name,
       a.action, a.object_id, a.sent, a.changes,
       case when a.kind is null or a.row_id is null then null else json_build_object('kind', a.kind, 'id', a.row_id,
         'name', coalesce(a.object_name, ${lookUpExpression('name', 'a.kind', 'a.row_id')}),
         'exists', coalesce(${lookUpExpression('isThere', 'a.kind', 'a.row_id')}, false)) end as subject,
       a.address, a.request_id, a.occurrences, ${readExpression('timestamptz', 'a.created_at')} as created_at,
       ${readExpression('timestamptz', 'a.updated_at')} as last_seen_at
     from a left join users u on u.id = a.user_id left join api_tokens k on k.id = a.token_id
     order by a.created_at desc, a.id desc`,
    [...values(filter), limit, offset],
  );
}

function values({ action, userId, objectId, search }: AuditFilter): (string | null)[] {
  return [action, userId, objectId, search];
}

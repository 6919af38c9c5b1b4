import { type Queryable, queryRows } from '../database.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';

/**
 * The reply to an earlier request with this key. A status of null means that the earlier request is still
 * running.
 */
export interface StoredRequest {
  readonly request: string;
  readonly status: number | null;
  readonly reply: Json;
}

const KEPT_HOURS = 24;

/**
 * Claims the key for this request, or returns the earlier request that has the key. Old keys become free again.
 */
export async function takeKey(
  db: Queryable,
  actorId: string,
  key: string,
  request: string,
): Promise<StoredRequest | null> {
  const made = await queryRows(
    db,
    `insert into idempotency_keys as k (actor_id, key, request) values ($1, $2, $3)
     on conflict (actor_id, key) do update set request = excluded.request, status = null, reply = null,
       created_at = now(), updated_at = now()
     where k.created_at < now() - interval '${KEPT_HOURS} hours'
     returning key`,
    [actorId, key, request],
  );
  if (made.length > 0) return null;
  const [stored] = await queryRows<StoredRequest>(
    db,
    'select request, status, reply from idempotency_keys where actor_id = $1 and key = $2',
    [actorId, key],
  );
  return stored ?? null;
}

export async function keepReply(
  db: Queryable,
  actorId: string,
  key: string,
  status: number,
  reply: Json,
): Promise<void> {
  await queryRows(
    db,
    `update idempotency_keys set status = $3, reply = $4, updated_at = now() where actor_id = $1 and key = $2`,
    [actorId, key, status, jsonbText(reply)],
  );
}

/** Releases the key after a failed request, which may be repeated with the same key. */
export async function freeKey(db: Queryable, actorId: string, key: string): Promise<void> {
  await queryRows(db, 'delete from idempotency_keys where actor_id = $1 and key = $2 and status is null', [
    actorId,
    key,
  ]);
}

import { newId } from '../../kernel/ids.ts';
import { Secret } from '../../kernel/secrets/secret.ts';
import {
  type BoxKey,
  cannotOpen,
  newBoxKey,
  open,
  type SecretPlace,
  seal,
  sealedWith,
  wrappingKey,
} from '../../kernel/secrets/secret-box.ts';
import { type Queryable, queryRows, type Transaction } from '../database.ts';

const TABLE = 'sync_data_keys';

interface KeyRow {
  readonly id: string;
  readonly wrapping_key_id: string;
  readonly wrapped: string;
}

/** The data keys by id, as far as the secret key opens them. The newest one is the last. */
export type DataKeys = ReadonlyMap<string, BoxKey>;

/**
 * All data keys that the secret key opens. They are read in the same snapshot as the values that they open,
 * because a rotation replaces both.
 *
 * @throws config `config.secret-key-short`, `secret.cannot-open`
 */
export async function readDataKeys(db: Queryable, secretKey: Secret): Promise<DataKeys> {
  const wrapping = wrappingKey(secretKey);
  const rows = await queryRows<KeyRow>(db, `select id, wrapping_key_id, wrapped from ${TABLE} order by id`);
  const ours = rows.filter((row) => row.wrapping_key_id === wrapping.id);
  const [other] = rows;
  if (ours.length === 0 && other !== undefined) throw cannotOpen(placeOf(other.id));
  return new Map(ours.map((row) => [row.id, unwrap(wrapping, row)] as const));
}

/**
 * The data key for sealing, which is created if it does not exist. The caller holds the lock on all sets of
 * credentials, so that nothing is sealed with a key that a rotation is replacing.
 *
 * @throws config `config.secret-key-short`, `secret.cannot-open`
 */
export async function sealingKey(tx: Transaction, secretKey: Secret): Promise<BoxKey> {
  const newest = [...(await readDataKeys(tx, secretKey)).values()].at(-1);
  return newest ?? (await addDataKey(tx, [secretKey]));
}

/** Creates a data key and wraps it with each of these secret keys. */
export async function addDataKey(tx: Transaction, secretKeys: readonly Secret[]): Promise<BoxKey> {
  const key = newBoxKey(newId());
  for (const secretKey of secretKeys) {
    const wrapping = wrappingKey(secretKey);
    await tx.query(`insert into ${TABLE} (id, wrapping_key_id, wrapped) values ($1, $2, $3)`, [
      key.id,
      wrapping.id,
      seal(wrapping, placeOf(key.id), key.bytes.toString('base64')),
    ]);
  }
  return key;
}

export async function removeOtherDataKeys(tx: Transaction, keptId: string): Promise<void> {
  await tx.query(`delete from ${TABLE} where id <> $1`, [keptId]);
}

/** Opens a value with the data key that it names. @throws config `secret.cannot-open` */
export function openWithKeys(keys: DataKeys, place: SecretPlace, sealed: string): Secret {
  const key = keys.get(sealedWith(sealed) ?? '');
  if (key === undefined) throw cannotOpen(place);
  return new Secret(open(key, place, sealed));
}

function unwrap(wrapping: BoxKey, row: KeyRow): BoxKey {
  return { id: row.id, bytes: Buffer.from(open(wrapping, placeOf(row.id), row.wrapped), 'base64') };
}

function placeOf(rowId: string) {
  return { table: TABLE, rowId, column: 'wrapped' };
}

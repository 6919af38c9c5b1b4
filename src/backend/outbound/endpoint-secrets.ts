import { AppError } from '../../kernel/errors.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { type BoxKey, type SecretPlace, seal } from '../../kernel/secrets/secret-box.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { type DataKeys, openWithKeys, readDataKeys } from '../secrets/data-key-records.ts';

const TABLE = 'outbound_endpoints';

export function placeOf(id: string): SecretPlace {
  return { table: TABLE, rowId: id, column: 'secret_sealed' };
}

export function oldPlaceOf(id: string): SecretPlace {
  return { table: TABLE, rowId: id, column: 'old_secret_sealed' };
}

/** Changes of secrets run one after the other, so that nothing is sealed with a key that a rotation is replacing. */
export async function lockEndpointSecrets(tx: Transaction): Promise<void> {
  await tx.query(`lock table ${TABLE} in share row exclusive mode`);
}

interface SealedRow {
  readonly id: string;
  readonly sealed: string;
  readonly old: string | null;
  readonly oldUntil: Date | null;
}

const SEALED = `select id, secret_sealed as sealed, old_secret_sealed as old, old_secret_until as "oldUntil"
  from outbound_endpoints`;

/** The secret of one endpoint. @throws config `config.secret-key-short`, `secret.cannot-open` */
export async function openEndpointSecret(tx: Transaction, secretKey: Secret, id: string): Promise<Secret> {
  const [row] = await queryRows<SealedRow>(tx, `${SEALED} where id = $1`, [id]);
  if (row === undefined) throw new Error('an endpoint without a secret');
  return openWithKeys(await readDataKeys(tx, secretKey), placeOf(id), row.sealed);
}

/** The secrets that sign the messages of an endpoint now, the present one first; or why they cannot be opened. */
export type SigningSecrets = ReadonlyMap<string, readonly Secret[] | AppError>;

/**
 * The secrets of active endpoints. Everything is read in one snapshot, because a rotation replaces both the keys and the
 * sealed values. A secret that cannot be opened stops its endpoint alone.
 */
export async function openSigningSecrets(
  db: Database,
  secretKey: () => Promise<Secret>,
  now: Date,
): Promise<SigningSecrets> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const rows = await queryRows<SealedRow>(tx, `${SEALED} where state = 'active'`);
    const keys = await orConfigError(async () =>
      rows.length === 0 ? new Map() : await readDataKeys(tx, await secretKey()),
    );
    const opened = rows.map(async ({ id, sealed, old, oldUntil }) => {
      if (keys instanceof AppError) return [id, keys] as const;
      const signs = old !== null && oldUntil !== null && oldUntil > now;
      const secrets = await orConfigError(() => {
        const first = openWithKeys(keys, placeOf(id), sealed);
        return signs ? [first, openWithKeys(keys, oldPlaceOf(id), old)] : [first];
      });
      return [id, secrets] as const;
    });
    return new Map(await Promise.all(opened));
  });
}

async function orConfigError<T>(read: () => T | Promise<T>): Promise<T | AppError> {
  try {
    return await read();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.kind === 'config') return thrown;
    throw thrown;
  }
}

/** Seals every secret with the new key, as part of a rotation. Returns how many. */
export async function resealEndpoints(tx: Transaction, keys: DataKeys, key: BoxKey): Promise<number> {
  await lockEndpointSecrets(tx);
  const rows = await queryRows<SealedRow>(tx, `${SEALED} order by id`);
  for (const { id, sealed, old } of rows) {
    const again = (place: SecretPlace, text: string): string =>
      seal(key, place, openWithKeys(keys, place, text).reveal());
    await queryRows(
      tx,
      'update outbound_endpoints set secret_sealed = $2, old_secret_sealed = $3 where id = $1',
      [id, again(placeOf(id), sealed), old === null ? null : again(oldPlaceOf(id), old)],
    );
  }
  return rows.reduce((count, { old }) => count + (old === null ? 1 : 2), 0);
}

/** Opens every secret and stores none of them. Returns how many there are. @throws config `secret.cannot-open` */
export async function openEndpointSecrets(tx: Transaction, keys: DataKeys): Promise<number> {
  const rows = await queryRows<SealedRow>(tx, `${SEALED} order by id`);
  for (const { id, sealed, old } of rows) {
    openWithKeys(keys, placeOf(id), sealed);
    if (old !== null) openWithKeys(keys, oldPlaceOf(id), old);
  }
  return rows.reduce((count, { old }) => count + (old === null ? 1 : 2), 0);
}

import { AppError } from '../../kernel/errors.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { type SecretPlace, seal } from '../../kernel/secrets/secret-box.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { openEndpointSecrets, resealEndpoints } from '../outbound/endpoint-secrets.ts';
import { openSecondFactors, resealSecondFactors } from '../second-factor/second-factor-records.ts';
import {
  addDataKey,
  openWithKeys,
  readDataKeys,
  removeOtherDataKeys,
  sealingKey,
} from '../secrets/data-key-records.ts';
import { type OpenedCredentials, SECRET_NAMES, type SecretName, type Secrets } from './credentials-model.ts';
import { bySecret, COLUMNS, type CredentialsRow, SEALED_COLUMNS, toCredentials } from './credentials-row.ts';
import { openWebhookSecrets, resealWebhooks } from './webhook-records.ts';

const TABLE = 'sync_credentials';

/**
 * Changes of credentials run one after the other, because "exactly one default" and "sealed with a stored key"
 * are rules about all rows.
 */
export async function lockCredentials(tx: Transaction): Promise<void> {
  await tx.query(`lock table ${TABLE} in share row exclusive mode`);
}

/** Seals the given secrets into the row of a set. A secret that is null is removed, and an absent one stays. */
export async function sealSecrets(
  tx: Transaction,
  secretKey: Secret,
  rowId: string,
  secrets: Partial<Secrets>,
): Promise<void> {
  for (const name of SECRET_NAMES) {
    const secret = secrets[name];
    if (secret === undefined) continue;
    const sealed =
      secret === null ? null : seal(await sealingKey(tx, secretKey), placeOf(rowId, name), secret.reveal());
    await tx.query(`update ${TABLE} set ${name}_sealed = $2, updated_at = now() where id = $1`, [
      rowId,
      sealed,
    ]);
  }
}

/**
 * A set with its secrets, opened for one execution. Everything is read in one snapshot, because a rotation that
 * commits in between replaces both the keys and the sealed values.
 *
 * @throws missing `credentials.none`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function openCredentials(
  db: Database,
  secretKey: () => Promise<Secret>,
  id: string,
): Promise<OpenedCredentials> {
  const view = await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [row] = await queryRows<CredentialsRow>(tx, `select ${COLUMNS} from ${TABLE} where id = $1`, [id]);
    if (row === undefined) return null;
    const some = SECRET_NAMES.some((name) => row[`${name}_sealed`] !== null);
    return { row, keys: some ? await readDataKeys(tx, await secretKey()) : new Map() };
  });
  if (view === null) {
    throw new AppError({
      code: 'credentials.none',
      message: `There are no credentials "${id}".`,
    });
  }
  const { row, keys } = view;
  const secrets = bySecret((name) => {
    const sealed = row[`${name}_sealed`];
    return sealed === null ? null : openWithKeys(keys, placeOf(id, name), sealed);
  });
  return { credentials: toCredentials(row), secrets };
}

export interface Rotated {
  readonly sets: number;
  readonly secrets: number;
  /** How many users' second factors were sealed with the new key. */
  readonly secondFactors: number;
  /** How many secrets of webhooks were sealed with the new key. */
  readonly webhooks: number;
  /** How many secrets of endpoints for outbound events were sealed with the new key. */
  readonly endpoints: number;
}

/**
 * Seals every secret with a new data key. Running executions keep the secrets that they opened; new ones read
 * the new values. If `next` is given, both the present secret key and the next one open the new data key, so
 * that services can be restarted one after the other. A second rotation with the next key alone ends that.
 *
 * @throws config `config.secret-key-short`, `secret.cannot-open`: nothing is changed
 */
export async function rotateSecrets(db: Database, secretKey: Secret, next: Secret | null): Promise<Rotated> {
  return await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const keys = await readDataKeys(tx, secretKey);
    const rows = await queryRows<CredentialsRow>(
      tx,
      `select ${COLUMNS} from ${TABLE} where num_nonnulls(${SEALED_COLUMNS.join(', ')}) > 0 order by id for update`,
    );
    const key = await addDataKey(tx, next === null ? [secretKey] : [secretKey, next]);
    let secrets = 0;
    for (const row of rows) {
      for (const name of SECRET_NAMES) {
        const sealed = row[`${name}_sealed`];
        if (sealed === null) continue;
        const place = placeOf(row.id, name);
        const resealed = seal(key, place, openWithKeys(keys, place, sealed).reveal());
        await tx.query(`update ${TABLE} set ${name}_sealed = $2 where id = $1`, [row.id, resealed]);
        secrets += 1;
      }
    }
    const secondFactors = await resealSecondFactors(tx, keys, key);
    const webhooks = await resealWebhooks(tx, keys, key);
    const endpoints = await resealEndpoints(tx, keys, key);
    await removeOtherDataKeys(tx, key.id);
    return { sets: rows.length, secrets, secondFactors, webhooks, endpoints };
  });
}

/**
 * Opens everything that is sealed, and stores none of it. Returns how many secrets there are.
 *
 * @throws config `config.secret-key-short`, `secret.cannot-open`
 */
export async function openEverySecret(db: Database, secretKey: Secret): Promise<number> {
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const keys = await readDataKeys(tx, secretKey);
    const rows = await queryRows<CredentialsRow>(tx, `select ${COLUMNS} from ${TABLE} order by id`);
    let secrets =
      (await openSecondFactors(tx, keys)) +
      (await openWebhookSecrets(tx, keys)) +
      (await openEndpointSecrets(tx, keys));
    for (const row of rows) {
      for (const name of SECRET_NAMES) {
        const sealed = row[`${name}_sealed`];
        if (sealed === null) continue;
        openWithKeys(keys, placeOf(row.id, name), sealed);
        secrets += 1;
      }
    }
    return secrets;
  });
}

function placeOf(rowId: string, name: SecretName): SecretPlace {
  return { table: TABLE, rowId, column: `${name}_sealed` };
}

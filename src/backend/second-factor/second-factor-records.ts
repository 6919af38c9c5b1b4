import type { Secret } from '../../kernel/secrets/secret.ts';
import { type BoxKey, type SecretPlace, seal } from '../../kernel/secrets/secret-box.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import { type DataKeys, openWithKeys, readDataKeys, sealingKey } from '../secrets/data-key-records.ts';

const TABLE = 'second_factors';
const MOST_GUESSES = 10;
const GUESSES_FROM = `$2::timestamptz - interval '15 minutes'`;

export interface SecondFactorState {
  /** Null if it is not set up, or not yet confirmed by a code. */
  readonly confirmedAt: Date | null;
  readonly recoveryCodesLeft: number;
}

/** Changes run one after the other, so that nothing is sealed with a key that a rotation is replacing. */
async function lockSecondFactors(tx: Transaction): Promise<void> {
  await tx.query(`lock table ${TABLE} in share row exclusive mode`);
}

export async function readSecondFactor(db: Queryable, userId: string): Promise<SecondFactorState> {
  const [row] = await queryRows<SecondFactorState>(
    db,
    `select f.confirmed_at as "confirmedAt",
       (select count(*) from recovery_codes c where c.user_id = f.user_id and c.used_at is null)
         as "recoveryCodesLeft"
     from second_factors f where f.user_id = $1 and f.confirmed_at is not null`,
    [userId],
  );
  return row ?? { confirmedAt: null, recoveryCodesLeft: 0 };
}

/**
 * Stores a new, unconfirmed secret, which replaces an earlier unconfirmed one.
 *
 * @returns false if the user already has a confirmed factor
 * @throws config `config.secret-key-needed`, `config.secret-key-short`, `secret.cannot-open`
 */
export async function putUnconfirmedSecret(
  tx: Transaction,
  secretKey: Secret,
  userId: string,
  codeSecret: string,
): Promise<boolean> {
  await lockSecondFactors(tx);
  const sealed = seal(await sealingKey(tx, secretKey), placeOf(userId), codeSecret);
  const rows = await queryRows(
    tx,
    `insert into second_factors as f (user_id, secret_sealed) values ($1, $2)
     on conflict (user_id) do update set secret_sealed = excluded.secret_sealed, last_time_step = null,
       updated_at = now()
       where f.confirmed_at is null
     returning user_id`,
    [userId, sealed],
  );
  return rows.length > 0;
}

/**
 * The secret for a user's codes; null if the user has no factor in this state. It is read in one snapshot,
 * because a rotation replaces both the keys and the sealed values.
 *
 * @throws config `config.secret-key-needed`, `config.secret-key-short`, `secret.cannot-open`
 */
export async function openCodeSecret(
  db: Database,
  secretKey: () => Promise<Secret>,
  userId: string,
  state: 'confirmed' | 'unconfirmed',
): Promise<Secret | null> {
  const key = await secretKey();
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const [row] = await queryRows<{ sealed: string }>(
      tx,
      `select secret_sealed as sealed from second_factors
       where user_id = $1 and (confirmed_at is not null) = $2`,
      [userId, state === 'confirmed'],
    );
    if (row === undefined) return null;
    return openWithKeys(await readDataKeys(tx, key), placeOf(userId), row.sealed);
  });
}

/** Confirms the factor; false if there was none to confirm. */
export async function confirmSecondFactor(
  tx: Transaction,
  userId: string,
  timeStep: number,
  now: Date,
): Promise<boolean> {
  const rows = await queryRows(
    tx,
    `update second_factors set confirmed_at = $2, last_time_step = $3, updated_at = now()
     where user_id = $1 and confirmed_at is null returning user_id`,
    [userId, now, timeStep],
  );
  return rows.length > 0;
}

/**
 * Counts a guess before it is checked, so that simultaneous guesses are all counted. A guess requires the right
 * password, so a stranger cannot lock a user out.
 *
 * @returns null if the guess may be checked; otherwise the time at which the next guess may be
 */
export async function countGuess(db: Queryable, userId: string, now: Date): Promise<Date | null> {
  const rows = await queryRows(
    db,
    `update second_factors set
       tried_codes = case when tried_since > ${GUESSES_FROM} then tried_codes + 1 else 1 end,
       tried_since = case when tried_since > ${GUESSES_FROM} then tried_since else $2 end, updated_at = now()
     where user_id = $1 and (tried_since is null or tried_since <= ${GUESSES_FROM} or tried_codes < ${MOST_GUESSES})
     returning user_id`,
    [userId, now],
  );
  if (rows.length > 0) return null;
  const [row] = await queryRows<{ nextAt: Date }>(
    db,
    `select tried_since + interval '15 minutes' as "nextAt" from second_factors where user_id = $1`,
    [userId],
  );
  return row?.nextAt ?? null;
}

/** Resets the counter after a right code. */
export async function forgetGuesses(db: Queryable, userId: string): Promise<void> {
  await queryRows(
    db,
    'update second_factors set tried_codes = 0, tried_since = null, updated_at = now() where user_id = $1',
    [userId],
  );
}

/** Uses up all codes up to this time step. False if a code of this or a later step was already used. */
export async function spendTimeStep(db: Queryable, userId: string, timeStep: number): Promise<boolean> {
  const rows = await queryRows(
    db,
    `update second_factors set last_time_step = $2, updated_at = now()
     where user_id = $1 and confirmed_at is not null and (last_time_step is null or last_time_step < $2)
     returning user_id`,
    [userId, timeStep],
  );
  return rows.length > 0;
}

/** Creates recovery codes, which replace all earlier ones. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  userId: string,
  digests: readonly Buffer[],
): Promise<void> {
  await tx.query('delete from recovery_codes where user_id = $1', [userId]);
  await tx.query(
    'insert into recovery_codes (user_id, code_digest) select $1, digest from unnest($2::bytea[]) as d (digest)',
    [userId, digests],
  );
}

/** Uses up a recovery code. False if the user does not have this code or has used it already. */
export async function spendRecoveryCode(
  db: Queryable,
  userId: string,
  digest: Buffer,
  now: Date,
): Promise<boolean> {
  const rows = await queryRows(
    db,
    `update recovery_codes set used_at = $3, updated_at = now()
     where user_id = $1 and code_digest = $2 and used_at is null returning user_id`,
    [userId, digest, now],
  );
  return rows.length > 0;
}

/** Deletes a user's factor with its recovery codes. False if there was no confirmed factor. */
export async function removeSecondFactor(tx: Transaction, userId: string): Promise<boolean> {
  const rows = await queryRows<{ counted: boolean }>(
    tx,
    'delete from second_factors where user_id = $1 returning confirmed_at is not null as counted',
    [userId],
  );
  return rows[0]?.counted ?? false;
}

/** Seals every secret with the new key, as part of a rotation. Returns how many. */
export async function resealSecondFactors(tx: Transaction, keys: DataKeys, key: BoxKey): Promise<number> {
  await lockSecondFactors(tx);
  const rows = await queryRows<{ id: string; sealed: string }>(
    tx,
    `select user_id as id, secret_sealed as sealed from second_factors order by user_id`,
  );
  for (const { id, sealed } of rows) {
    const resealed = seal(key, placeOf(id), openWithKeys(keys, placeOf(id), sealed).reveal());
    await tx.query('update second_factors set secret_sealed = $2 where user_id = $1', [id, resealed]);
  }
  return rows.length;
}

/**
 * Opens the secrets of all users and stores none of them. Returns how many there are.
 *
 * @throws config `secret.cannot-open`
 */
export async function openSecondFactors(tx: Transaction, keys: DataKeys): Promise<number> {
  const rows = await queryRows<{ id: string; sealed: string }>(
    tx,
    'select user_id as id, secret_sealed as sealed from second_factors order by user_id',
  );
  for (const { id, sealed } of rows) openWithKeys(keys, placeOf(id), sealed);
  return rows.length;
}

function placeOf(userId: string): SecretPlace {
  return { table: TABLE, rowId: userId, column: 'secret_sealed' };
}

import type { Secret } from '../../kernel/secrets/secret.ts';
import { type Database, inTransaction, type Queryable, queryRows } from '../database.ts';
import type { Credentials, Secrets } from './credentials-model.ts';
import { requireSecretsAgain } from './credentials-move.ts';
import { findCredentials, requireWritable } from './credentials-records.ts';
import { lockCredentials, sealSecrets } from './sealed-secrets.ts';

/**
 * Pins the key of the database server that a person confirmed, or removes the pinned one. A new key decides who
 * can read the password, so the change requires the password. Removing the key requires it as well, because
 * afterwards any key can be confirmed.
 *
 * @param serverKey `rsa` or `tls`, and the SPKI in DER as base64; null removes the pinned key
 * @throws missing `credentials.none`; invalid `credentials.secrets-needed`; denied `credentials.read-only`;
 *   config `config.secret-key-short`, `secret.cannot-open`
 */
export async function pinServerKey(
  db: Database,
  secretKey: () => Promise<Secret>,
  id: string,
  serverKey: string | null,
  given: Partial<Pick<Secrets, 'password'>> = {},
): Promise<Credentials> {
  return await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const before = await findCredentials(tx, id);
    const pinned = before.mysqlServerKey;
    if (pinned !== null && pinned !== serverKey) {
      // The password of this set is in the environment, so its key must be changed there too.
      requireWritable(before);
      requireSecretsAgain(before, given, ['password']);
    }
    await tx.query(
      `update sync_credentials set mysql_server_key = $2, may_sign_in_unverified = false,
         unverified_auth_since = null, updated_at = now()
       where id = $1`,
      [id, serverKey],
    );
    if (given.password !== undefined) await sealSecrets(tx, await secretKey(), id, given);
    return await findCredentials(tx, id);
  });
}

/** Records that a set of version 0.1 sent its password to a server with an unconfirmed key. */
export async function noteUnverifiedAuth(db: Queryable, id: string, at: Date): Promise<void> {
  await queryRows(
    db,
    `update sync_credentials set unverified_auth_since = $2, updated_at = now()
     where id = $1 and may_sign_in_unverified and unverified_auth_since is null`,
    [id, at],
  );
}

/** Sets whose password goes to a server with an unconfirmed key. */
export async function listUnverifiedAuth(
  db: Queryable,
): Promise<readonly { readonly id: string; readonly name: string; readonly since: Date }[]> {
  return await queryRows<{ id: string; name: string; since: Date }>(
    db,
    `select id, name, unverified_auth_since as since from sync_credentials
     where unverified_auth_since is not null order by lower(name), id`,
  );
}

import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import { type Database, inTransaction, type Queryable, queryRows, type Transaction } from '../database.ts';
import type { Credentials, CredentialsSettings, Secrets } from './credentials-model.ts';
import { leadsElsewhere, requireSecretsAgain, sameHost, sameServer } from './credentials-move.ts';
import {
  COLUMNS,
  type CredentialsRow,
  SETTING_COLUMNS,
  settingsValues,
  toCredentials,
} from './credentials-row.ts';
import { lockCredentials, sealSecrets } from './sealed-secrets.ts';

/** A set of credentials for `--store-url`. The password of the command line is not stored. */
export interface StoreAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly database: string;
  readonly tablePrefix: string | null;
}

/** Finds the set of credentials for this address, or creates one whose name is the address itself. */
export async function ensureCredentials(tx: Transaction, address: StoreAddress): Promise<string> {
  const prefix = address.tablePrefix === null ? '' : `#${address.tablePrefix}`;
  const name = `${address.username}@${address.host}:${address.port}/${address.database}${prefix}`;
  await tx.query(
    `insert into sync_credentials
       (id, name, origin, transport, host, port, username, database_name, table_prefix)
     values ($1, $2, 'command_line', 'direct', $3, $4, $5, $6, $7)
     on conflict (name) do nothing`,
    [newId(), name, address.host, address.port, address.username, address.database, address.tablePrefix],
  );
  const [row] = await queryRows<{ id: string }>(tx, 'select id from sync_credentials where name = $1', [
    name,
  ]);
  if (row === undefined) throw new Error('credentials that were just created do not exist');
  return row.id;
}

/** All sets, the default one first, then by name. Of their secrets it only says which ones exist. */
export async function listCredentials(db: Queryable): Promise<readonly Credentials[]> {
  const rows = await queryRows<CredentialsRow>(
    db,
    `select ${COLUMNS} from sync_credentials order by is_default desc, lower(name), id`,
  );
  return rows.map(toCredentials);
}

/**
 * A set by its id or its name.
 * @throws missing `credentials.none`
 */
export async function findCredentials(db: Queryable, idOrName: string): Promise<Credentials> {
  const rows = await queryRows<CredentialsRow>(
    db,
    `select ${COLUMNS} from sync_credentials where id::text = $1 or name = $1 order by id::text = $1 desc limit 1`,
    [idOrName],
  );
  const [row] = rows;
  if (row === undefined) throw noCredentials(idOrName);
  return toCredentials(row);
}

/** @throws missing `credentials.no-default` */
export async function defaultCredentials(db: Queryable): Promise<Credentials> {
  const [row] = await queryRows<CredentialsRow>(
    db,
    `select ${COLUMNS} from sync_credentials where is_default`,
  );
  if (row !== undefined) return toCredentials(row);
  throw new AppError({
    code: 'credentials.no-default',
    message: 'There is no default set of credentials: add one, or name one.',
  });
}

/**
 * Stores a new set; the first one becomes the default.
 *
 * @throws conflict `credentials.name-taken`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function createCredentials(
  db: Database,
  secretKey: Secret,
  settings: CredentialsSettings,
  secrets: Secrets,
): Promise<Credentials> {
  return await inTransaction(db, async (tx) => {
    const id = newId();
    await lockCredentials(tx);
    await requireFreeName(tx, settings.name, id);
    const values = settingsValues(settings);
    await tx.query(
      `insert into sync_credentials (id, ${SETTING_COLUMNS.join(', ')}, is_default)
       values ($1, ${values.map((_, at) => `$${at + 2}`).join(', ')},
         not exists (select from sync_credentials where is_default))`,
      [id, ...values],
    );
    await sealSecrets(tx, secretKey, id, secrets);
    return await findCredentials(tx, id);
  });
}

/**
 * Changes a set. If a change sends its secrets to another place, or over a less protected connection, it must
 * contain them again: otherwise a person who may not read a password could send it to a server of their own.
 * Keys that were pinned for another host are removed. A set of version 0.1 loses its permission to sign in
 * without a server key.
 *
 * @throws missing `credentials.none`; conflict `credentials.name-taken`; denied `credentials.read-only`;
 *   invalid `credentials.secrets-needed`; config `config.secret-key-short`, `secret.cannot-open`
 */
export async function changeCredentials(
  db: Database,
  secretKey: Secret,
  id: string,
  settings: CredentialsSettings,
  secrets: Partial<Secrets>,
): Promise<Credentials> {
  return await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const before = await findCredentials(tx, id);
    requireWritable(before);
    await requireFreeName(tx, settings.name, id);
    if (leadsElsewhere(before, settings)) requireSecretsAgain(before, secrets);
    const values = settingsValues(settings);
    await tx.query(
      `update sync_credentials set ${SETTING_COLUMNS.map((column, at) => `${column} = $${at + 2}`).join(', ')},
         origin = 'saved',
         ssh_host_key = case when $${values.length + 2} then ssh_host_key end,
         jump_host_key = case when $${values.length + 3} then jump_host_key end,
         mysql_server_key = case when $${values.length + 4} then mysql_server_key end,
         may_sign_in_unverified = false, unverified_auth_since = null,
         last_transport = null, updated_at = now()
       where id = $1`,
      [
        id,
        ...values,
        sameHost(before.ssh, settings.ssh),
        sameHost(before.jump, settings.jump),
        sameServer(before, settings),
      ],
    );
    await sealSecrets(tx, secretKey, id, secrets);
    return await findCredentials(tx, id);
  });
}

/**
 * Deletes a set with its secrets.
 *
 * @throws missing `credentials.none`; denied `credentials.read-only`; conflict `credentials.in-use`,
 *   `credentials.is-default`
 */
export async function removeCredentials(db: Database, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const present = await findCredentials(tx, id);
    requireWritable(present);
    const used = await queryRows(tx, 'select from sync_configurations where credentials_id = $1 limit 1', [
      id,
    ]);
    if (used.length > 0) {
      throw new AppError({
        code: 'credentials.in-use',
        message: 'Configurations use these credentials: give them others first.',
      });
    }
    const [others] = await queryRows<{ count: number }>(
      tx,
      `select count(*) as count from sync_credentials where id <> $1 and origin <> 'command_line'`,
      [id],
    );
    if (present.isDefault && (others?.count ?? 0) > 0) throw isDefault();
    await tx.query('delete from sync_credentials where id = $1', [id]);
  });
}

/** @throws missing `credentials.none`; conflict `credentials.is-default` */
export async function setCredentialsActive(db: Database, id: string, isActive: boolean): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const present = await findCredentials(tx, id);
    if (!isActive && present.isDefault) throw isDefault();
    await tx.query('update sync_credentials set is_active = $2, updated_at = now() where id = $1', [
      id,
      isActive,
    ]);
  });
}

/** @throws missing `credentials.none`; config `credentials.inactive` */
export async function makeDefaultCredentials(db: Database, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const present = await findCredentials(tx, id);
    if (!present.isActive) throw inactive();
    await tx.query('update sync_credentials set is_default = false, updated_at = now() where is_default');
    await tx.query('update sync_credentials set is_default = true, updated_at = now() where id = $1', [id]);
  });
}

/** Pins the key that a person confirmed, in the form `type base64`. */
export async function pinHostKey(
  db: Queryable,
  id: string,
  hop: 'ssh' | 'jump',
  hostKey: string,
): Promise<void> {
  const column = hop === 'ssh' ? 'ssh_host_key' : 'jump_host_key';
  await queryRows(db, `update sync_credentials set ${column} = $2, updated_at = now() where id = $1`, [
    id,
    hostKey,
  ]);
}

/** Stores the transport with which an automatic connection succeeded. It is tried first the next time. */
export async function rememberTransport(
  db: Queryable,
  id: string,
  transport: Credentials['lastTransport'],
): Promise<void> {
  await queryRows(db, 'update sync_credentials set last_transport = $2 where id = $1', [id, transport]);
}

export async function saveTestResult(
  db: Queryable,
  id: string,
  test: { readonly at: Date; readonly success: boolean; readonly result: object },
): Promise<void> {
  await queryRows(
    db,
    `update sync_credentials set last_tested_at = $2, last_test_success = $3, last_test_result = $4,
       updated_at = now() where id = $1`,
    [id, test.at, test.success, JSON.stringify(test.result)],
  );
}

async function requireFreeName(tx: Transaction, name: string, ownId: string): Promise<void> {
  const taken = await queryRows(tx, 'select from sync_credentials where name = $1 and id <> $2', [
    name,
    ownId,
  ]);
  if (taken.length === 0) return;
  throw new AppError({
    code: 'credentials.name-taken',
    message: 'Another set of credentials has this name.',
  });
}

/** A set of the environment can only be changed there. */
export function requireWritable(present: Credentials): void {
  if (present.origin !== 'environment') return;
  throw new AppError({
    code: 'credentials.read-only',
    message: 'This set comes from the environment: change its variables (WOOCOMMERCE_…) instead.',
  });
}

function noCredentials(idOrName: string): AppError {
  return new AppError({
    code: 'credentials.none',
    message: `There are no credentials "${idOrName}".`,
  });
}

function isDefault(): AppError {
  return new AppError({
    code: 'credentials.is-default',
    message: 'This is the default set: make another one the default first.',
  });
}

/** The error for a deactivated set. */
export function inactive(): AppError {
  return new AppError({
    code: 'credentials.inactive',
    message: 'This set of credentials is deactivated.',
  });
}

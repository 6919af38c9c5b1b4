import type { DatabasePlace } from '../../kernel/addresses/database-host.ts';
import { AppError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import type { Secret } from '../../kernel/secrets/secret.ts';
import type { TextEncoding } from '../../vocabulary/credentials.ts';
import { type Database, inTransaction, queryRows } from '../database.ts';
import {
  type Credentials,
  type CredentialsSettings,
  DEFAULT_SETTINGS,
  type Secrets,
} from './credentials-model.ts';
import { findCredentials } from './credentials-records.ts';
import { bySecret, SETTING_COLUMNS, settingsValues } from './credentials-row.ts';
import { lockCredentials } from './sealed-secrets.ts';

/** The store that the environment describes, with its secrets, which are never stored. */
export interface EnvironmentStore {
  readonly mysql: DatabasePlace & {
    readonly database: string;
    readonly username: string;
    readonly password: Secret | null;
  };
  readonly ssh: {
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly password: Secret | null;
    readonly privateKey: Secret | null;
    readonly passphrase: Secret | null;
  } | null;
  readonly connectTimeoutMs: number;
  readonly textEncoding: TextEncoding;
  /** The meta with an order's number; null means only those of known plugins. */
  readonly orderNumberMeta: string | null;
  /**
   * The confirmed key of the database server, in full or as a fingerprint. If it is null, a key that a test
   * pinned counts.
   */
  readonly serverKey: string | null;
}

const ENVIRONMENT_NAME = 'environment';
/** The settings that determine the server. If one of them changes, a pinned key is removed. */
const SERVER_COLUMNS = ['transport', 'host', 'port', 'socket', 'tls_mode', 'ssh_host', 'ssh_port'] as const;

/**
 * Stores the environment's store as a set of credentials without its secrets, so that configurations can name
 * it, its host key can be pinned, and its tests can be stored. It is updated from the environment each time.
 *
 * @throws conflict `credentials.environment-name-taken`: a saved set has its name
 */
export async function followEnvironment(db: Database, store: EnvironmentStore): Promise<Credentials> {
  return await inTransaction(db, async (tx) => {
    await lockCredentials(tx);
    const values = settingsValues(settingsOf(store));
    const [present] = await queryRows<{ id: string; origin: string }>(
      tx,
      'select id, origin from sync_credentials where name = $1',
      [ENVIRONMENT_NAME],
    );
    if (present !== undefined && present.origin !== 'environment') throw nameTaken();
    const id = present?.id ?? newId();
    if (present === undefined) {
      await tx.query(
        // A set that is created now from variables of version 0.1 may also sign in without a server key.
        `insert into sync_credentials
           (id, origin, ${SETTING_COLUMNS.join(', ')}, may_sign_in_unverified, is_default)
         values ($1, 'environment', ${values.map((_, at) => `$${at + 2}`).join(', ')}, true,
           not exists (select from sync_credentials where is_default))`,
        [id, ...values],
      );
    } else {
      await tx.query(
        `update sync_credentials set ${SETTING_COLUMNS.map((column, at) => `${column} = $${at + 2}`).join(', ')},
           ssh_host_key = case when (ssh_host, ssh_port) is not distinct from ($${values.length + 2}, $${values.length + 3})
             then ssh_host_key end,
           mysql_server_key = case when (${SERVER_COLUMNS.join(', ')})
             is not distinct from (${SERVER_COLUMNS.map((column) => placeOf(column)).join(', ')})
             then mysql_server_key end,
           may_sign_in_unverified = false, unverified_auth_since = null, updated_at = now()
         where id = $1 and (${SETTING_COLUMNS.join(', ')})
           is distinct from (${values.map((_, at) => `$${at + 2}`).join(', ')})`,
        [id, ...values, store.ssh?.host ?? null, store.ssh?.port ?? null],
      );
    }
    if (store.serverKey !== null) {
      await tx.query(
        `update sync_credentials set mysql_server_key = $2, may_sign_in_unverified = false,
           unverified_auth_since = null, updated_at = now()
         where id = $1 and (mysql_server_key is distinct from $2 or may_sign_in_unverified)`,
        [id, store.serverKey],
      );
    }
    return await findCredentials(tx, id);
  });
}

export function environmentSecrets({ mysql, ssh }: EnvironmentStore): Secrets {
  return {
    ...bySecret(() => null),
    password: mysql.password,
    ssh_password: ssh?.password ?? null,
    ssh_private_key: ssh?.privateKey ?? null,
    ssh_passphrase: ssh?.passphrase ?? null,
  };
}

function settingsOf({
  mysql,
  ssh,
  connectTimeoutMs,
  textEncoding,
  orderNumberMeta,
  serverKey,
}: EnvironmentStore): CredentialsSettings {
  return {
    ...DEFAULT_SETTINGS,
    name: ENVIRONMENT_NAME,
    transport: ssh === null ? 'direct' : 'auto',
    host: mysql.host,
    port: mysql.port,
    socket: mysql.socket,
    username: mysql.username,
    database: mysql.database,
    textEncoding,
    orderNumberMeta,
    ...(serverKey?.startsWith('tls ') === true ? { tlsMode: 'encrypt' as const } : {}),
    ssh: ssh === null ? null : { host: ssh.host, port: ssh.port, username: ssh.username },
    connectTimeoutMs,
  };
}

/** The parameter with the new value of a column. */
function placeOf(column: (typeof SETTING_COLUMNS)[number]): string {
  return `$${SETTING_COLUMNS.indexOf(column) + 2}`;
}

function nameTaken(): AppError {
  return new AppError({
    code: 'credentials.environment-name-taken',
    message: 'A saved set of credentials is called "environment": rename it, that name is for WOOCOMMERCE_….',
  });
}

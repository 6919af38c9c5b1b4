import type { Credentials, Secrets, SshHost } from '../backend/credentials/credentials-model.ts';
import { inactive, rememberTransport } from '../backend/credentials/credentials-records.ts';
import {
  type EnvironmentStore,
  environmentSecrets,
  followEnvironment,
} from '../backend/credentials/environment-credentials.ts';
import { openCredentials } from '../backend/credentials/sealed-secrets.ts';
import { noteUnverifiedAuth } from '../backend/credentials/server-key-records.ts';
import type { Database } from '../backend/database.ts';
import { AppError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import type { StorePurpose } from '../vocabulary/live.ts';
import type { SshHop } from '../woocommerce/connect/ssh/ssh-connection.ts';
import { openWooStore, type StoreLogin, type WooStore } from '../woocommerce/woo-store.ts';
import type { StoreCosts } from './store-costs.ts';

/** What is needed to open the stores whose credentials the backend has. */
export interface StoredStores {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** Called only for credentials with a stored secret. */
  readonly secretKey: () => Promise<Secret>;
  readonly environment: EnvironmentStore | null;
  /** Called when an SSH connection was lost. */
  readonly onSshLost?: () => void;
  /** Adds up what stores are charged. */
  readonly costs?: StoreCosts;
}

/**
 * Opens the store of a set of credentials with its present settings. Changed settings take effect with the next
 * execution.
 *
 * @throws missing `credentials.none`; config `credentials.inactive`, `credentials.no-environment`,
 *   `credentials.password-not-kept`, `config.secret-key-needed`, `secret.cannot-open`
 */
export async function openStoredStore(
  stores: StoredStores,
  credentialsId: string,
  purpose: StorePurpose = 'request',
): Promise<WooStore> {
  const { credentials, login } = await storedLogin(stores, credentialsId, purpose);
  if (!credentials.isActive) throw inactive();
  return openWooStore(login, stores.log);
}

/** The sign-in data of a set of credentials, active or not. */
export async function storedLogin(
  stores: StoredStores,
  credentialsId: string,
  purpose: StorePurpose = 'request',
): Promise<{ readonly credentials: Credentials; readonly login: StoreLogin }> {
  const { db, secretKey, environment } = stores;
  const opened = await openCredentials(db, secretKey, credentialsId);
  const { origin } = opened.credentials;
  if (origin === 'command_line') throw passwordNotKept();
  if (origin === 'environment') {
    if (environment === null) throw noEnvironment();
    const credentials = await followEnvironment(db, environment);
    return { credentials, login: loginOf(credentials, environmentSecrets(environment), stores, purpose) };
  }
  return { ...opened, login: loginOf(opened.credentials, opened.secrets, stores, purpose) };
}

export function loginOf(
  credentials: Credentials,
  secrets: Secrets,
  { db, log, now, onSshLost, costs }: Pick<StoredStores, 'db' | 'log' | 'now' | 'onSshLost' | 'costs'>,
  purpose: StorePurpose = 'request',
): StoreLogin {
  const { id, ssh, jump, tlsMode, tlsCa, tlsCertificate } = credentials;
  return {
    prefix: credentials.tablePrefix,
    statementLimitS: credentials.statementLimitS,
    textEncoding: credentials.textEncoding,
    orderNumberMeta: credentials.orderNumberMeta,
    reach: {
      transport: credentials.transport,
      host: credentials.host,
      port: credentials.port,
      socket: credentials.socket,
      user: credentials.username,
      password: secrets.password,
      ...(credentials.origin === 'environment' ? { passwordVariable: 'WOOCOMMERCE_MYSQL_PASSWORD' } : {}),
      database: credentials.database,
      tls:
        tlsMode === 'off'
          ? null
          : { mode: tlsMode, ca: tlsCa, certificate: tlsCertificate, key: secrets.tls_key },
      trust: {
        serverKey: credentials.mysqlServerKey,
        onUnverified: credentials.maySignInUnverified
          ? ({ fingerprint }) => {
              log.warn({ credentialsId: id, fingerprint }, 'an unconfirmed server received the password');
              noteUnverifiedAuth(db, id, now()).catch((error: unknown) =>
                log.warn({ err: error, credentialsId: id }, 'that warning could not be recorded'),
              );
            }
          : null,
      },
      ssh: hopOf(ssh, credentials.sshHostKey, {
        password: secrets.ssh_password,
        privateKey: secrets.ssh_private_key,
        passphrase: secrets.ssh_passphrase,
      }),
      jump: hopOf(jump, credentials.jumpHostKey, {
        password: secrets.jump_password,
        privateKey: secrets.jump_private_key,
        passphrase: secrets.jump_passphrase,
      }),
      connectTimeoutMs: credentials.connectTimeoutMs,
      // This is longer than any statement may take.
      silenceMs: (credentials.statementLimitS + 60) * 1000,
      maxConnections: credentials.maxConnections,
      rowsPerSecond: credentials.rowsPerSecond,
      lastTransport: credentials.lastTransport,
      onTransport: (transport) => {
        rememberTransport(db, id, transport).catch((error: unknown) =>
          log.warn({ err: error, credentialsId: id }, 'the transport that worked could not be stored'),
        );
      },
      ...(onSshLost === undefined ? {} : { onSshLost }),
      ...(costs === undefined ? {} : { onCost: costs.of(id, purpose) }),
    },
  };
}

function hopOf(
  host: SshHost | null,
  hostKey: string | null,
  secrets: Pick<SshHop, 'password' | 'privateKey' | 'passphrase'>,
): SshHop | null {
  return host === null ? null : { ...host, hostKey, ...secrets };
}

/** The set came from an address of `sync --store-url`, whose password was never stored. */
function passwordNotKept(): AppError {
  return new AppError({
    code: 'credentials.password-not-kept',
    message:
      'This store was only ever named with --store-url, so its password is not kept: add credentials for it.',
  });
}

/** The set uses environment variables that are not set here. */
function noEnvironment(): AppError {
  return new AppError({
    code: 'credentials.no-environment',
    message: 'These credentials come from the environment, and WOOCOMMERCE_… are not set here.',
  });
}

import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { createConnection } from 'mysql2';
import { throwIfAborted } from '../../../kernel/errors.ts';
import type { Secret } from '../../../kernel/secrets/secret.ts';
import { isLoopbackAddress } from '../address-guard.ts';
import { type ConnectAttempt, quietAttempt } from '../connect-step.ts';
import { openSocket, openUnixSocket } from '../open-socket.ts';
import type { RateLimiter } from '../rate-limiter.ts';
import { repairPem } from '../ssh/pem-text.ts';
import { type OnCost, StoreConnection } from '../store-connection.ts';
import { noGreeting, type StorePlace, storeServer, toStoreError } from '../store-errors.ts';
import { within } from '../within.ts';
import { MysqlDriver } from './mysql-driver.ts';
import { awaitGreeting } from './mysql-greeting.ts';
import { NO_PINNED_KEY, PasswordRule, type ServerTrust } from './password-rule.ts';
import { nativeDigest, signInPlugins, streamOf } from './sign-in-plugins.ts';

/** Encryption of the connection to the database server. */
export interface TlsSettings {
  /**
   * `verify`: a trusted authority must have issued the certificate and, if the host is a name, for that name.
   */
  readonly mode: 'encrypt' | 'verify';
  /** PEM; null means the authorities that Node trusts. */
  readonly ca: string | null;
  /** Our own certificate in PEM and its key, if the server asks for them. */
  readonly certificate: string | null;
  readonly key: Secret | null;
}

/** A MySQL or MariaDB server with a direct connection over TCP or a Unix socket. */
export interface DirectSettings extends StorePlace {
  readonly connectTimeoutMs: number;
  readonly silenceMs?: number;
  readonly shellPatienceMs?: number;
  readonly tls?: TlsSettings | null;
  /** The servers that may get a readable password without SSH or a trusted certificate. Absent means none. */
  readonly trust?: ServerTrust;
  /** Whether a connected address is this machine's own. If absent, only loopback addresses are. */
  readonly isOwnAddress?: (address: string) => boolean;
  readonly rateLimiter?: RateLimiter;
  readonly onCost?: OnCost;
}

/** Longer than the longest allowed statement. */
const SILENCE_MS = 180_000;

/**
 * Opens one connection over TCP, or over a Unix socket of this machine.
 *
 * @throws unavailable `store.unreachable`, `store.connect-timeout`, `store.too-many-connections`; config
 *   `store.access-denied`, `store.no-such-database`, `store.missing-permission`, `store.not-mysql`,
 *   `store.socket-denied`, `store.tls-*`, `store.address-refused`, `store.server-key-unknown`,
 *   `store.server-key-changed`; aborted
 */
export async function openDirect(
  settings: DirectSettings,
  signalOrGoing: AbortSignal | ConnectAttempt,
): Promise<StoreConnection> {
  const attempt = signalOrGoing instanceof AbortSignal ? quietAttempt(signalOrGoing) : signalOrGoing;
  try {
    const { host, port, socket: path = null, connectTimeoutMs } = settings;
    if (path !== null)
      return await openOverStream(settings, await openUnixSocket(path, attempt), true, attempt);
    const socket = await openSocket({ host, port, hop: 'mysql', timeoutMs: connectTimeoutMs }, attempt);
    const isOwn = settings.isOwnAddress ?? isLoopbackAddress;
    return await openOverStream(settings, socket, isOwn(socket.remoteAddress ?? ''), attempt);
  } catch (error) {
    throw toStoreError(error, settings);
  }
}

/**
 * Signs in over a stream to the server, and from then on owns the stream. Amounts, times and ids past 2⁵³
 * arrive as text, because none of them may pass through a float. The server cannot request our files. It gets
 * the password in readable form only if `PasswordRule` allows it.
 *
 * @param isPrivate true if the stream stays on this machine, or runs inside SSH
 */
export async function openOverStream(
  settings: DirectSettings,
  stream: Duplex,
  isPrivate: boolean,
  attempt: ConnectAttempt,
): Promise<StoreConnection> {
  throwIfAborted(attempt.signal);
  attempt.onStep('mysql-login', 'mysql');
  const late = (waitedMs: number) => noGreeting(waitedMs, settings);
  await within(awaitGreeting(stream, settings), settings.connectTimeoutMs, attempt.signal, late).catch(
    (error: unknown) => {
      stream.destroy();
      throw toStoreError(error, settings);
    },
  );
  const rule = new PasswordRule(
    { isPrivate, host: settings.host, server: storeServer(settings) },
    settings.trust ?? NO_PINNED_KEY,
  );
  const driver = createConnection({
    stream,
    // The driver does not connect to this host: it only compares the host with the certificate.
    host: settings.host,
    user: settings.user,
    // The driver never gets the password, because it would send the password by rules of its own.
    ...nativeDigest(settings.password),
    authPlugins: signInPlugins(settings.password, rule),
    database: settings.database,
    connectTimeout: settings.connectTimeoutMs,
    charset: 'UTF8MB4_UNICODE_CI',
    supportBigNumbers: true,
    bigNumberStrings: false,
    dateStrings: true,
    rowsAsArray: true,
    // All statements are our own and contain no values from outside, so several may be sent together.
    multipleStatements: true,
    enableCleartextPlugin: false,
    flags: ['-LOCAL_FILES'],
    infileStreamFactory: () => {
      throw new Error('The server asked for a local file.');
    },
    ...tlsOptions(settings),
  });
  const { rateLimiter, onCost } = settings;
  const connection = new StoreConnection(new MysqlDriver(driver), {
    at: settings,
    silenceMs: settings.silenceMs ?? SILENCE_MS,
    ...(rateLimiter === undefined ? {} : { rateLimiter }),
    ...(onCost === undefined ? {} : { onCost }),
  });
  try {
    const signedIn = new Promise<void>((resolve, reject) => {
      driver.once('error', reject);
      driver.once('connect', () => {
        driver.off('error', reject);
        resolve();
      });
    });
    await within(signedIn, settings.connectTimeoutMs, attempt.signal, late);
    rule.requireSameServer(streamOf(driver));
    return connection;
  } catch (error) {
    connection.close();
    stream.destroy();
    throw toStoreError(error, settings);
  }
}

function tlsOptions({ tls, host }: DirectSettings) {
  if (tls === undefined || tls === null) return {};
  const verify = tls.mode === 'verify';
  return {
    ssl: {
      rejectUnauthorized: verify,
      // A certificate contains host names, and rarely addresses.
      verifyIdentity: verify && isIP(host) === 0,
      ...(tls.ca === null ? {} : { ca: repairPem(tls.ca, 'CERTIFICATE') }),
      ...(tls.certificate === null ? {} : { cert: repairPem(tls.certificate, 'CERTIFICATE') }),
      ...(tls.key === null ? {} : { key: repairPem(tls.key.reveal(), 'PRIVATE KEY') }),
    },
  };
}

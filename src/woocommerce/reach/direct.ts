import { createConnection } from 'mysql2';
import { aborted, throwIfAborted } from '../../kernel/errors.ts';
import { toStoreError } from '../store-errors.ts';
import { StoreConnection } from './store-connection.ts';

/** A MySQL or MariaDB server that can be reached over TCP without help. */
export interface DirectReach {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  readonly connectTimeoutMs: number;
  /** How long a server may say nothing while it owes an answer; longer than the longest statement allowed. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 180_000;
const KEEP_ALIVE_MS = 15_000;

/**
 * Opens one connection. Amounts, times and large ids come as text, since none of them may pass through a
 * float; the server may not ask for our files, nor for the password in clear text.
 *
 * @throws unavailable `store.unreachable`, `store.too-many-connections`; config `store.access-denied`,
 *   `store.no-such-database`, `store.missing-permission`, `store.not-mysql`; aborted
 */
export async function openDirect(reach: DirectReach, signal: AbortSignal): Promise<StoreConnection> {
  throwIfAborted(signal);
  const driver = createConnection({
    host: reach.host,
    port: reach.port,
    user: reach.user,
    password: reach.password,
    database: reach.database,
    connectTimeout: reach.connectTimeoutMs,
    charset: 'UTF8MB4_UNICODE_CI',
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    rowsAsArray: true,
    multipleStatements: false,
    enableCleartextPlugin: false,
    flags: ['-LOCAL_FILES'],
    infileStreamFactory: () => {
      throw new Error('The server asked for a local file.');
    },
    enableKeepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_MS,
  });
  const connection = new StoreConnection(driver, reach.silenceMs ?? SILENCE_MS);
  let onAbort = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      onAbort = () => reject(aborted(signal.reason));
      signal.addEventListener('abort', onAbort, { once: true });
      driver.once('error', reject);
      driver.once('connect', () => {
        driver.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    connection.close();
    throw toStoreError(error);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return connection;
}

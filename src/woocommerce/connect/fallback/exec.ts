import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { errorOf, serverAt } from '../../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../../kernel/sentences/store-sentences.ts';
import type { ConnectAttempt } from '../connect-step.ts';
import type { DirectSettings } from '../mysql/direct.ts';
import { markedWord } from '../ssh/remote-mark.ts';
import type { SharedSshConnection } from '../ssh/shared-ssh-connection.ts';
import type { SshConnection } from '../ssh/ssh-connection.ts';
import { slowShell } from '../ssh/ssh-errors.ts';
import { StoreConnection } from '../store-connection.ts';
import { noGreeting, toStoreError } from '../store-errors.ts';
import { within } from '../within.ts';
import { ExecDriver } from './exec-driver.ts';
import { remoteCommand, remoteSettings, SHELL_SAYS } from './remote-client.ts';

const SILENCE_MS = 180_000;
/** Start files of shared hosts can take more than ten seconds. */
const SHELL_PATIENCE_MS = 30_000;

/**
 * Opens one connection through a `mysql` client that runs on the SSH host: one process, one session, one snapshot.
 *
 * @throws what `connectSsh` throws; config `store.exec-refused`, `store.no-client`, `store.no-temporary-file`,
 *   `store.no-json-array`, `store.access-denied`, `store.no-such-database`; unavailable `store.unreachable`,
 *   `store.connect-timeout`, `store.connection-lost`; aborted
 */
export async function openExec(
  settings: DirectSettings,
  line: SharedSshConnection,
  attempt: ConnectAttempt,
): Promise<StoreConnection> {
  const ssh = await line.connect(attempt);
  attempt.onStep('exec', 'ssh');
  const { connectTimeoutMs } = settings;
  const mark = `taquilla-${randomBytes(12).toString('hex')}`;
  const channel = await ssh.exec(remoteCommand(mark), connectTimeoutMs, attempt.signal);
  try {
    const patienceMs = settings.shellPatienceMs ?? Math.max(connectTimeoutMs, SHELL_PATIENCE_MS);
    const late = (waitedMs: number) => slowShell(waitedMs, ssh.at);
    await within(shellReady(ssh, channel, mark), patienceMs, attempt.signal, late);
  } catch (error) {
    channel.destroy();
    throw error;
  }
  attempt.onStep('mysql-login', 'mysql');
  const { rateLimiter, onCost } = settings;
  const connection = new StoreConnection(new ExecDriver(channel, mark, settings), {
    at: settings,
    silenceMs: settings.silenceMs ?? SILENCE_MS,
    ...(rateLimiter === undefined ? {} : { rateLimiter }),
    ...(onCost === undefined ? {} : { onCost }),
  });
  channel.write(remoteSettings(settings));
  try {
    const signedIn = connection.query('SELECT CONNECTION_ID()', attempt.signal);
    await within(signedIn, connectTimeoutMs, attempt.signal, (waitedMs) => noGreeting(waitedMs, settings));
    return connection;
  } catch (error) {
    connection.close();
    throw toStoreError(error, settings);
  }
}

/** Waits until the remote shell reports that it runs and has a client and a temporary file. */
async function shellReady(ssh: SshConnection, channel: ClientChannel, mark: string): Promise<void> {
  const said = await markedWord(ssh, channel, mark);
  if (said === SHELL_SAYS.ready) return;
  const { noClient, noTemporaryFile } = STORE_SENTENCES;
  const server = serverAt(ssh.at.host, ssh.at.port);
  throw errorOf(said === SHELL_SAYS.noClient ? noClient : noTemporaryFile, { server });
}

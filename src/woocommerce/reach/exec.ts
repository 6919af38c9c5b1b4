import { randomBytes } from 'node:crypto';
import type { ClientChannel } from 'ssh2';
import { errorOf, serverAt } from '../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../kernel/sentences/store-sentences.ts';
import { noGreeting, toStoreError } from '../store-errors.ts';
import type { DirectReach } from './direct.ts';
import { ExecDriver } from './exec-driver.ts';
import type { Going } from './reach-step.ts';
import { remoteCommand, remoteSettings, SHELL_SAYS } from './remote-client.ts';
import type { SshConnection } from './ssh-connection.ts';
import { execRefused, lostSsh, slowShell } from './ssh-errors.ts';
import type { SshLine } from './ssh-line.ts';
import { StoreConnection } from './store-connection.ts';
import { within } from './within.ts';

const SILENCE_MS = 180_000;
/** Start files of shared hosts take ten seconds and more. */
const SHELL_PATIENCE_MS = 30_000;
const GREETING_LIMIT_BYTES = 64 * 1024;

/**
 * Opens one connection through a `mysql` client that runs on the SSH host: one process, one session, one snapshot.
 *
 * @throws what `connectSsh` throws; config `store.exec-refused`, `store.no-client`, `store.no-temporary-file`,
 *   `store.no-json-array`, `store.access-denied`, `store.no-such-database`; unavailable `store.unreachable`,
 *   `store.connect-timeout`, `store.connection-lost`; aborted
 */
export async function openExec(reach: DirectReach, line: SshLine, going: Going): Promise<StoreConnection> {
  const ssh = await line.connect(going);
  going.onStep('exec', 'ssh');
  const { connectTimeoutMs } = reach;
  const mark = `taquilla-${randomBytes(12).toString('hex')}`;
  const channel = await ssh.exec(remoteCommand(mark), connectTimeoutMs, going.signal);
  try {
    const patienceMs = reach.shellPatienceMs ?? Math.max(connectTimeoutMs, SHELL_PATIENCE_MS);
    const late = (waitedMs: number) => slowShell(waitedMs, ssh.at);
    await within(shellReady(ssh, channel, mark), patienceMs, going.signal, late);
  } catch (error) {
    channel.destroy();
    throw error;
  }
  going.onStep('mysql-login', 'mysql');
  const { pace } = reach;
  const connection = new StoreConnection(new ExecDriver(channel, mark, reach), {
    at: reach,
    silenceMs: reach.silenceMs ?? SILENCE_MS,
    ...(pace === undefined ? {} : { pace }),
  });
  channel.write(remoteSettings(reach));
  try {
    const signedIn = connection.query('SELECT CONNECTION_ID()', going.signal);
    await within(signedIn, connectTimeoutMs, going.signal, (waitedMs) => noGreeting(waitedMs, reach));
    return connection;
  } catch (error) {
    connection.close();
    throw toStoreError(error, reach);
  }
}

/** Waits until the remote shell says that it is there. Nothing secret is sent before: it may be no shell at all. */
function shellReady(ssh: SshConnection, channel: ClientChannel, mark: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let heard = '';
    const forget = (): void => {
      channel.off('data', onData);
      channel.off('close', onClose);
      channel.pause();
    };
    const onData = (bytes: Buffer): void => {
      heard = (heard + bytes.toString('utf8')).slice(-GREETING_LIMIT_BYTES);
      const said = new RegExp(`${mark} ([a-z-]+)$`, 'm').exec(heard)?.[1];
      if (said === undefined) return;
      forget();
      if (said === SHELL_SAYS.ready) resolve();
      else {
        const server = serverAt(ssh.at.host, ssh.at.port);
        const { noClient, noTemporaryFile } = STORE_SENTENCES;
        reject(errorOf(said === SHELL_SAYS.noClient ? noClient : noTemporaryFile, { server }));
      }
    };
    const onClose = (): void => {
      forget();
      // A connection that broke closes its channels before it says so.
      setImmediate(() => reject(ssh.isOpen ? execRefused(heard.slice(-200), ssh.at) : lostSsh(ssh.at)));
    };
    channel.on('data', onData);
    channel.once('close', onClose);
    channel.stderr.on('data', (bytes: Buffer) => {
      heard = (heard + bytes.toString('utf8')).slice(-GREETING_LIMIT_BYTES);
    });
  });
}

import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { AppError, throwIfAborted } from '../../../kernel/errors.ts';
import { errorOf } from '../../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../../kernel/sentences/store-sentences.ts';
import { within } from '../within.ts';
import { markedWord } from './remote-mark.ts';
import type { SshConnection } from './ssh-connection.ts';
import { slowShell, socketForbidden } from './ssh-errors.ts';

/**
 * Opens a stream to a Unix socket of the SSH host. SSH refuses a socket without a reason. If the host runs
 * commands, its shell shows whether the socket exists.
 *
 * @throws config `store.forwarding-refused`, `store.socket-denied`; unavailable `store.unreachable`,
 *   `store.connection-lost`; aborted
 */
export async function openSocketBehind(
  ssh: SshConnection,
  socket: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Duplex> {
  try {
    return await ssh.forwardToSocket(socket, timeoutMs, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'store.forwarding-refused') throw error;
    const found = await lookAtSocket(ssh, socket, timeoutMs, signal);
    if (found === 'missing') throw errorOf(STORE_SENTENCES.socketMissing, { socket }, { cause: error });
    if (found === 'denied') throw errorOf(STORE_SENTENCES.socketDenied, { socket }, { cause: error });
    throw found === 'there' ? socketForbidden(ssh.at, socket, error) : error;
  }
}

/** The state of the socket. Null if it is unknown, because the host runs no commands. */
async function lookAtSocket(
  ssh: SshConnection,
  socket: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<string | null> {
  const mark = `taquilla-${randomBytes(12).toString('hex')}`;
  try {
    const channel = await ssh.exec(lookCommand(mark), timeoutMs, signal);
    try {
      channel.write(`${socket}\n`);
      return await within(markedWord(ssh, channel, mark), timeoutMs, signal, (waitedMs) =>
        slowShell(waitedMs, ssh.at),
      );
    } finally {
      channel.destroy();
    }
  } catch {
    throwIfAborted(signal);
    return null;
  }
}

/** The path is sent as input, so that it need not be quoted for the shell. */
function lookCommand(mark: string): string {
  const says = (what: string): string => `echo; echo "${mark} ${what}"`;
  const script = [
    'IFS= read -r s || exit 1',
    `d="\${s%/*}"`,
    `if [ -S "$s" ]; then if [ -w "$s" ]; then ${says('there')}; else ${says('denied')}; fi`,
    `elif [ -d "$d" ]; then if [ -x "$d" ]; then ${says('missing')}; else ${says('denied')}; fi`,
    `else ${says('missing')}; fi`,
  ].join('; ');
  return `sh -c '${script}'`;
}

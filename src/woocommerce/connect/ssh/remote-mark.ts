import type { ClientChannel } from 'ssh2';
import type { SshConnection } from './ssh-connection.ts';
import { execRefused, lostSsh } from './ssh-errors.ts';

const OUTPUT_LIMIT_BYTES = 64 * 1024;

/**
 * Waits for the word after the mark at the end of a line. Other output of the host before it is ignored.
 * Nothing secret is sent before the mark, because the program on the other side may be no shell.
 *
 * @throws config `store.exec-refused` if the command ended without the mark; unavailable `store.ssh-lost`
 */
export function markedWord(ssh: SshConnection, channel: ClientChannel, mark: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const forget = (): void => {
      channel.off('data', onData);
      channel.off('close', onClose);
      channel.pause();
    };
    const onData = (bytes: Buffer): void => {
      output = (output + bytes.toString('utf8')).slice(-OUTPUT_LIMIT_BYTES);
      const said = new RegExp(`${mark} ([a-z-]+)$`, 'm').exec(output)?.[1];
      if (said === undefined) return;
      forget();
      resolve(said);
    };
    const onClose = (): void => {
      forget();
      // A broken connection closes its channels before it reports the break.
      setImmediate(() => reject(ssh.isOpen ? execRefused(output.slice(-200), ssh.at) : lostSsh(ssh.at)));
    };
    channel.on('data', onData);
    channel.once('close', onClose);
    channel.stderr.on('data', (bytes: Buffer) => {
      output = (output + bytes.toString('utf8')).slice(-OUTPUT_LIMIT_BYTES);
    });
  });
}

import { text as readText } from 'node:stream/consumers';
import { password as askPassword, isCancel } from '@clack/prompts';
import { refuseWeakPassword } from '../../backend/users/password-hash.ts';
import { aborted } from '../../kernel/errors.ts';
import type { Session } from '../session.ts';
import { complaintOf } from './new-password.ts';
import { readOptionFile } from './options.ts';

export const PASSPHRASE_OPTION = [
  '--passphrase-file <file>',
  'file with the passphrase of the backup; default: ask for it, or read standard input',
] as const;

/**
 * The passphrase of a backup, from a file, a terminal or standard input, never from an argument.
 *
 * @param use `new` means that it must be hard to guess and that a terminal asks twice
 * @throws invalid `user.weak-password`, `cli.options`; aborted
 */
export async function readPassphrase(
  { terminal, stop }: Session,
  file: string | undefined,
  use: 'new' | 'known',
): Promise<string> {
  const given = await readOptionFile('--passphrase-file', file);
  // The line break at the end comes from `echo` or from an editor.
  if (given !== undefined) return checked(given.replace(/\r?\n$/, ''), use);
  if (!terminal.in.isTTY) return checked((await readText(terminal.in)).replace(/\r?\n$/, ''), use);
  const prompt = { input: terminal.in, output: terminal.err, signal: stop };
  const first = await askPassword({
    ...prompt,
    message: 'Passphrase of the backup',
    validate: (value) => complaintOf(() => checked(value ?? '', use)),
  });
  if (isCancel(first)) throw aborted();
  if (use === 'known') return first;
  const second = await askPassword({
    ...prompt,
    message: 'The same passphrase again',
    validate: (value) => (value === first ? undefined : 'This is another one.'),
  });
  if (isCancel(second)) throw aborted();
  return first;
}

/** The passphrase must be long, because a thief of the file can try any number of them. */
function checked(passphrase: string, use: 'new' | 'known'): string {
  if (use === 'new') refuseWeakPassword(passphrase, '');
  return passphrase;
}

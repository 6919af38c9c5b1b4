import { text as readText } from 'node:stream/consumers';
import { password as askPassword, isCancel } from '@clack/prompts';
import { refuseWeakPassword } from '../../backend/users/password-hash.ts';
import { aborted, toAppError } from '../../kernel/errors.ts';
import type { Terminal } from '../output/terminal.ts';

/**
 * A new password: a terminal asks twice, otherwise it is read from standard input.
 *
 * @throws invalid `user.weak-password`; aborted
 */
export async function readNewPassword(
  terminal: Terminal,
  email: string,
  signal: AbortSignal,
): Promise<string> {
  const password = terminal.in.isTTY
    ? await askTwice(terminal, email, signal)
    : // The newline belongs to `echo` and to the editor that wrote the file, not to the password.
      (await readText(terminal.in)).replace(/\r?\n$/, '');
  refuseWeakPassword(password, email);
  return password;
}

async function askTwice(terminal: Terminal, email: string, signal: AbortSignal): Promise<string> {
  const prompt = { input: terminal.in, output: terminal.err, signal };
  const first = await askPassword({
    ...prompt,
    message: 'Password',
    validate: (value) => complaintOf(() => refuseWeakPassword(value ?? '', email)),
  });
  if (isCancel(first)) throw aborted();
  const second = await askPassword({
    ...prompt,
    message: 'The same password again',
    validate: (value) => (value === first ? undefined : 'This is another one.'),
  });
  if (isCancel(second)) throw aborted();
  return first;
}

/** The error of a prompt for an invalid value. */
export function complaintOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return toAppError(error).message;
  }
}

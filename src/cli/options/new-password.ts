import { text as readText } from 'node:stream/consumers';
import { password as askPassword, isCancel } from '@clack/prompts';
import { refuseWeakPassword } from '../../backend/users/password-hash.ts';
import { aborted, toAppError } from '../../kernel/errors.ts';
import type { Terminal } from '../output/terminal.ts';

/**
 * Reads a new password. A terminal asks twice; otherwise it comes from standard input.
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
    : // The line break at the end comes from `echo` or from an editor, and is not part of the password.
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

/** The error that a prompt shows for an invalid value. */
export function complaintOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    return toAppError(error).message;
  }
}

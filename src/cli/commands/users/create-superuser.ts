import { text as askText, isCancel } from '@clack/prompts';
import type { Command } from 'commander';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import { hashPassword } from '../../../backend/users/password-hash.ts';
import { createUser } from '../../../backend/users/user-records.ts';
import { emailInput } from '../../../contract/scalars.ts';
import { AppError, aborted } from '../../../kernel/errors.ts';
import type { Act } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { complaintOf, readNewPassword } from '../../options/new-password.ts';
import { printJson, printLine, type Terminal } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Options {
  readonly email?: string;
  readonly json?: boolean;
}

export function addCreateSuperuser(program: Command, act: Act): void {
  program
    .command('createsuperuser')
    .description('Create a user who may do everything. Asks for e-mail address and password.')
    .option('--email <address>', 'ask only for the password, or read it from standard input')
    .option('--json', 'print the user as JSON')
    .addHelpText(
      'after',
      `
The password has at least 12 characters; only its argon2id hash is stored. It is never an argument:
other users of the machine could read it there. Without a terminal, it is read from standard input.`,
    )
    .action(act<Options>(runCreateSuperuser));
}

async function runCreateSuperuser(session: Session, options: Options): Promise<number> {
  const { terminal } = session;
  await using backend = await session.openBackend();
  // Checked before the prompts, so that nobody types a password in vain.
  await requireMigrated(backend.db);
  const email =
    options.email === undefined ? await askEmail(terminal, session.stop) : parseEmail(options.email);
  const password = await readNewPassword(terminal, email, session.stop);
  const passwordHash = await hashPassword(password);
  const user = await createUser(backend.db, { email, passwordHash, role: 'superuser' });
  await noteInAudit(backend.db, 'users.create', user.id, { email: user.email, role: user.role });
  if (options.json === true) printJson(terminal.out, { id: user.id, email: user.email, role: user.role });
  else printLine(terminal.out, `Created the superuser ${user.email}.`);
  return 0;
}

async function askEmail(terminal: Terminal, signal: AbortSignal): Promise<string> {
  if (!terminal.in.isTTY) {
    throw new AppError({
      code: 'user.email-needed',
      message: 'Without a terminal, name the user with --email and give the password on standard input.',
    });
  }
  const answer = await askText({
    message: 'E-mail address',
    validate: (value) => complaintOf(() => parseEmail(value ?? '')),
    input: terminal.in,
    output: terminal.err,
    signal,
  });
  if (isCancel(answer)) throw aborted();
  return parseEmail(answer);
}

/**
 * Checks an e-mail address that the user typed.
 *
 * @throws invalid `user.malformed-email`
 */
function parseEmail(typed: string): string {
  const parsed = emailInput.safeParse(typed.trim());
  if (parsed.success) return parsed.data;
  throw new AppError({
    code: 'user.malformed-email',
    message: 'This is not an e-mail address.',
  });
}

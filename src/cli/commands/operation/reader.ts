import type { Command } from 'commander';
import { provideReader, removeReader, USUAL_READER } from '../../../backend/reader/reader-role.ts';
import type { Act } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { invalidOptions } from '../../options/options.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface Options {
  readonly role?: string;
  readonly json?: boolean;
}

const ROLE = ['--role <name>', `the role of PostgreSQL (default: ${USUAL_READER})`] as const;
/** PostgreSQL cuts longer names off. */
const LONGEST_BYTES = 63;

export function addReader(program: Command, act: Act): void {
  const reader = program
    .command('reader')
    .description('The role of PostgreSQL that reads the backend with SQL: grant, revoke.');
  reader
    .command('grant')
    .description('Let a role read the views for SQL and the tables without secrets. Creates it if needed.')
    .option(...ROLE)
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
The role cannot sign in by itself. Make a login a member of it:
  create role finance login password '…' in role ${USUAL_READER};
It sees buyers and attendees, and no password hash, session, token or secret of a store.`,
    )
    .action(act<Options>(runGrant));
  reader
    .command('revoke')
    .description('Take from a role every right that it has in the backend. The role stays.')
    .option(...ROLE)
    .option('--json', 'print the result as JSON')
    .action(act<Options>(runRevoke));
}

async function runGrant(session: Session, options: Options): Promise<number> {
  const role = roleOf(options);
  return await withBackend(session, async ({ db }) => {
    const created = await provideReader(db, { role, isNamed: options.role !== undefined });
    await noteInAudit(db, 'management.grant-reader', null, { role });
    const { out } = session.terminal;
    if (options.json === true) printJson(out, { role, created });
    else
      printLine(
        out,
        `${created ? 'Created the role' : 'The role'} ${role}${created ? ', which' : ''} reads the backend.`,
      );
    return 0;
  });
}

async function runRevoke(session: Session, options: Options): Promise<number> {
  const role = roleOf(options);
  return await withBackend(session, async ({ db }) => {
    const found = await removeReader(db, role);
    if (found) await noteInAudit(db, 'management.revoke-reader', null, { role });
    const { out } = session.terminal;
    if (options.json === true) printJson(out, { role, found });
    else
      printLine(
        out,
        found ? `The role ${role} has no rights in the backend now.` : `There is no role ${role}.`,
      );
    return 0;
  });
}

/** @throws invalid `cli.options` */
function roleOf({ role = USUAL_READER }: Options): string {
  const isReserved = /^pg_/i.test(role) || ['public', 'none'].includes(role.toLowerCase());
  if (role.trim() === '' || isReserved || Buffer.byteLength(role) > LONGEST_BYTES || /[\0\n]/.test(role)) {
    throw invalidOptions('--role must be a name that PostgreSQL accepts for a role.');
  }
  return role;
}

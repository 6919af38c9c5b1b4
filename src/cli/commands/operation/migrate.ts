import type { Command } from 'commander';
import { migrate, readMigrationState } from '../../../backend/migrate/migrate.ts';
import type { Act } from '../../act.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Options {
  readonly json?: boolean;
}

export function addMigrate(program: Command, act: Act): void {
  program
    .command('migrate')
    .description('Create or migrate the tables of the PostgreSQL backend. Safe to run at any time.')
    .option('--json', 'print the result as JSON')
    .action(act<Options>(runMigrate));
}

async function runMigrate(session: Session, options: Options): Promise<number> {
  const { out } = session.terminal;
  await using backend = await session.openBackend();
  const applied = await migrate(backend.db, session.log, { signal: session.stop });
  const { newerProgram, changed } = await readMigrationState(backend.db);
  if (options.json === true) {
    printJson(out, { applied, changed, newer_program: newerProgram });
    return 0;
  }
  for (const name of applied) printLine(out, `Applied ${name}`);
  for (const name of changed) printLine(out, changedMigration(name));
  if (newerProgram !== null) printLine(out, newerMigrations(newerProgram));
  else printLine(out, applied.length === 0 ? 'The backend is up to date.' : 'The backend is up to date now.');
  return 0;
}

/**
 * A migration file was changed after it was applied, so this database may differ from one that is created
 * today.
 */
export function changedMigration(name: string): string {
  return `${name} is another file than the one that was applied here: the tables may differ from those of this version.`;
}

export function newerMigrations(program: string): string {
  return `Taquilla ${program} migrated the backend, and this version can use it.`;
}

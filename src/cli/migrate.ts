import type { Command } from 'commander';
import { migrate } from '../backend/migrate.ts';
import type { Act } from './program.ts';
import type { Session } from './session.ts';
import { printJson, printLine } from './terminal.ts';

interface Options {
  readonly json?: boolean;
}

export function addMigrate(program: Command, act: Act): void {
  program
    .command('migrate')
    .description('Make or update the tables of the PostgreSQL backend. Safe to run at any time.')
    .option('--json', 'print the result as JSON')
    .action(act<Options>(runMigrate));
}

async function runMigrate(session: Session, options: Options): Promise<number> {
  const { out } = session.terminal;
  await using backend = await session.openBackend();
  const applied = await migrate(backend.db, session.log);
  if (options.json === true) {
    printJson(out, { applied });
    return 0;
  }
  for (const name of applied) printLine(out, `Applied ${name}`);
  printLine(out, applied.length === 0 ? 'The backend is up to date.' : 'The backend is up to date now.');
  return 0;
}

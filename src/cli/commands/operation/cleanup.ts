import type { Command } from 'commander';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import type { Act } from '../../act.ts';
import { noteInAudit } from '../../note-in-audit.ts';
import { countOf } from '../../output/tables.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';

interface Options {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addCleanup(program: Command, act: Act): void {
  program
    .command('cleanup')
    .description('Remove old executions with their logs, journals and proofs. A worker does this weekly.')
    .option('--dry-run', 'only print how many would be removed')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
An execution is removed if it is older than EXECUTIONS_KEEP_DAYS (90) and not among the newest EXECUTIONS_KEEP_NEWEST
(100) of its configuration. Running executions stay, and so do each configuration's last success and executions that
an open reject or conflict refers to. Orders and tickets are never touched.`,
    )
    .action(act<Options>(runCleanup));
}

async function runCleanup(session: Session, options: Options): Promise<number> {
  const { out } = session.terminal;
  await using backend = await session.openBackend();
  await requireMigrated(backend.db);
  const dryRun = options.dryRun === true;
  const { executions, tasks, incidents, access } = await session.cleanUp(backend, { dryRun });
  if (!dryRun) await noteInAudit(backend.db, 'management.cleanup', null);
  if (options.json === true) {
    printJson(out, { dry_run: dryRun, executions, tasks, incidents, access });
    return 0;
  }
  printLine(out, `${dryRun ? 'Would remove' : 'Removed'} ${countOf(executions, 'old execution')}.`);
  if (!dryRun) {
    printLine(
      out,
      `Also ${countOf(tasks, 'ended task')}, ${countOf(incidents, 'settled incident')}, ${countOf(access, 'trace')} of sign-ins.`,
    );
  }
  return 0;
}

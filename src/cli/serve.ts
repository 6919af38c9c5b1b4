import { once } from 'node:events';
import type { Command } from 'commander';
import { requireMigrated } from '../backend/require-migrated.ts';
import { toAppError } from '../kernel/errors.ts';
import type { Act } from './program.ts';
import type { Session } from './session.ts';
import { printLine, warn } from './terminal.ts';

export function addServe(program: Command, act: Act): void {
  program
    .command('serve')
    .description('Run the service: the admin pages and the health probes. Ctrl-C or SIGTERM stops it.')
    .addHelpText(
      'after',
      `
Listens on HOST (127.0.0.1) and PORT (8000).
  /admin/sync_woocommerce/   the admin
  /healthz                   200 while the process answers
  /readyz                    200 when the backend is reachable and migrated, else 503`,
    )
    .action(act<object>(runServe, { defaultLogLevel: 'info' }));
}

async function runServe(session: Session): Promise<number> {
  await using backend = await session.openBackend();
  await using server = await session.serve(backend.db);
  printLine(session.terminal.out, `Taquilla is at ${server.url}/admin/sync_woocommerce/ (Ctrl-C stops it)`);
  // The service starts all the same: in a cluster the database may come later, and /readyz says so.
  try {
    await requireMigrated(backend.db);
  } catch (error) {
    warn(session.terminal, toAppError(error).message);
  }
  await untilStopped(session.stop);
  return 0;
}

/** A service that is asked to stop has done its work. */
export async function untilStopped(stop: AbortSignal): Promise<void> {
  if (!stop.aborted) await once(stop, 'abort');
}

import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { migrate } from '../../../backend/migrate/migrate.ts';
import { requireMigrated } from '../../../backend/migrate/require-migrated.ts';
import { PANEL_PATH } from '../../../kernel/addresses/panel-address.ts';
import { toAppError } from '../../../kernel/errors.ts';
import type { Act } from '../../act.ts';
import { type GivenServeOptions, parseServeOptions } from '../../options/serve-options.ts';
import { printLine, warn } from '../../output/terminal.ts';
import type { Backend, Service, Session } from '../../session.ts';

const MIGRATED_LOOK_MS = 2_000;

export function addServe(program: Command, act: Act): void {
  program
    .command('serve')
    .description('Run the service, or one part of it. Ctrl-C or SIGTERM stops it within 25 seconds.')
    .option('--role <role>', 'all, api, worker or scheduler; any number of each, on any number of machines')
    .option('--queues <names>', 'which queues a worker takes: critical,default,maintenance,notifications')
    .option('--concurrency <number>', 'number of simultaneous jobs of each queue in one worker')
    .option('--migrate', 'create or migrate the tables first; once, however many processes start')
    .addHelpText(
      'after',
      `
Listens on HOST (127.0.0.1) and PORT (8000).
  /admin/sync_woocommerce/   the admin
  /healthz                   200 while the process answers
  /readyz                    200 when this role can do its work: the backend is reachable and migrated, and for a
                             worker or a scheduler the queue answers; else 503
  /metrics                   for Prometheus, to who sends METRICS_TOKEN
Every role answers the last three on METRICS_PORT, too, if it is set.

REDIS_URL names the carrier of jobs; without it, PostgreSQL carries them. The bundled PostgreSQL serves one process:
leave out --role with it.
A worker that stops returns its executions, and another one continues them.`,
    )
    .action(act<GivenServeOptions>(runServe, { defaultLogLevel: 'info', logsToOut: true }));
}

async function runServe(session: Session, given: GivenServeOptions): Promise<number> {
  const { role, api, tasks, migrates } = parseServeOptions(given);
  for (const { name, nearest } of session.settings.misspelt) {
    session.log.warn({ name, nearest }, 'a variable in the environment is not a setting and has no effect');
  }
  await using backend = await session.openBackend({ mayBeAway: true, role });
  await using service = await session.openService(backend, role);
  await using watched = createEnding();
  await using working = createEnding();
  const server = api ? working.add(await service.serve()) : null;
  if (server !== null) {
    session.log.info({ url: `${server.url}${PANEL_PATH}` }, 'Taquilla is listening');
    printLine(session.terminal.err, `Taquilla is at ${server.url}${PANEL_PATH} (Ctrl-C stops it)`);
  }
  // Metrics start after the API, so that a probe sends no request before the API listens.
  const probes = await service.serveProbes();
  if (probes !== null) {
    watched.add(probes);
    session.log.info({ url: probes.url, role }, 'health and metrics are served');
  }
  // The service starts even without a database, because in a cluster the database may start later. /readyz
  // reports that.
  if (migrates || tasks !== null) {
    if (!(await untilMigrated(session, backend, migrates))) return 0;
  }
  if (tasks !== null) working.add(await service.serveTasks(tasks));
  await untilStopped(session.stop, service);
  session.log.info({ role }, 'asked to stop: running work is finished or returned');
  return 0;
}

interface Ending extends AsyncDisposable {
  add<T extends AsyncDisposable>(part: T): T;
}

/**
 * Stops both parts at the same time, so that their shutdown times do not add up: the API and the worker of one
 * process stop taking work together. The process answers its supervisor until both have stopped.
 */
function createEnding(): Ending {
  const parts: AsyncDisposable[] = [];
  return {
    add: (part) => {
      parts.push(part);
      return part;
    },
    [Symbol.asyncDispose]: async () => {
      // Waits for each part, even if another one fails, because the database is closed afterwards.
      const ended = await Promise.allSettled(parts.map(async (part) => await part[Symbol.asyncDispose]()));
      for (const end of ended) if (end.status === 'rejected') throw end.reason;
    },
  };
}

/**
 * Migrates the tables, or waits until another process has done so, and reads the clock. False if the process
 * was asked to stop before.
 *
 * @throws config `backend.newer-schema`
 */
async function untilMigrated(session: Session, { db, clock }: Backend, migrates: boolean): Promise<boolean> {
  const { stop, terminal, log } = session;
  let warned = '';
  for (;;) {
    try {
      if (migrates) await migrate(db, log, { signal: stop });
      else await requireMigrated(db);
      await clock.measure();
      return true;
    } catch (error) {
      const { message, code } = toAppError(error);
      // Waiting would not help, because this program does not know the tables of the later version.
      if (code === 'backend.newer-schema') throw error;
      if (message !== warned) warn(terminal, message);
      warned = message;
    }
    if (stop.aborted) return false;
    await sleep(MIGRATED_LOOK_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/**
 * A service that is asked to stop exits with success.
 *
 * @throws unavailable `process.loop-stuck`
 */
export async function untilStopped(stop: AbortSignal, service: Pick<Service, 'stuck'> | null): Promise<void> {
  if (stop.aborted) return;
  const stopped = once(stop, 'abort').then(() => null);
  const error = await (service === null ? stopped : Promise.race([stopped, service.stuck]));
  if (error !== null) throw error;
}

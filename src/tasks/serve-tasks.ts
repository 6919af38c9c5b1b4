import { hostname } from 'node:os';
import type { AlertSettings } from '../alerts/channels/alert-settings.ts';
import { createWatch } from '../alerts/watch.ts';
import type { Database } from '../backend/database.ts';
import type { ProcessRole } from '../backend/operation/service-process-records.ts';
import { staleAfterMs } from '../configurations/schedule-grid.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import type { Loops } from '../kernel/time/loops.ts';
import type { OpenStore } from '../sync/attempt/run-configuration.ts';
import type { Carrier, CarrierWorker } from './carriers/carrier.ts';
import { DEFAULT_CONCURRENCY, type QueueName } from './carriers/queues.ts';
import type { CleanupSettings } from './cleanup-old-executions.ts';
import { startDispatcher } from './dispatcher.ts';
import { startFoldingSums } from './fold-sums.ts';
import { createHandler } from './handlers.ts';
import { type HeartbeatDeps, startHeartbeat } from './heartbeat.ts';
import { type LiveModeDeps, startLiveMode } from './live/live-mode.ts';
import { startNumberingChanges } from './number-changes.ts';
import { type OutboundDeps, startOutboundEvents } from './outbound/send-events.ts';
import { startReadingAnnounced } from './read-announced.ts';
import type { TestStore } from './test-connection.ts';

export interface TaskParts {
  readonly db: Database;
  readonly log: Log;
  readonly loops: Loops;
  readonly now: () => Date;
  readonly skewMs: HeartbeatDeps['skewMs'];
  readonly carrier: Carrier;
  readonly openStore: OpenStore;
  /** The same for a watch; absent: as for an execution. */
  readonly openWatched?: OpenStore;
  readonly testStore: TestStore;
  readonly alerts: AlertSettings;
  readonly cleanup: CleanupSettings;
  readonly maxRetries: number;
  /** What signs and addresses outbound events; absent: none are sent. */
  readonly outbound?: Pick<OutboundDeps, 'secretKey' | 'publicUrl'>;
  /** Called after each successful tick; null to call nothing. */
  readonly heartbeatUrl: Secret | null;
  /** How often live mode asks and looks around, if not as usual. */
  readonly live?: Pick<LiveModeDeps, 'askEveryMs' | 'lookMs'>;
  /** What this process reports about itself. */
  readonly self: { readonly role: ProcessRole; readonly version: string };
}

export interface TaskRole {
  /** The queues that this process serves. If there are none, it only dispatches and runs the timetables. */
  readonly queues: readonly QueueName[];
  /** The number of jobs at a time; null means each queue's own. */
  readonly concurrency: number | null;
}

export interface RunningTasks {
  /** Asks running work to stop at its next page, gives it back, and ends within 25 s. */
  stop(): Promise<void>;
}

const STOP_WITHIN_MS = 25_000;

/** Starts to dispatch, and to serve the queues of this process. @throws unavailable */
export async function serveTasks(parts: TaskParts, role: TaskRole): Promise<RunningTasks> {
  const { db, log, loops, now, carrier, alerts, maxRetries, self } = parts;
  const id = newId();
  const stopping = new AbortController();
  const watch = createWatch({ db, log, now, settings: alerts, staleAfterMs: staleAfterMs() });
  const holder = `${hostname()}:${process.pid}:${id}`;
  const handler = createHandler(
    {
      ...parts,
      holder,
      cleanup: { carrier, settings: parts.cleanup },
    },
    stopping.signal,
  );
  const workers = new Map<string, CarrierWorker>();
  for (const queue of role.queues) {
    workers.set(queue, await carrier.work(queue, role.concurrency ?? DEFAULT_CONCURRENCY[queue], handler));
  }
  const onHandOver = (queue: string): void => workers.get(queue)?.wake();
  const dispatcher = startDispatcher({ db, carrier, log, loops, now, maxRetries, watch, onHandOver });
  const folding = startFoldingSums({ db, loops });
  const numbering = startNumberingChanges({ db, loops });
  const openWatched = parts.openWatched ?? parts.openStore;
  const live = startLiveMode({
    ...parts,
    ...parts.live,
    openStore: openWatched,
    holder,
    version: self.version,
  });
  const announced = startReadingAnnounced({ db, loops, now, maxRetries });
  // As alerts, they are sent by processes that serve queues.
  const outbound =
    parts.outbound === undefined || role.queues.length === 0
      ? []
      : [startOutboundEvents({ db, log, loops, now, ...parts.outbound })];
  const heartbeat = startHeartbeat(parts, {
    ...self,
    id,
    host: hostname(),
    pid: process.pid,
    queues: role.queues,
  });
  log.info({ queues: role.queues, concurrency: role.concurrency }, 'tasks are served');
  return {
    async stop() {
      stopping.abort();
      const closing = [...workers.values()].map(async (worker) => await worker.close());
      const rounds = [dispatcher, folding, numbering, live, announced, ...outbound];
      const ended = Promise.all([...rounds.map(async (round) => await round.stop()), ...closing]);
      ended.catch((error: unknown) => log.warn({ err: error }, 'a worker failed to stop'));
      await within(ended, STOP_WITHIN_MS);
      await heartbeat.stop();
    },
  };
}

/** Work that takes longer is abandoned. Its lease lapses, and another worker continues it. */
async function within(work: Promise<unknown>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  try {
    await Promise.race([work.catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}

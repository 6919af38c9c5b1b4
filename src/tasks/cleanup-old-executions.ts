import type { Database } from '../backend/database.ts';
import { removeOldChanges } from '../backend/feed/remove-old-changes.ts';
import {
  findRemovable,
  removeExecutions,
  removeOldAccess,
  removeOldTasksAndIncidents,
} from '../backend/operation/cleanup-records.ts';
import { removeOldProcesses } from '../backend/operation/service-process-records.ts';
import { removeOldDeliveries } from '../backend/outbound/delivery-records.ts';
import type { Log } from '../kernel/log/log.ts';
import type { Carrier } from './carriers/carrier.ts';
import { QUEUES } from './carriers/queues.ts';

export interface CleanupSettings {
  readonly olderThanDays: number;
  readonly keepNewest: number;
  /** Changes of the feed have their own time: other programs follow them. */
  readonly changesOlderThanDays: number;
}

export interface CleanupDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly settings: CleanupSettings;
  /** The queue; null if none is available. It also removes its finished jobs by itself. */
  readonly carrier: Carrier | null;
}

export interface CleanedUp {
  readonly executions: number;
  readonly tasks: number;
  readonly incidents: number;
  /** Sessions, sign-in attempts, keys of requests, and audit entries. */
  readonly access: number;
  readonly queueJobs: number;
  /** Changes of the feed. */
  readonly changes: number;
}

export const NOTHING_REMOVED: CleanedUp = {
  executions: 0,
  tasks: 0,
  incidents: 0,
  access: 0,
  queueJobs: 0,
  changes: 0,
};

const DAY_MS = 24 * 3_600_000;
/** Longer than the seven days of which the overview counts executions. */
const IDLE_DAYS = 8;

/** Executions that are older than the limit and are not among the newest ones of their configuration. */
export async function listOldExecutions(
  deps: Omit<CleanupDeps, 'carrier' | 'log'>,
): Promise<readonly string[]> {
  const { olderThanDays, keepNewest } = deps.settings;
  const daysAgo = (days: number): Date => new Date(deps.now().getTime() - days * DAY_MS);
  const before = daysAgo(olderThanDays);
  const idleBefore = daysAgo(Math.min(olderThanDays, IDLE_DAYS));
  return await findRemovable(deps.db, { before, idleBefore, keepNewest });
}

/**
 * Removes everything that is past its retention time: old executions with all their records, and other records.
 */
export async function cleanupOldExecutions(deps: CleanupDeps, signal: AbortSignal): Promise<CleanedUp> {
  const { db, log, now, settings, carrier } = deps;
  const maxAgeMs = settings.olderThanDays * DAY_MS;
  const executions = await removeExecutions(db, await listOldExecutions(deps), signal);
  const records = await removeOldTasksAndIncidents(db, new Date(now().getTime() - maxAgeMs));
  const access = await removeOldAccess(db, now());
  const changesBefore = new Date(now().getTime() - settings.changesOlderThanDays * DAY_MS);
  const changes = await removeOldChanges(db, changesBefore, signal);
  await removeOldDeliveries(db, now(), signal);
  await removeOldProcesses(db);
  let queueJobs = 0;
  if (carrier !== null) {
    try {
      for (const queue of QUEUES) queueJobs += await carrier.removeEnded(queue, maxAgeMs);
    } catch (error) {
      // The queue also removes old jobs by itself, so next week is early enough.
      log.warn({ err: error }, 'ended jobs of the queue could not be removed');
    }
  }
  const cleaned = { executions, ...records, access, queueJobs, changes };
  log.info(cleaned, 'old executions removed');
  return cleaned;
}

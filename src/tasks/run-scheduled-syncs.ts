import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import {
  lockDue,
  lockFrequentDue,
  lockMisplaced,
  type Planned,
  plan,
  type ScheduledConfiguration,
} from '../backend/dispatch/schedule-records.ts';
import { noteTick } from '../backend/operation/service-process-records.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import { nextDue } from '../configurations/schedule-grid.ts';
import type { Log } from '../kernel/log/log.ts';

export interface ScheduleDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly maxRetries: number;
}

/**
 * One tick of the schedule. It creates an execution for each due configuration that has none pending or
 * running. However many processes do this at once, each scheduled time gives one execution. Several missed
 * times give one together.
 */
export async function runScheduledSyncs({ db, log, now, maxRetries }: ScheduleDeps): Promise<number> {
  const tickAt = now();
  const made = await inTransaction(db, async (tx) => {
    const due = [...(await lockDue(tx, tickAt)), ...(await lockMisplaced(tx, tickAt))];
    const count = await plan(tx, plannedFrom(due, tickAt), maxRetries, tickAt);
    if (count > 0) await notifyOfWork(tx);
    await noteTick(tx);
    return count;
  });
  log.info({ executions: made }, 'schedule looked through');
  return made;
}

/**
 * The same between the ticks, for configurations that sync more often. The dispatcher calls it in each of its rounds,
 * before it dispatches.
 */
export async function planFrequentSyncs(tx: Transaction, at: Date, maxRetries: number): Promise<void> {
  const due = await lockFrequentDue(tx, at);
  if (due.length > 0) await plan(tx, plannedFrom(due, at), maxRetries, at);
}

/** A configuration whose time is missing or too late gets its next time, and no execution. */
function plannedFrom(due: readonly ScheduledConfiguration[], at: Date): readonly Planned[] {
  return due.map(({ configurationId, schedule, nextDueAt }) => {
    const isDue = nextDueAt !== null && nextDueAt <= at;
    return { configurationId, plannedAt: isDue ? nextDueAt : null, nextDueAt: nextDue(schedule, at) };
  });
}

import { lockDue, lockMisplaced, type Planned, plan } from '../backend/configurations/schedule-records.ts';
import { type Database, inTransaction } from '../backend/database.ts';
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
    const due = (await lockDue(tx, tickAt)).map(({ configurationId, schedule, nextDueAt }): Planned => {
      return { configurationId, plannedAt: nextDueAt, nextDueAt: nextDue(schedule, tickAt) };
    });
    const misplaced = (await lockMisplaced(tx, tickAt)).map(({ configurationId, schedule }): Planned => {
      return { configurationId, plannedAt: null, nextDueAt: nextDue(schedule, tickAt) };
    });
    const count = await plan(tx, [...due, ...misplaced], maxRetries, tickAt);
    if (count > 0) await notifyOfWork(tx);
    await noteTick(tx);
    return count;
  });
  log.info({ executions: made }, 'schedule looked through');
  return made;
}

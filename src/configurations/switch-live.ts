import { type Database, inTransaction } from '../backend/database.ts';
import { lockConfiguration } from '../backend/executions/execution-end-records.ts';
import { setLiveSwitch } from '../backend/live/live-status.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import type { LiveInput } from '../contract/live.ts';
import { invalidField } from '../kernel/field-faults.ts';

/**
 * Switches live mode of a configuration on or off for some hours, or leaves it to the times of the event again.
 *
 * @throws invalid `http.invalid-request`
 */
export async function switchLive(
  { db, now }: { readonly db: Database; readonly now: () => Date },
  configurationId: string,
  { switch: to, hours }: LiveInput,
): Promise<void> {
  if (to !== 'auto' && hours === undefined) throw invalidField('hours', 'required');
  const until = new Date(now().getTime() + (hours ?? 0) * 3_600_000);
  await inTransaction(db, async (tx) => {
    await lockConfiguration(tx, configurationId);
    await setLiveSwitch(tx, configurationId, to === 'auto' ? null : { to, until });
    await notifyOfWork(tx);
  });
}

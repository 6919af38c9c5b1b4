import type { EventSync } from '../model/event-sync.ts';
import { isEventOn } from '../sweep/event-hours.ts';
import type { ComparedSpans } from '../sweep/spans.ts';
import { LONGEST_UNSWEPT_MS } from './choose-depth.ts';

/** What a store's identity warns of where parts of its tables cannot be compared, or not counted by themselves. */
const UNCERTAIN: readonly string[] = ['store.myisam-tables', 'store.no-primary-key'];

/** true if the store's tables give no consistent view, or have lost the keys by which their parts are found. */
export function isUncertain({
  identity,
}: {
  readonly identity: Pick<EventSync['identity'], 'warnings'>;
}): boolean {
  return identity.warnings.some((warning) => UNCERTAIN.includes(warning));
}

/**
 * When each part of the store's tables was last compared, if a sweep may compare only a part of them. Null: whole tables
 * are compared, once a day, when a person asks for it, after a proof that failed, and where parts are not possible.
 */
export function spansToContinue(
  sync: Pick<EventSync, 'last' | 'now'> & {
    readonly execution: Pick<EventSync['execution'], 'requestedDepth'>;
    readonly identity: Pick<EventSync['identity'], 'warnings'>;
  },
): ComparedSpans | null {
  const { execution, last, now } = sync;
  if (execution.requestedDepth !== null || last === null || last.isDoubted || isUncertain(sync)) return null;
  const { wholeSweptAtUtc, comparedSpans } = last;
  if (wholeSweptAtUtc === null) return null;
  const isOld = Math.abs(now().getTime() - wholeSweptAtUtc.getTime()) >= LONGEST_UNSWEPT_MS;
  return isOld ? null : comparedSpans;
}

/** Whether the event is on, so that all parts are compared within an hour. */
export async function isWatched(sync: EventSync): Promise<boolean> {
  return spansToContinue(sync) !== null && (await isEventOn(sync));
}

import type { FoundRows } from '../../source/source.ts';
import type { FoundChanges, StoreMarks } from './change-cursor.ts';
import { NO_LATE_ROWS } from './late-rows.ts';
import { AGAIN_S, MOST_SEEN, previousSecondsOf, secondsOf } from './seen-signals.ts';

/**
 * After these ages a signal counts as moved once more, because a store writes an order with several statements and the
 * first reading may fall between them. @unit seconds
 */
const AGAIN_AFTER_S = [10, AGAIN_S];

export interface MovedRows {
  readonly moved: FoundRows;
  readonly lateRows: FoundRows;
  /** False if there are more signals than a cursor names. */
  readonly isComplete: boolean;
}

/**
 * What to read because of a reading of the signals that another one follows within seconds. A snapshot reads everything
 * that it finds; this names each signal when it is new, and again when it has two certain ages.
 */
export function movedRows(since: StoreMarks, found: FoundChanges, takenAtUtc: Date): MovedRows {
  const takenS = secondsOf(takenAtUtc);
  const previousS = previousSecondsOf(since.posts.walkedAtUtc, takenAtUtc);
  const orders = new Set<number>();
  const tickets = new Set<number>();
  for (const [name, [kind, id, firstSeenS]] of Object.entries(found.seen)) {
    const becomes = (ageS: number): boolean => previousS - firstSeenS < ageS && takenS - firstSeenS >= ageS;
    if (since.seen[name] !== undefined && !AGAIN_AFTER_S.some((ageS) => becomes(ageS))) continue;
    (kind === 'order' ? orders : tickets).add(id);
  }
  return {
    moved: { orderIds: ascending(orders), ticketIds: ascending(tickets) },
    lateRows: found.late?.sinceS === takenS ? found.lateRows : NO_LATE_ROWS,
    isComplete: Object.keys(found.seen).length < MOST_SEEN,
  };
}

function ascending(ids: ReadonlySet<number>): readonly number[] {
  return [...ids].sort((a, b) => a - b);
}

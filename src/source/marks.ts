import type { FeedIds, StoreChanges, StoreMarks } from './source.ts';

/**
 * A store may commit a change later than the time or id that it gave it; so each reading steps back over as much
 * as that may take.
 */
const OVERLAP_MS = 15 * 60_000;

/** Where the next quick reading begins, and the ids at which the one after it will. */
export interface Marks extends StoreMarks {
  /** The newest ids at `notedAtUtc`: safe to begin at once the overlap has passed. */
  readonly nextIds: FeedIds;
}

/** After a full reading: its snapshot is where the traces are taken up. */
export function firstMarks(traces: StoreChanges, takenAtUtc: Date): Marks {
  return {
    readTo: stepBack(traces.newestChangeAtUtc ?? takenAtUtc, takenAtUtc),
    ids: traces.feedIds,
    nextIds: traces.feedIds,
    openActions: traces.openActions,
    notedAtUtc: takenAtUtc,
  };
}

/** After any other reading. It advances though nothing of the event had changed, and never goes back. */
export function nextMarks(marks: Marks, changes: StoreChanges, takenAtUtc: Date): Marks {
  const seenTo = stepBack(changes.newestChangeAtUtc ?? marks.readTo, takenAtUtc);
  const settled = takenAtUtc.getTime() - marks.notedAtUtc.getTime() >= OVERLAP_MS;
  return {
    readTo: new Date(Math.max(seenTo.getTime(), marks.readTo.getTime())),
    // A store that was set back to an older state has smaller ids than before.
    ids: smaller(settled ? marks.nextIds : marks.ids, changes.feedIds),
    nextIds: settled ? changes.feedIds : smaller(marks.nextIds, changes.feedIds),
    openActions: changes.openActions,
    notedAtUtc: settled ? takenAtUtc : marks.notedAtUtc,
  };
}

function stepBack(newestAtUtc: Date, takenAtUtc: Date): Date {
  return new Date(Math.min(newestAtUtc.getTime(), takenAtUtc.getTime()) - OVERLAP_MS);
}

function smaller(a: FeedIds, b: FeedIds): FeedIds {
  return {
    post: Math.min(a.post, b.post),
    postmeta: Math.min(a.postmeta, b.postmeta),
    order: Math.min(a.order, b.order),
    checkIn: Math.min(a.checkIn, b.checkIn),
    action: Math.min(a.action, b.action),
    note: Math.min(a.note, b.note),
  };
}

import type { ChangeCursor, FoundRows } from '../../source/source.ts';

/** Ids up to which the store's change signals were read: each signal has its own. */
export interface FeedIds {
  readonly post: number;
  /** Of `postmeta`. */
  readonly postmeta: number;
  /** Of the order tables; 0 where orders are posts. */
  readonly order: number;
  readonly checkIn: number;
  readonly action: number;
  readonly note: number;
}

/** From where on changes are looked for. */
export interface StoreMarks {
  readonly readTo: Date;
  readonly ids: FeedIds;
  readonly openActions: readonly number[];
  /** The clock of the store's database when these ids were the newest. */
  readonly notedAtUtc: Date;
}

/** What one look at the change signals found, before the next cursor is worked out. */
export interface FoundChanges {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
  readonly lateRows: FoundRows;
  /** The newest time of change that is not in the future; null: none was seen. */
  readonly newestChangeAtUtc: Date | null;
  /** The newest ids now. */
  readonly feedIds: FeedIds;
  /** Actions that an order's later change may still join. */
  readonly openActions: readonly number[];
  readonly isComplete: boolean;
}

/**
 * A store may commit a change later than the time or id that it gave it; so each reading steps back over as much
 * as that may take.
 */
const OVERLAP_MS = 15 * 60_000;

/** Where the next quick reading begins, and the ids at which the one after it will: what a cursor holds. */
export interface Marks extends StoreMarks {
  /** The newest ids at `notedAtUtc`: safe to begin at once the overlap has passed. */
  readonly nextIds: FeedIds;
}

/** After a full reading: its snapshot is where the change signals begin. */
export function firstMarks(found: FoundChanges, takenAtUtc: Date): Marks {
  return {
    readTo: stepBack(found.newestChangeAtUtc ?? takenAtUtc, takenAtUtc),
    ids: found.feedIds,
    nextIds: found.feedIds,
    openActions: found.openActions,
    notedAtUtc: takenAtUtc,
  };
}

/** After any other reading. It advances though nothing of the event had changed, and never goes back. */
export function nextMarks(marks: Marks, changes: FoundChanges, takenAtUtc: Date): Marks {
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

/** A cursor's state as it is stored: `readTo` has a place of its own. */
interface CursorState {
  /** Version 0.1 stored fewer ids. */
  readonly ids: StoredIds;
  readonly nextIds: StoredIds;
  readonly openActions: readonly number[];
  readonly notedAt: string;
}

type StoredIds = Partial<FeedIds> & Pick<FeedIds, 'post' | 'checkIn' | 'action' | 'note'>;

export function toCursor({ readTo, ids, nextIds, openActions, notedAtUtc }: Marks): ChangeCursor {
  const state = { ids, nextIds, openActions, notedAt: notedAtUtc.toISOString() } satisfies CursorState;
  return { readToUtc: readTo, state };
}

/** @param cursor one that `toCursor` made, here or in an older version */
export function fromCursor({ readToUtc, state }: ChangeCursor): Marks {
  const { ids, nextIds, openActions, notedAt } = state as unknown as CursorState;
  return {
    readTo: readToUtc,
    ids: allIds(ids),
    nextIds: allIds(nextIds),
    openActions,
    notedAtUtc: new Date(notedAt),
  };
}

/** An order has its id from a post, and a signal whose id is not stored begins now. */
function allIds(ids: StoredIds): FeedIds {
  return { order: ids.post, postmeta: Number.MAX_SAFE_INTEGER, ...ids };
}

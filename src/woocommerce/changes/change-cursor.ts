import type { ChangeCursor, FoundRows } from '../../source/source.ts';
import type { LateWindow } from './late-rows.ts';
import { newRotation, type PostRotation, rotated } from './post-rotation.ts';
import type { SeenSignals } from './seen-signals.ts';

/** The ids up to which the store's change signals were read. Each signal has its own. */
export interface SignalIds {
  readonly post: number;
  /** The id in `postmeta`. */
  readonly postmeta: number;
  /** The id in the order tables; 0 if orders are posts. */
  readonly order: number;
  readonly checkIn: number;
  readonly action: number;
  readonly note: number;
}

/** The position after which changes are searched. */
export interface StoreMarks {
  readonly readTo: Date;
  readonly ids: SignalIds;
  readonly openActions: readonly number[];
  /** The time by the clock of the store's database when these ids were the newest. */
  readonly notedAtUtc: Date;
  readonly posts: PostRotation;
  readonly seen: SeenSignals;
  /** null: not known. */
  readonly late: LateWindow | null;
}

/** The changes that one reading of the change signals found. */
export interface FoundChanges {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
  readonly lateRows: FoundRows;
  readonly late: LateWindow | null;
  /** The newest time of change that is not in the future; null if there was none. */
  readonly newestChangeAtUtc: Date | null;
  /** The newest ids now. */
  readonly signalIds: SignalIds;
  /** Actions that a later change of an order may still join. */
  readonly openActions: readonly number[];
  /** The parts of the posts that were walked over. */
  readonly walked: readonly number[];
  readonly seen: SeenSignals;
  readonly isComplete: boolean;
}

/**
 * How far each reading steps back, because a store may commit a change some time after it gave the change its
 * time or id.
 */
const OVERLAP_MS = 15 * 60_000;

/** The content of a cursor: where the next quick reading begins, and the ids for the one after it. */
export interface Marks extends StoreMarks {
  /** The newest ids at `notedAtUtc`. A reading may begin there once the overlap has passed. */
  readonly nextIds: SignalIds;
}

/** The position after a full reading: the change signals begin at its snapshot. */
export function firstMarks(found: FoundChanges, takenAtUtc: Date): Marks {
  const readTo = stepBack(found.newestChangeAtUtc ?? takenAtUtc, takenAtUtc);
  return {
    readTo,
    posts: newRotation(readTo, takenAtUtc),
    seen: found.seen,
    late: found.late,
    ids: found.signalIds,
    nextIds: found.signalIds,
    openActions: found.openActions,
    notedAtUtc: takenAtUtc,
  };
}

/**
 * The position after any other reading. It advances even if nothing of the event changed, and never goes back.
 */
export function nextMarks(marks: Marks, changes: FoundChanges, takenAtUtc: Date): Marks {
  const seenTo = stepBack(changes.newestChangeAtUtc ?? marks.readTo, takenAtUtc);
  const settled = takenAtUtc.getTime() - marks.notedAtUtc.getTime() >= OVERLAP_MS;
  const readTo = new Date(Math.max(seenTo.getTime(), marks.readTo.getTime()));
  return {
    readTo,
    posts: rotated(marks.posts, changes.walked, readTo, takenAtUtc),
    seen: changes.seen,
    late: changes.late,
    // A store that was set back to an older state has smaller ids than before.
    ids: smaller(settled ? marks.nextIds : marks.ids, changes.signalIds),
    nextIds: settled ? changes.signalIds : smaller(marks.nextIds, changes.signalIds),
    openActions: changes.openActions,
    notedAtUtc: settled ? takenAtUtc : marks.notedAtUtc,
  };
}

function stepBack(newestAtUtc: Date, takenAtUtc: Date): Date {
  return new Date(Math.min(newestAtUtc.getTime(), takenAtUtc.getTime()) - OVERLAP_MS);
}

function smaller(a: SignalIds, b: SignalIds): SignalIds {
  return {
    post: Math.min(a.post, b.post),
    postmeta: Math.min(a.postmeta, b.postmeta),
    order: Math.min(a.order, b.order),
    checkIn: Math.min(a.checkIn, b.checkIn),
    action: Math.min(a.action, b.action),
    note: Math.min(a.note, b.note),
  };
}

/** The state of a cursor in the form in which it is stored. `readTo` is stored separately. */
interface CursorState {
  /** Version 0.1 stored fewer ids. */
  readonly ids: StoredIds;
  readonly nextIds: StoredIds;
  readonly openActions: readonly number[];
  readonly notedAt: string;
  /** Versions before 0.2 walked over all posts each time, and read everything again that they found again. */
  readonly posts?: {
    readonly readTo: readonly string[];
    readonly next: number;
    readonly walkedAt: string | null;
  };
  readonly seen?: SeenSignals;
  readonly late?: LateWindow | null;
}

type StoredIds = Partial<SignalIds> & Pick<SignalIds, 'post' | 'checkIn' | 'action' | 'note'>;

export function toCursor({
  readTo,
  ids,
  nextIds,
  openActions,
  notedAtUtc,
  posts,
  seen,
  late,
}: Marks): ChangeCursor {
  const state = {
    ids,
    nextIds,
    openActions,
    notedAt: notedAtUtc.toISOString(),
    posts: {
      readTo: posts.readTo.map((at) => at.toISOString()),
      next: posts.next,
      walkedAt: posts.walkedAtUtc?.toISOString() ?? null,
    },
    seen,
    late,
  } satisfies CursorState;
  return { readToUtc: readTo, state };
}

/** @param cursor one that `toCursor` made, here or in an older version */
export function fromCursor({ readToUtc, state }: ChangeCursor): Marks {
  const {
    ids,
    nextIds,
    openActions,
    notedAt,
    posts,
    seen = {},
    late = null,
  } = state as unknown as CursorState;
  return {
    readTo: readToUtc,
    ids: allIds(ids),
    nextIds: allIds(nextIds),
    openActions,
    notedAtUtc: new Date(notedAt),
    posts:
      posts === undefined
        ? newRotation(readToUtc, null)
        : {
            readTo: posts.readTo.map((at) => new Date(at)),
            next: posts.next,
            walkedAtUtc: posts.walkedAt === null ? null : new Date(posts.walkedAt),
          },
    seen,
    late,
  };
}

/** Adds missing ids. An order's id comes from a post, and a signal without a stored id begins now. */
function allIds(ids: StoredIds): SignalIds {
  return { order: ids.post, postmeta: Number.MAX_SAFE_INTEGER, ...ids };
}

import type { Database } from '../../backend/database.ts';
import { ownInRanges } from '../../backend/loader/existing-ids.ts';
import { listOpenRejects } from '../../backend/readings/reject-records.ts';
import {
  continueReading,
  readUnsettled,
  type UnfinishedReading,
} from '../../backend/readings/unfinished-reading-records.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import { firstMarks } from '../../source/marks.ts';
import type { FoundRows, RangeDigest, SplitSelection, StoreSnapshot } from '../../source/source.ts';
import { takeAllDigests } from '../sweep/plan-sweep.ts';
import { changedRanges, differingRanges, FINE } from '../sweep/ranges.ts';
import type { ReadingPlan } from './plan-reading.ts';
import { asReader, attemptOf, type WholeReader } from './plan-whole.ts';
import { differingParts } from './reading-basis.ts';
import { relatedRows } from './related-rows.ts';

/** What was read longer ago than this is read again from the first order: most of it may have changed since. */
const LONGEST_PAUSE_MS = 24 * 3600 * 1000;

/** A full reading that an earlier attempt left, as this one goes on with it. */
export interface ContinuedReading {
  readonly from: UnfinishedReading;
  readonly split: SplitSelection;
}

/** Why a reading is not gone on with, in words that end a sentence. */
export interface BegunAnew {
  readonly why: string;
  /** The same as a code, for those who say it in another language. */
  readonly reason: 'no-page' | 'not-counted' | 'settings-changed' | 'no-snapshot' | 'too-old' | 'clock-back';
}

/**
 * What is left to read of an event of which an earlier attempt read a part: what stands after its last committed
 * page, and of what stands before it all that differs from its snapshot, or that it left for its end. What differs is
 * found by digests of whole tables alone: no other signal tells of every change.
 */
export async function planRest(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  reader: WholeReader & { readonly storeWarnings: readonly string[] },
  from: UnfinishedReading,
  signal: AbortSignal,
): Promise<ReadingPlan | BegunAnew> {
  const { digests: before } = from;
  const why = whyAnew(from, reader, snapshot.takenAtUtc);
  if (why !== null) return why;
  if (from.place.phase === 'orders' && from.place.id === 0) {
    return { reason: 'no-page', why: 'it had committed no page' };
  }
  if (before === null) {
    return { reason: 'not-counted', why: 'it ended before the store’s tables were counted' };
  }
  const { configuration, basis } = reader;
  const traces = await snapshot.findChanges(null, signal);
  const changes = await snapshot.findChanges(from.marks, signal);
  const digests = await takeAllDigests(snapshot, signal);
  const found = [
    // The ticket plugin's log is in no digest.
    changes,
    await findDiffering(db, snapshot, eventId, { before, now: digests.digests }, signal),
    await readUnsettled(db, configuration.id),
    await openRejects(db, configuration.id),
  ];
  const again = {
    orderIds: found.flatMap(({ orderIds }) => orderIds),
    ticketIds: found.flatMap(({ ticketIds }) => ticketIds),
  };
  const asked = await relatedRows(db, snapshot, eventId, again, signal);
  const whole = await snapshot.selectWhole(signal);
  const split = whole.splitAt(from.place, { orderIds: asked.wooOrderIds, ticketIds: asked.wooTicketIds });
  const marks = firstMarks(traces, snapshot.takenAtUtc);
  const taken = { takenAtUtc: snapshot.takenAtUtc, basis, marks, digests: digests.digests };
  await asReader(db, reader, async (tx) => {
    await continueReading(tx, configuration.id, attemptOf(reader), taken, from, split.againRows);
  });
  passPoint('after a full reading’s digests are kept');
  return {
    depth: 'full',
    selection: split.rest,
    continued: { from, split },
    asked: null,
    marks,
    newestChangeAtUtc: traces.newestChangeAtUtc,
    digests: async () => digests,
    settled: async () => undefined,
  };
}

function whyAnew(
  from: UnfinishedReading,
  { basis, storeWarnings }: WholeReader & { readonly storeWarnings: readonly string[] },
  takenAtUtc: Date,
): BegunAnew | null {
  const parts = differingParts(from.basis, basis);
  if (parts.length > 0) {
    return { reason: 'settings-changed', why: `${parts.join(', ')} changed since` };
  }
  if (storeWarnings.includes('store.myisam-tables')) {
    return { reason: 'no-snapshot', why: 'the store’s tables give no consistent view' };
  }
  const pauseMs = takenAtUtc.getTime() - from.snapshotTakenAtUtc.getTime();
  if (pauseMs > LONGEST_PAUSE_MS) return { reason: 'too-old', why: 'it is more than 24 hours old' };
  if (pauseMs < 0) return { reason: 'clock-back', why: 'the clock of the store’s database went back' };
  return null;
}

/** What stands on either side in ranges whose rows are other ones than they were. */
async function findDiffering(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  { before, now }: { readonly before: readonly RangeDigest[]; readonly now: readonly RangeDigest[] },
  signal: AbortSignal,
): Promise<FoundRows> {
  const ranges = changedRanges(differingRanges(now, before));
  const starts = (of: keyof typeof ranges): readonly number[] => ranges[of].map(({ start }) => start);
  const places = { orders: starts('orders'), items: starts('items'), posts: starts('posts'), width: FINE };
  const [theirs, ours] = await Promise.all([
    snapshot.rowsInRanges(ranges, signal),
    ownInRanges(db, eventId, places),
  ]);
  return {
    orderIds: [...theirs.orderIds, ...ours.orderIds],
    ticketIds: [...theirs.ticketIds, ...ours.ticketIds],
  };
}

/** Rows that could not be read are tried again by every full reading. */
async function openRejects(db: Database, configurationId: string): Promise<FoundRows> {
  const rejects = await listOpenRejects(db, configurationId);
  const ids = (wanted: 'order' | 'ticket') =>
    rejects.filter(({ kind }) => kind === wanted).map(({ wooId }) => wooId);
  return { orderIds: ids('order'), ticketIds: ids('ticket') };
}

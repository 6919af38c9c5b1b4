import { ownInRanges } from '../../backend/loader/existing-ids.ts';
import { listOpenRejects } from '../../backend/readings/reject-records.ts';
import {
  continueReading,
  readUnsettled,
  type UnfinishedReading,
} from '../../backend/readings/unfinished-reading-records.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { RangeDigest, StoreDigests } from '../../source/digests.ts';
import type { FoundRows } from '../../source/source.ts';
import type { EventSync } from '../model/event-sync.ts';
import { takeAllDigests } from '../sweep/plan-sweep.ts';
import { changedRanges, differingRanges, FINE } from '../sweep/ranges.ts';
import { attemptOf, type ReadingPlan, readSignals, withLease } from './plan-whole.ts';
import { differingParts } from './reading-basis.ts';
import { relatedRows } from './related-rows.ts';

/**
 * A reading that is older than this starts again at the first order, because most of the store may have
 * changed.
 */
const LONGEST_PAUSE_MS = 24 * 3600 * 1000;

/** Why an unfinished reading starts again at the first order, in words that end a sentence. */
interface Restart {
  readonly why: string;
  /** The reason as a code, for other languages. */
  readonly reason: 'no-page' | 'not-counted' | 'settings-changed' | 'no-snapshot' | 'too-old' | 'clock-back';
}

/**
 * Plans the rest of a full reading that an earlier attempt began. It consists of everything after the last
 * committed page, and of those rows before it that have changed since its snapshot or that it left for its end.
 * Only digests of whole tables find these changes, because no other signal names every change.
 */
export async function planRest(
  sync: EventSync,
  from: UnfinishedReading,
  signal: AbortSignal,
): Promise<ReadingPlan | Restart> {
  const { db, snapshot, event, configuration, basis } = sync;
  const restart = whyRestart(from, sync);
  if (restart !== null) return restart;
  if (from.place.phase === 'orders' && from.place.id === 0) {
    return { reason: 'no-page', why: 'it had committed no page' };
  }
  const { changes: signals, digests: tables } = snapshot;
  const { digests: before, cursor } = from;
  const digests = before === null ? null : await takeAllDigests(sync, signal);
  if (before === null || digests === null || tables === null || (signals !== null && cursor === null)) {
    return { reason: 'not-counted', why: 'it ended before the store’s tables were counted' };
  }
  const now = await readSignals(sync, signal);
  const changes = signals === null || cursor === null ? null : await signals.findSince(cursor, signal);
  const found = [
    // No digest covers the ticket plugin's log.
    ...(changes === null ? [] : [changes]),
    await findDiffering(sync, tables, { before, now: digests.digests }, signal),
    await readUnsettled(db, configuration.id),
    await openRejects(db, configuration.id),
  ];
  const again = {
    orderIds: found.flatMap(({ orderIds }) => orderIds),
    ticketIds: found.flatMap(({ ticketIds }) => ticketIds),
  };
  const asked = await relatedRows(db, snapshot, event.id, again, signal);
  const whole = await snapshot.selectWhole(signal);
  const split = whole.splitAt(from.place, { orderIds: asked.wooOrderIds, ticketIds: asked.wooTicketIds });
  const taken = { takenAtUtc: snapshot.takenAtUtc, basis, cursor: now.cursor, digests: digests.digests };
  await withLease(sync, async (tx) => {
    await continueReading(tx, configuration.id, attemptOf(sync), taken, from, split.againRows);
  });
  passPoint('after a full reading’s digests are stored');
  return {
    depth: 'full',
    namesEveryChange: null,
    isPartial: false,
    showsCost: false,
    selection: split.rest,
    continued: { from, split },
    asked: null,
    targets: null,
    ...now,
    digests: async () => digests,
    settled: async () => undefined,
  };
}

function whyRestart(
  from: UnfinishedReading,
  { basis, identity, snapshot: { takenAtUtc } }: EventSync,
): Restart | null {
  const parts = differingParts(from.basis, basis);
  if (parts.length > 0) {
    return { reason: 'settings-changed', why: `${parts.join(', ')} changed since` };
  }
  if (identity.warnings.includes('store.myisam-tables')) {
    return { reason: 'no-snapshot', why: 'the store’s tables give no consistent view' };
  }
  const pauseMs = takenAtUtc.getTime() - from.snapshotTakenAtUtc.getTime();
  if (pauseMs > LONGEST_PAUSE_MS) return { reason: 'too-old', why: 'it is more than 24 hours old' };
  if (pauseMs < 0) return { reason: 'clock-back', why: 'the clock of the store’s database went back' };
  return null;
}

/** The rows of both sides in the ranges whose digest has changed. */
async function findDiffering(
  { db, event }: EventSync,
  tables: StoreDigests,
  { before, now }: { readonly before: readonly RangeDigest[]; readonly now: readonly RangeDigest[] },
  signal: AbortSignal,
): Promise<FoundRows> {
  const ranges = changedRanges(differingRanges(now, before), tables.tables);
  const starts = (of: keyof typeof ranges): readonly number[] => ranges[of].map(({ start }) => start);
  const places = { orders: starts('orders'), items: starts('items'), posts: starts('posts'), width: FINE };
  const [theirs, ours] = await Promise.all([
    tables.rowsInRanges(ranges, signal),
    ownInRanges(db, event.id, places),
  ]);
  return {
    orderIds: [...theirs.orderIds, ...ours.orderIds],
    ticketIds: [...theirs.ticketIds, ...ours.ticketIds],
  };
}

/** Every full reading tries rejected rows again. */
async function openRejects(db: EventSync['db'], configurationId: string): Promise<FoundRows> {
  const rejects = await listOpenRejects(db, configurationId);
  const ids = (wanted: 'order' | 'ticket') =>
    rejects.filter(({ kind }) => kind === wanted).map(({ wooId }) => wooId);
  return { orderIds: ids('order'), ticketIds: ids('ticket') };
}

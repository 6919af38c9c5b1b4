import { inTransaction, type Transaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import type { Asked } from '../../backend/loader/vanished-rows.ts';
import {
  beginReading,
  keepReadingDigests,
  type ReadingAttempt,
  type UnfinishedReading,
} from '../../backend/readings/unfinished-reading-records.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { ChangeCursor, SplitSelection, StoreSelection } from '../../source/source.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import type { EventSync } from '../model/event-sync.ts';
import { type NewDigests, takeAllDigests } from '../sweep/plan-sweep.ts';

/** What an execution reads, and from where the next one continues. */
export interface ReadingPlan {
  readonly depth: Depth;
  readonly selection: StoreSelection;
  /** What an earlier attempt read of a whole event: `selection` is the rest; null: nothing. */
  readonly continued: ContinuedReading | null;
  /** null: everything. */
  readonly asked: Asked | null;
  /** null: the store has no change signals. */
  readonly cursor: ChangeCursor | null;
  readonly newestChangeAtUtc: Date | null;
  /** Of what is loaded: stored with it. */
  readonly digests: () => Promise<NewDigests | null>;
  /** Resolves when the plan has no work in the background any more. */
  readonly settled: () => Promise<void>;
}

/** A full reading that an earlier attempt left, as this one continues it. */
interface ContinuedReading {
  readonly from: UnfinishedReading;
  readonly split: SplitSelection;
}

/** Everything, from the first order on. */
export async function planWhole(sync: EventSync, signal: AbortSignal): Promise<ReadingPlan> {
  const { snapshot, configuration, basis } = sync;
  const signals = await readSignals(sync, signal);
  const selection = await snapshot.selectWhole(signal);
  const attempt = attemptOf(sync);
  const begun = { takenAtUtc: snapshot.takenAtUtc, basis, cursor: signals.cursor, digests: null };
  await withLease(sync, async (tx) => await beginReading(tx, configuration.id, attempt, begun));
  // The store's server would wait while pages are loaded here: meanwhile it counts.
  const digests = takeAllDigests(snapshot, signal);
  // Stored as soon as they are taken: without them no later attempt could continue from this reading's pages. What
  // prevents that prevents a page as well, which reports it.
  const kept = digests
    .then(async (taken) => {
      if (taken === null) return;
      await withLease(sync, async (tx) => {
        await keepReadingDigests(tx, configuration.id, attempt, taken.digests);
      });
      passPoint('after a full reading’s digests are kept');
    })
    .catch(() => undefined);
  return {
    depth: 'full',
    selection,
    continued: null,
    asked: null,
    ...signals,
    digests: async () => await digests,
    settled: async () => await kept,
  };
}

/** Where a reading of the whole event leaves the store's change signals. */
export async function readSignals(
  { snapshot }: EventSync,
  signal: AbortSignal,
): Promise<Pick<ReadingPlan, 'cursor' | 'newestChangeAtUtc'>> {
  if (snapshot.changes === null) return { cursor: null, newestChangeAtUtc: null };
  return await snapshot.changes.readCursor(signal);
}

export function attemptOf({ execution }: EventSync): ReadingAttempt {
  const { id, attemptId, attemptNumber } = execution;
  return { executionId: id, attemptId, attemptNumber };
}

export async function withLease(
  { db, execution }: EventSync,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    await work(tx);
  });
}

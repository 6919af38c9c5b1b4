import { inTransaction, type Transaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import type { Asked } from '../../backend/loader/vanished-rows.ts';
import {
  beginReading,
  keepReadingDigests,
  noteUnsettled,
  type ReadingAttempt,
  type UnfinishedReading,
} from '../../backend/readings/unfinished-reading-records.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { ChangeCursor, SplitSelection, StoreSelection } from '../../source/source.ts';
import type { ExecutionDepth, Targets } from '../../vocabulary/depths.ts';
import type { EventSync } from '../model/event-sync.ts';
import { type NewDigests, takeAllDigests } from '../sweep/plan-sweep.ts';
import type { RelatedRows } from './related-rows.ts';

/** The rows that an execution reads, and where the next execution continues. */
export interface ReadingPlan {
  readonly depth: ExecutionDepth;
  /** true if a sweep compares a part of the store's tables. */
  readonly isPartial: boolean;
  /** true if its duration is that of the sweeps that the schedule makes. */
  readonly showsCost: boolean;
  readonly selection: StoreSelection;
  /** The part of the event that an earlier attempt read; null if there is none. `selection` is the rest. */
  readonly continued: ContinuedReading | null;
  /** Null means everything. */
  readonly asked: RelatedRows | null;
  /** The rows that somebody named; null if the event is read. */
  readonly targets: NamedRows | null;
  /** Null if the store has no change signals. */
  readonly cursor: ChangeCursor | null;
  readonly newestChangeAtUtc: Date | null;
  /** Whether the change signals named every change since the last reading; null if they were not asked. */
  readonly namesEveryChange: boolean | null;
  /** Digests of the rows that are loaded, which are stored with them. */
  readonly digests: () => Promise<NewDigests | null>;
  /** Resolves when the plan's work in the background has ended. */
  readonly settled: () => Promise<void>;
}

/** The rows that somebody named. */
interface NamedRows extends Targets {
  /** Their orders that ever belonged to the event. */
  readonly ownOrderIds: ReadonlySet<number>;
  /** Their orders that could not be read before, so that the backend may not have them. */
  readonly rejectedOrderIds: ReadonlySet<number>;
}

/** An earlier attempt's unfinished full reading that this attempt continues. */
interface ContinuedReading {
  readonly from: UnfinishedReading;
  readonly split: SplitSelection;
}

/** Plans to read everything from the first order on. */
export async function planWhole(sync: EventSync, signal: AbortSignal): Promise<ReadingPlan> {
  const { snapshot, configuration, basis } = sync;
  const signals = await readSignals(sync, signal);
  const selection = await snapshot.selectWhole(signal);
  const attempt = attemptOf(sync);
  const begun = { takenAtUtc: snapshot.takenAtUtc, basis, cursor: signals.cursor, digests: null };
  await withLease(sync, async (tx) => await beginReading(tx, configuration.id, attempt, begun));
  // The store's server is idle while pages are loaded here, so it counts its tables in the meantime.
  const digests = takeAllDigests(sync, signal);
  // Digests are stored as soon as they are taken, because without them no later attempt could continue this
  // reading. An error while storing them is ignored here, because the next page then fails and reports it.
  const kept = digests
    .then(async (taken) => {
      if (taken === null) return;
      await withLease(sync, async (tx) => {
        await keepReadingDigests(tx, configuration.id, attempt, taken.digests);
      });
      passPoint('after a full reading’s digests are stored');
    })
    .catch(() => undefined);
  return {
    depth: 'full',
    isPartial: false,
    showsCost: false,
    selection,
    continued: null,
    asked: null,
    targets: null,
    namesEveryChange: null,
    ...signals,
    digests: async () => await digests,
    settled: async () => await kept,
  };
}

/**
 * If this reading is interrupted, the next one reads these rows again in any case: no comparison would find a row that
 * was loaded here and then changed back in the store.
 */
export async function noteAsked(sync: EventSync, asked: Asked): Promise<void> {
  const rows = { orderIds: asked.wooOrderIds, ticketIds: asked.wooTicketIds };
  if (rows.orderIds.length + rows.ticketIds.length === 0) return;
  await withLease(sync, async (tx) => await noteUnsettled(tx, sync.configuration.id, rows));
}

/** The position in the store's change signals after a reading of the whole event. */
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

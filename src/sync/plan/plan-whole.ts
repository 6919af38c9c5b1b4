import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { type Database, inTransaction, type Transaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import {
  beginReading,
  keepReadingDigests,
  type ReadingAttempt,
  type ReadingBasis,
} from '../../backend/readings/unfinished-reading-records.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import { firstMarks } from '../../source/marks.ts';
import type { StoreSnapshot } from '../../source/source.ts';
import type { Execution } from '../attempt/execution.ts';
import { takeAllDigests } from '../sweep/plan-sweep.ts';
import type { ReadingPlan } from './plan-reading.ts';

/** Who reads a whole event, and by what its rows are made. */
export interface WholeReader {
  readonly configuration: Pick<Configuration, 'id'>;
  readonly execution: Execution;
  readonly basis: ReadingBasis;
}

/** Everything, from the first order on. */
export async function planWhole(
  db: Database,
  snapshot: StoreSnapshot,
  reader: WholeReader,
  signal: AbortSignal,
): Promise<ReadingPlan> {
  const traces = await snapshot.findChanges(null, signal);
  const selection = await snapshot.selectWhole(signal);
  const marks = firstMarks(traces, snapshot.takenAtUtc);
  const { configuration, basis } = reader;
  const attempt = attemptOf(reader);
  const begun = { takenAtUtc: snapshot.takenAtUtc, basis, marks, digests: null };
  await asReader(db, reader, async (tx) => await beginReading(tx, configuration.id, attempt, begun));
  // The store's server would wait while pages are loaded here: meanwhile it counts.
  const digests = takeAllDigests(snapshot, signal);
  // Kept as soon as they are there: without them nobody could go on from this reading's pages. Whatever stands in the
  // way of that stands in the way of a page as well, which tells of it.
  const kept = digests
    .then(async (taken) => {
      await asReader(db, reader, async (tx) => {
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
    marks,
    newestChangeAtUtc: traces.newestChangeAtUtc,
    digests: async () => await digests,
    settled: async () => await kept,
  };
}

export function attemptOf({ execution }: Pick<WholeReader, 'execution'>): ReadingAttempt {
  const { id, attemptId, attemptNumber } = execution;
  return { executionId: id, attemptId, attemptNumber };
}

export async function asReader(
  db: Database,
  { execution }: Pick<WholeReader, 'execution'>,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    await work(tx);
  });
}

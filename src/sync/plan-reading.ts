import type { Database } from '../backend/database.ts';
import type { Asked } from '../backend/load/vanished-rows.ts';
import type { LastReading } from '../backend/records/checkpoint-records.ts';
import type { Configuration } from '../backend/records/configuration-records.ts';
import type { Depth } from './depth.ts';
import type { Execution } from './execution.ts';
import { firstMarks, type Marks, nextMarks } from './marks.ts';
import { findDifferences, type NewDigests, takeAllDigests } from './plan-sweep.ts';
import { relatedRows } from './related-rows.ts';
import type { StoreIdentity, StoreSelection, StoreSnapshot } from './store-source.ts';

/** What an execution reads, and from where the next one goes on. */
export interface ReadingPlan {
  readonly depth: Depth;
  readonly selection: StoreSelection;
  /** null: everything. */
  readonly asked: Asked | null;
  readonly marks: Marks;
  readonly newestChangeAtUtc: Date | null;
  /** Of what is loaded: kept with it. */
  readonly digests: () => Promise<NewDigests | null>;
}

interface Wish {
  readonly wanted: Depth;
  readonly last: LastReading | null;
  readonly configuration: Pick<Configuration, 'id' | 'credentialsId'>;
  readonly layout: StoreIdentity['layout'];
  readonly execution: Execution;
}

/** Finds what is to be read at this depth; where the store keeps no traces, only a deeper one will do. */
export async function planReading(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  wish: Wish,
  signal: AbortSignal,
): Promise<ReadingPlan> {
  const { wanted, last } = wish;
  const some =
    wanted === 'full' || last === null ? null : await planSome(db, snapshot, eventId, wish, last, signal);
  return some ?? (await planWhole(snapshot, signal));
}

export async function planWhole(snapshot: StoreSnapshot, signal: AbortSignal): Promise<ReadingPlan> {
  const traces = await snapshot.findChanges(null, signal);
  const selection = await snapshot.selectWhole(signal);
  // The store's server would wait while pages are loaded here: meanwhile it counts.
  const digests = takeAllDigests(snapshot, signal);
  digests.catch(() => undefined);
  return {
    depth: 'full',
    selection,
    asked: null,
    marks: firstMarks(traces, snapshot.takenAtUtc),
    newestChangeAtUtc: traces.newestChangeAtUtc,
    digests: async () => await digests,
  };
}

async function planSome(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  { wanted, ...wish }: Wish,
  { marks, sweptAtUtc }: LastReading,
  signal: AbortSignal,
): Promise<ReadingPlan | null> {
  const changes = await snapshot.findChanges(marks, signal);
  const depth = wanted === 'quick' && changes.isComplete ? 'quick' : 'sweep';
  const finds =
    depth === 'quick'
      ? { orderIds: [], ticketIds: [], digests: null }
      : await findDifferences(db, snapshot, eventId, { ...wish, sweptAtUtc }, signal);
  if (finds === null) return null;
  const from = {
    orderIds: [...changes.orderIds, ...finds.orderIds],
    ticketIds: [...changes.ticketIds, ...finds.ticketIds],
  };
  const asked = await relatedRows(db, snapshot, eventId, from, signal);
  return {
    depth,
    selection: await snapshot.selectSome(asked, signal),
    asked,
    marks: nextMarks(marks, changes, snapshot.takenAtUtc),
    newestChangeAtUtc: changes.newestChangeAtUtc,
    digests: async () => finds.digests,
  };
}

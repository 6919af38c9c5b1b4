import type { Database } from '../backend/database.ts';
import type { Asked } from '../backend/load/vanished-rows.ts';
import type { LastReading } from '../backend/records/checkpoint-records.ts';
import type { Depth } from './depth.ts';
import { firstMarks, type Marks, nextMarks } from './marks.ts';
import { relatedRows } from './related-rows.ts';
import type { StoreSelection, StoreSnapshot } from './store-source.ts';

/** What an execution reads, and from where the next one goes on. */
interface ReadingPlan {
  readonly depth: Depth;
  readonly selection: StoreSelection;
  /** null: everything. */
  readonly asked: Asked | null;
  readonly marks: Marks;
  readonly newestChangeAtUtc: Date | null;
}

/** Finds what is to be read at this depth; where the store keeps no traces, only a deeper one will do. */
export async function planReading(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  { wanted, last }: { readonly wanted: Depth; readonly last: LastReading | null },
  signal: AbortSignal,
): Promise<ReadingPlan> {
  if (wanted === 'quick' && last !== null) {
    const quick = await planQuick(db, snapshot, eventId, last.marks, signal);
    if (quick !== null) return quick;
  }
  const traces = await snapshot.findChanges(null, signal);
  return {
    depth: 'full',
    selection: await snapshot.selectWhole(signal),
    asked: null,
    marks: firstMarks(traces, snapshot.takenAtUtc),
    newestChangeAtUtc: traces.newestChangeAtUtc,
  };
}

async function planQuick(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  marks: Marks,
  signal: AbortSignal,
): Promise<ReadingPlan | null> {
  const changes = await snapshot.findChanges(marks, signal);
  if (!changes.isComplete) return null;
  const asked = await relatedRows(db, snapshot, eventId, changes, signal);
  return {
    depth: 'quick',
    selection: await snapshot.selectSome(asked, signal),
    asked,
    marks: nextMarks(marks, changes, snapshot.takenAtUtc),
    newestChangeAtUtc: changes.newestChangeAtUtc,
  };
}

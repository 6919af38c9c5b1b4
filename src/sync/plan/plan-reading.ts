import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import { knownPlaces, ownOrders } from '../../backend/loader/existing-ids.ts';
import type { Asked } from '../../backend/loader/vanished-rows.ts';
import type { LastReading } from '../../backend/readings/checkpoint-records.ts';
import {
  noteUnsettled,
  type ReadingBasis,
  readUnsettled,
  type UnfinishedReading,
} from '../../backend/readings/unfinished-reading-records.ts';
import { type Marks, nextMarks } from '../../source/marks.ts';
import type { FoundRows, StoreIdentity, StoreSelection, StoreSnapshot } from '../../source/source.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import type { Execution } from '../attempt/execution.ts';
import { findDifferences, type NewDigests } from '../sweep/plan-sweep.ts';
import { type BegunAnew, type ContinuedReading, planRest } from './plan-rest.ts';
import { asReader, planWhole } from './plan-whole.ts';
import { relatedRows } from './related-rows.ts';

/** What an execution reads, and from where the next one goes on. */
export interface ReadingPlan {
  readonly depth: Depth;
  readonly selection: StoreSelection;
  /** What an earlier attempt read of a whole event: `selection` is the rest; null: nothing. */
  readonly continued: ContinuedReading | null;
  /** null: everything. */
  readonly asked: Asked | null;
  readonly marks: Marks;
  readonly newestChangeAtUtc: Date | null;
  /** Of what is loaded: kept with it. */
  readonly digests: () => Promise<NewDigests | null>;
  /** Resolves when nothing that the plan began goes on by itself any more. */
  readonly settled: () => Promise<void>;
}

interface Wish {
  readonly wanted: Depth;
  readonly last: LastReading | null;
  /** A full reading that an earlier attempt began and did not end. */
  readonly unfinished: UnfinishedReading | null;
  readonly configuration: Pick<Configuration, 'id'>;
  readonly identity: Pick<StoreIdentity, 'layout' | 'warnings'>;
  readonly execution: Execution;
  readonly basis: ReadingBasis;
  /** Told why an unfinished reading is begun anew. */
  readonly onAnew: (why: BegunAnew, from: UnfinishedReading) => Promise<void>;
  /** Told that the store's traces are not enough for a quick reading. */
  readonly onDeeper: () => Promise<void>;
}

/**
 * Finds what is to be read at this depth; where the store keeps no traces, only a deeper one will do. A full reading
 * that was broken off is always ended first: until then rows of two snapshots stand side by side.
 */
export async function planReading(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  wish: Wish,
  signal: AbortSignal,
): Promise<ReadingPlan> {
  const { wanted, last, unfinished } = wish;
  if (unfinished !== null) {
    const reader = { ...wish, storeWarnings: wish.identity.warnings };
    const rest = await planRest(db, snapshot, eventId, reader, unfinished, signal);
    if (!('why' in rest)) return rest;
    await wish.onAnew(rest, unfinished);
    return await planWhole(db, snapshot, wish, signal);
  }
  const some =
    wanted === 'full' || last === null ? null : await planSome(db, snapshot, eventId, wish, last, signal);
  return some ?? (await planWhole(db, snapshot, wish, signal));
}

async function planSome(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  wish: Wish,
  { marks, sweptAtUtc }: LastReading,
  signal: AbortSignal,
): Promise<ReadingPlan | null> {
  const { wanted, configuration, execution } = wish;
  const changes = await snapshot.findChanges(marks, signal);
  const depth = wanted === 'quick' && changes.isComplete ? 'quick' : 'sweep';
  if (depth !== wanted) await wish.onDeeper();
  const of = { configuration, layout: wish.identity.layout, execution, sweptAtUtc };
  const finds =
    depth === 'quick'
      ? { orderIds: [], ticketIds: [], digests: null }
      : await findDifferences(db, snapshot, eventId, of, signal);
  if (finds === null) return null;
  const found = [
    changes,
    await findUnknown(db, eventId, changes.lateRows),
    finds,
    await readUnsettled(db, configuration.id),
  ];
  const from = {
    orderIds: found.flatMap(({ orderIds }) => orderIds),
    ticketIds: found.flatMap(({ ticketIds }) => ticketIds),
  };
  const asked = await relatedRows(db, snapshot, eventId, from, signal);
  await noteAsked(db, wish, asked);
  return {
    depth,
    selection: await snapshot.selectSome(asked, signal),
    continued: null,
    asked,
    marks: nextMarks(marks, changes, snapshot.takenAtUtc),
    newestChangeAtUtc: changes.newestChangeAtUtc,
    digests: async () => finds.digests,
    settled: async () => undefined,
  };
}

/** What the backend never held of these rows of the event. */
async function findUnknown(db: Database, eventId: string, rows: FoundRows): Promise<FoundRows> {
  if (rows.orderIds.length + rows.ticketIds.length === 0) return rows;
  const orders = new Set(await ownOrders(db, eventId, rows.orderIds));
  const tickets = new Set(
    (await knownPlaces(db, eventId, [], rows.ticketIds)).map(({ wooTicketId }) => wooTicketId),
  );
  return {
    orderIds: rows.orderIds.filter((id) => !orders.has(id)),
    ticketIds: rows.ticketIds.filter((id) => !tickets.has(id)),
  };
}

/**
 * Should this reading be broken off, the next one reads these again whatever it finds: a row that was loaded here and
 * then became in the store what it had been before would differ from nothing that is compared.
 */
async function noteAsked(db: Database, wish: Wish, asked: Asked): Promise<void> {
  const rows = { orderIds: asked.wooOrderIds, ticketIds: asked.wooTicketIds };
  if (rows.orderIds.length + rows.ticketIds.length === 0) return;
  await asReader(db, wish, async (tx) => await noteUnsettled(tx, wish.configuration.id, rows));
}

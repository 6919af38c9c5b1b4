import { listTicketPlaces, ownOfProducts, ownOrders } from '../../backend/loader/existing-ids.ts';
import { listOpenRejects } from '../../backend/readings/reject-records.ts';
import { readUnsettled, type UnfinishedReading } from '../../backend/readings/unfinished-reading-records.ts';
import type { FoundRows } from '../../source/source.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import type { EventSync } from '../model/event-sync.ts';
import { type ProductMarks, productChanges } from '../model/product-marks.ts';
import { findDifferences } from '../sweep/plan-sweep.ts';
import { isBetweenSweeps } from './choose-depth.ts';
import { isUncertain, spansToContinue } from './partial-sweeps.ts';
import { planRest } from './plan-rest.ts';
import { noteAsked, planWhole, type ReadingPlan } from './plan-whole.ts';
import { relatedRows } from './related-rows.ts';

/**
 * Plans which rows to read at this depth. If the store lacks the signals or digests for it, a deeper one is
 * used. An interrupted full reading is always finished first, because until then the backend has rows of two
 * snapshots.
 *
 * @param mayBePartial a sweep may compare a part of the tables
 */
export async function planReading(
  sync: EventSync,
  requested: Depth,
  unfinished: UnfinishedReading | null,
  signal: AbortSignal,
  mayBePartial = true,
): Promise<ReadingPlan> {
  if (unfinished !== null) {
    const rest = await planRest(sync, unfinished, signal);
    if (!('why' in rest)) return rest;
    const { executionId, attemptNumber } = unfinished;
    const message = `an earlier attempt did not end, but everything is read from the first order: ${rest.why}`;
    await sync.note('info', message, { reason: rest.reason, executionId, attemptNumber });
    return await planWhole(sync, signal);
  }
  const some = requested === 'full' ? null : await planSome(sync, requested, mayBePartial, signal);
  return some ?? (await planWhole(sync, signal));
}

/** The rows that changed according to change signals and digests. Null if only a full reading finds them. */
async function planSome(
  sync: EventSync,
  requested: 'quick' | 'sweep',
  mayBePartial: boolean,
  signal: AbortSignal,
): Promise<ReadingPlan | null> {
  const { db, snapshot, event, execution, configuration, last, now } = sync;
  if (last === null) return null;
  const { changes: signals, digests } = snapshot;
  const changes =
    signals === null || last.cursor === null ? null : await signals.findSince(last.cursor, signal);
  // Signals that did not exist at the last reading cannot name the changes since then.
  const areNew = signals !== null && changes === null;
  const isEnough =
    changes?.isComplete === true ||
    (changes !== null &&
      (execution.trigger === 'live' || isBetweenSweeps(configuration.frequency, last.sweptAtUtc, now())));
  const depth = requested === 'quick' && isEnough ? 'quick' : 'sweep';
  if (areNew || (depth === 'sweep' && digests === null)) {
    await sync.note('info', 'the store does not show which rows were changed: everything is read', {});
    return null;
  }
  if (depth !== requested) {
    await sync.note('info', 'the store keeps no trace of every change: its tables are compared', {});
  }
  const nothing = { orderIds: [], ticketIds: [], digests: null };
  // A store that does not record every change is compared as a whole each time.
  const spans = mayBePartial && changes?.isComplete === true ? spansToContinue(sync) : null;
  const finds =
    depth === 'quick' || digests === null ? nothing : await findDifferences(sync, digests, spans, signal);
  if (finds === null) return null;
  const found = [
    ...(changes === null ? [] : [changes, await findUnknown(sync, changes.lateRows)]),
    finds,
    await findChangedProducts(sync, last.productMarks, signal),
    await readUnsettled(db, configuration.id),
    ...(depth === 'sweep' ? [await findGoneRejects(sync, signal)] : []),
  ];
  const from = {
    orderIds: found.flatMap(({ orderIds }) => orderIds),
    ticketIds: found.flatMap(({ ticketIds }) => ticketIds),
  };
  const asked = await relatedRows(db, snapshot, event.id, from, signal);
  await noteAsked(sync, asked);
  return {
    depth,
    isPartial: finds.digests?.isPartial === true,
    showsCost: depth === 'sweep' && (spans !== null || changes?.isComplete !== true || isUncertain(sync)),
    selection: await snapshot.selectSome(asked, signal),
    continued: null,
    asked,
    targets: null,
    cursor: changes?.cursor ?? null,
    newestChangeAtUtc: changes?.newestChangeAtUtc ?? null,
    namesEveryChange: changes?.isComplete === true,
    digests: async () => finds.digests,
    settled: async () => undefined,
  };
}

/**
 * Rows that could not be read and that the store no longer has. No comparison of the tables finds them, because the
 * backend does not have them either. Reading them settles their rejects.
 */
async function findGoneRejects(
  { db, snapshot, configuration }: EventSync,
  signal: AbortSignal,
): Promise<FoundRows> {
  const rejects = await listOpenRejects(db, configuration.id);
  const ids = (of: 'order' | 'ticket'): readonly number[] =>
    rejects.filter(({ kind }) => kind === of).map(({ wooId }) => wooId);
  const [orders, tickets] = [ids('order'), ids('ticket')];
  const present = orders.length === 0 ? null : await snapshot.existingOrders(orders, signal);
  const places = tickets.length === 0 ? null : await snapshot.ticketPlaces(tickets, signal);
  return {
    orderIds: orders.filter((id) => present?.has(id) !== true),
    ticketIds: tickets.filter((id) => places?.has(id) !== true),
  };
}

/** The rows of products that were added to the event, or removed from it, since its last reading. */
async function findChangedProducts(
  { db, snapshot, event, productMarks, note }: EventSync,
  before: ProductMarks,
  signal: AbortSignal,
): Promise<FoundRows> {
  const { read, left } = productChanges(before, productMarks);
  if (read.length > 0)
    await note('info', 'products are new to the event, or changed: their rows are read', { products: read });
  if (left.length > 0)
    await note('info', 'products left the event: their rows are removed', { products: left });
  const theirs = await snapshot.findRowsOf(read, signal);
  const ours = await ownOfProducts(db, event.id, left);
  return {
    orderIds: [...theirs.orderIds, ...ours.orderIds],
    ticketIds: [...theirs.ticketIds, ...ours.ticketIds],
  };
}

/** Those of these rows of the event that the backend never had. */
async function findUnknown({ db, event }: EventSync, rows: FoundRows): Promise<FoundRows> {
  if (rows.orderIds.length + rows.ticketIds.length === 0) return rows;
  const orders = new Set(await ownOrders(db, event.id, rows.orderIds));
  const tickets = new Set(
    (await listTicketPlaces(db, event.id, [], rows.ticketIds)).map(({ wooTicketId }) => wooTicketId),
  );
  return {
    orderIds: rows.orderIds.filter((id) => !orders.has(id)),
    ticketIds: rows.ticketIds.filter((id) => !tickets.has(id)),
  };
}

import { settleAgreed } from '../backend/conflicts/settle-agreed.ts';
import { numberNext } from '../backend/feed/number-changes.ts';
import type { StoreFacts } from '../backend/readings/checkpoint-records.ts';
import { listOpenRejects, sumLeftOut } from '../backend/readings/reject-records.ts';
import { foldEvent } from '../backend/sums/fold-sums.ts';
import { noteOrdersRead } from '../backend/webhooks/hint-records.ts';
import { passPoint } from '../kernel/failpoint.ts';
import type { LeftOutTotals } from '../kernel/sentences/left-out.ts';
import type { StoreSelection } from '../source/source.ts';
import type { Excluded } from '../source/totals.ts';
import { SIGNAL_TRIGGERS } from '../vocabulary/configurations.ts';
import type {
  HeldCounts,
  ProofRow,
  RejectSummary,
  SyncPhase,
  Verification,
} from '../vocabulary/sync-report.ts';
import type { Pass } from './load/load-page.ts';
import type { EventSync } from './model/event-sync.ts';
import { digestOfSettings } from './plan/choose-depth.ts';
import { isUncertain } from './plan/partial-sweeps.ts';
import { ordersNotOfEvent, requireTargets } from './plan/plan-targeted.ts';
import type { ReadingPlan } from './plan/plan-whole.ts';
import { relatedRows } from './plan/related-rows.ts';
import { differingOrders } from './proof/compare.ts';
import { ComparedRows } from './proof/compared-rows.ts';
import { countStore } from './proof/count-store.ts';
import {
  isStillCounted,
  proveSkipped,
  proveSums,
  proveTouched,
  proveWhole,
  verificationOf,
} from './proof/prove.ts';
import { finishReading } from './read/finish-reading.ts';
import { guardRemovals, heldProof } from './read/guard-removals.ts';
import { readSelection } from './read/read-selection.ts';
import { Reading } from './read/reading.ts';
import type { NewDigests } from './sweep/plan-sweep.ts';

/** The result of a plan. */
export interface PlanDone {
  readonly proof: readonly ProofRow[];
  /** The rows that the proof had to leave out. */
  readonly rejects: readonly RejectSummary[];
  /** What the rejects among them leave out. */
  readonly leftOut: LeftOutTotals;
  readonly verification: Verification;
  /** What the removal guard holds. */
  readonly held: HeldCounts;
  /** The store's figures in the whole proof; null if the whole event was not proved. */
  readonly storeFacts: StoreFacts | null;
  /** true if digests of whole tables were taken for it. */
  readonly digested: boolean;
  /** The moment of the store that the whole proof compares; null if the whole event was not proved. */
  readonly provedAtUtc: Date | null;
  /** The moment up to which whole tables were compared; null if they were not. */
  readonly sweptAtUtc: Date | null;
  /** Named orders that the event neither has nor ever had. */
  readonly notOfEvent: readonly number[];
}

/** Whether the plan compares the event as a whole, and not only the rows that it reads. */
export function readsWhole({ depth }: Pick<ReadingPlan, 'depth'>): boolean {
  return depth === 'sweep' || depth === 'full';
}

/** Reads, loads, removes and proves the planned rows. */
export async function runPlan(sync: EventSync, plan: ReadingPlan, signal: AbortSignal): Promise<PlanDone> {
  const { db, snapshot, event, rules, configuration, tally } = sync;
  // The store's counts in an earlier proof; null if none is still valid.
  const storeFacts = sync.last?.storeFacts ?? null;
  const isWhole = readsWhole(plan);
  const { continued } = plan;
  // A whole proof counts these tickets anyway, so they are not counted again by id.
  const tickets = plan.depth === 'full' ? 'all' : 'read';
  const first: Pass = plan.depth === 'full' ? 'first' : 'some';
  const passes: readonly { readonly selection: StoreSelection; readonly pass: Pass }[] = [
    ...(continued === null ? [] : [{ selection: continued.split.again, pass: 'again' } as const]),
    { selection: plan.selection, pass: first },
  ];
  const expected = (of: 'orders' | 'tickets'): number =>
    passes.reduce((sum, { selection }) => sum + selection.expected[of], 0);
  const report = async (
    phase: SyncPhase,
    read: { readonly orders: number; readonly tickets: number },
  ): Promise<void> =>
    await sync.onProgress({
      phase,
      ordersRead: read.orders,
      ordersExpected: expected('orders'),
      ticketsRead: read.tickets,
      ticketsExpected: expected('tickets'),
      ticketsLoaded: tally.counts.tickets.read,
      continuedFrom: tally.continuedFrom,
    });
  const reading = new Reading(continued?.split.skippedRows);
  const compared = new ComparedRows(
    continued?.split.againRows ?? { orderIds: [], ticketIds: [] },
    continued?.from.place ?? null,
  );
  const onPage = async (now: Reading): Promise<void> => await report('read', now);
  if (continued !== null) {
    const differences = await tally.timed(
      'prove',
      async () => await proveSkipped(sync, continued.from.comparedTo, continued.split.skippedRows, signal),
    );
    reading.differences.push(...differences);
    compared.noteDiffering(differences);
  }
  for (const part of passes) {
    await readSelection(sync, { ...part, tickets, compared, onPage }, reading, signal);
  }
  const notOfEvent = await noteTargets(sync, plan, reading);
  await report('remove', reading);
  const guarded = await guardRemovals(sync, reading, plan.asked);
  passPoint('before removals are written');
  if (reading.deferredTickets.size > 0) {
    const deferred = await relatedRows(db, snapshot, event.id, reading.deferred, signal);
    const selection = await snapshot.selectSome(deferred, signal);
    const { held } = guarded;
    const then = { selection, pass: 'deferred', held, tickets, compared, onPage } as const;
    await readSelection(sync, then, reading, signal);
  }
  const digests = await tally.timed('read', plan.digests);
  const { cursor, newestChangeAtUtc } = plan;
  const { rulesDigest, productMarks } = sync;
  const settingsDigest = digestOfSettings(configuration, sync.identity.orderNumberMeta);
  const { namesEveryChange } = plan;
  const next = { cursor, rulesDigest, settingsDigest, namesEveryChange, productMarks, newestChangeAtUtc };
  const finished = plan.targets === null ? next : null;
  const ended = {
    seen: reading.seen,
    asked: plan.asked,
    rejects: reading.rejects,
    unproven: [...reading.unfinishedBut(new Set()).wooOrderIds, ...differingOrders(reading.differences)],
    finished,
    digests,
    guarded,
  };
  await tally.timed('remove', async () => await finishReading(sync, ended, signal));
  // A page of an earlier attempt may be older than an announcement.
  if (continued === null) {
    await noteOrdersRead(db, configuration.id, sync.execution.attemptId, [...reading.seen.wooOrderIds]);
  }
  await settleAgreed(db, sync.execution.lease, configuration.id);
  await report('prove', reading);
  passPoint('before the proof');
  const open = await listOpenRejects(db, configuration.id);
  const met = new Set(reading.rejects.map(({ kind, wooId }) => `${kind} ${wooId}`));
  const rejects = isWhole ? open : open.filter(({ kind, wooId }) => met.has(`${kind} ${wooId}`));
  // True if no table of the store differs from those that the earlier proof counted. Digests that were taken for
  // another configuration prove this for the moment at which they were taken. The backend's rows are still those of
  // that moment if nothing was written since. An earlier attempt or a quick execution that wrote something has cleared
  // the figures of the proof.
  const isUnchanged =
    digests?.isPartial === false &&
    digests.ranges?.length === 0 &&
    (digests.areOurs || (storeFacts !== null && !tally.hasWritten()));
  const excluded = excludedRows(rejects, guarded.excluded);
  const earlier =
    isUnchanged && storeFacts !== null && isStillCounted(storeFacts, excluded) ? storeFacts : null;
  const counted =
    isWhole && earlier === null
      ? await tally.timed('prove', async () => {
          return await countStore(sync, { excluded, isWhole: countsWhole(sync, plan) }, signal);
        })
      : null;
  const facts = isWhole ? (counted?.facts ?? earlier) : null;
  const proven = await tally.timed('prove', async () => [
    ...(await proveTouched(sync, reading.unfinishedBut(guarded.held), tickets, signal)),
    ...(facts === null ? [] : await proveWhole(db, event.id, facts, rules)),
  ]);
  await foldEvent(db, event.id, signal);
  // Where only the command line syncs, no other process numbers changes.
  await numberNext(db);
  if (isWhole) await tally.timed('prove', async () => await proveSums(sync, signal));
  const proof = [...reading.differences, ...proven, ...heldProof(guarded, isWhole ? 'whole' : 'touched')];
  return {
    notOfEvent,
    proof,
    rejects,
    leftOut: await sumLeftOut(db, configuration.id, rejects),
    verification: verificationOf(proof, rejects.length),
    held: guarded.counts,
    storeFacts: facts,
    digested: digests?.areOurs === true,
    sweptAtUtc: digests?.takenAtUtc ?? null,
    provedAtUtc: facts === null ? null : provedAt(snapshot.takenAtUtc, digests, counted),
  };
}

/** The moment of the store that a whole proof compares. */
function provedAt(
  takenAtUtc: Date,
  digests: NewDigests | null,
  counted: { readonly isOneCount: boolean } | null,
): Date | null {
  // The oldest part decides, also where everything was counted: counts do not show every difference.
  if (digests?.isPartial === true) return digests.provedAtUtc;
  if (counted?.isOneCount === true) return takenAtUtc;
  const unchangedAtUtc = digests?.provedAtUtc ?? null;
  // What was counted again belongs to our snapshot, and the rest to the moment of the digests.
  if (counted !== null && unchangedAtUtc !== null && unchangedAtUtc > takenAtUtc) return takenAtUtc;
  return unchangedAtUtc;
}

/** Whether the sum of ranges is not enough. */
function countsWhole(sync: EventSync, { depth }: ReadingPlan): boolean {
  const { execution, last } = sync;
  return (
    depth === 'full' || execution.requestedDepth !== null || last?.isDoubted === true || isUncertain(sync)
  );
}

/** Notes the named orders that are not of the event. */
async function noteTargets(
  { note, execution }: EventSync,
  { targets }: ReadingPlan,
  { seen }: Reading,
): Promise<readonly number[]> {
  if (targets === null) return [];
  const isAnnounced = SIGNAL_TRIGGERS.includes(execution.trigger);
  const { rejectedOrderIds } = targets;
  // An order that could not be read is known, even if it is not here.
  const known = new Set([...targets.ownOrderIds, ...rejectedOrderIds]);
  const orderIds = isAnnounced
    ? ordersNotOfEvent(targets, known, seen.wooOrderIds)
    : requireTargets(targets, known, seen.wooOrderIds);
  const met = new Set(seen.wooOrderIds);
  const gone = [...rejectedOrderIds].filter((id) => !met.has(id));
  if (gone.length > 0) {
    await note('info', 'rows that could not be read are no longer in the store', { orders: gone });
  }
  // A webhook announces orders of all products, and an order that live mode names may have left the event.
  if (orderIds.length > 0 && !isAnnounced) {
    await note('warn', 'these orders hold nothing of the event', { orders: [...orderIds] });
  }
  return orderIds;
}

/** Rows that could not be read, now or before, and those that are held. No proof can compare them. */
function excludedRows(rejects: readonly RejectSummary[], held: Excluded): Excluded {
  const ids = (kind: RejectSummary['kind']) =>
    rejects.filter((reject) => reject.kind === kind).map((reject) => reject.wooId);
  return {
    wooOrderIds: [...new Set([...ids('order'), ...held.wooOrderIds])],
    wooTicketIds: [...new Set([...ids('ticket'), ...held.wooTicketIds])],
  };
}

import { settleAgreed } from '../backend/loader/settle-agreed.ts';
import type { StoreFacts } from '../backend/readings/checkpoint-records.ts';
import { listOpenRejects, sumLeftOut } from '../backend/readings/reject-records.ts';
import { foldEvent } from '../backend/sums/fold-sums.ts';
import { passPoint } from '../kernel/failpoint.ts';
import type { LeftOutTotals } from '../kernel/sentences/left-out.ts';
import type { StoreSelection } from '../source/source.ts';
import type { Excluded } from '../source/totals.ts';
import type { ProofRow, RejectSummary, SyncPhase, Verification } from '../vocabulary/sync-report.ts';
import type { Pass } from './load/load-page.ts';
import { requireFewLosses } from './load/removal-guard.ts';
import type { EventSync } from './model/event-sync.ts';
import type { ReadingPlan } from './plan/plan-whole.ts';
import { relatedRows } from './plan/related-rows.ts';
import { ComparedRows } from './proof/compared-rows.ts';
import {
  countStore,
  proveSkipped,
  proveSums,
  proveTouched,
  proveWhole,
  verificationOf,
} from './proof/prove.ts';
import { countVanishing, finishReading } from './read/finish-reading.ts';
import { readSelection } from './read/read-selection.ts';
import { Reading } from './read/reading.ts';

/** The outcome of a plan. */
export interface PlanDone {
  readonly proof: readonly ProofRow[];
  /** The rows that the proof had to leave out. */
  readonly rejects: readonly RejectSummary[];
  /** The rejects that caused this. */
  readonly leftOut: LeftOutTotals;
  readonly verification: Verification;
  /** null: the whole was not proved. */
  readonly storeFacts: StoreFacts | null;
  /** Whether digests of whole tables were taken for it. */
  readonly digested: boolean;
  /** The moment of the store that the whole proof compares; null: the whole was not proved. */
  readonly provedAtUtc: Date | null;
  /** The moment up to which whole tables were compared; null: they were not. */
  readonly sweptAtUtc: Date | null;
}

/** Reads, loads, removes and proves the planned rows. */
export async function runPlan(sync: EventSync, plan: ReadingPlan, signal: AbortSignal): Promise<PlanDone> {
  const { db, snapshot, event, rules, configuration, tally } = sync;
  // An earlier proof's counts of the store; null: none is still valid.
  const storeFacts = sync.last?.storeFacts ?? null;
  const isWhole = plan.depth !== 'quick';
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
  await report('remove', reading);
  const losing = reading.losing + (await countVanishing(sync, reading.seen, plan.asked));
  await requireFewLosses(db, event.id, configuration.id, losing, configuration.maxRemovalPercent);
  passPoint('before removals are written');
  if (reading.losing > 0) {
    const deferred = await relatedRows(db, snapshot, event.id, reading.deferred, signal);
    const selection = await snapshot.selectSome(deferred, signal);
    const then = { selection, pass: 'deferred', tickets, compared, onPage } as const;
    await readSelection(sync, then, reading, signal);
  }
  const digests = await tally.timed('read', plan.digests);
  const { cursor, newestChangeAtUtc } = plan;
  const { rulesDigest, productMarks } = sync;
  const finished = { cursor, rulesDigest, productMarks, newestChangeAtUtc };
  const ended = {
    seen: reading.seen,
    asked: plan.asked,
    rejects: reading.rejects,
    unproven: [...reading.unfinished.wooOrderIds, ...reading.differences.map(({ group }) => Number(group))],
    finished,
    digests,
  };
  await tally.timed('remove', async () => await finishReading(sync, ended, signal));
  await settleAgreed(db, sync.execution.lease, configuration.id);
  await report('prove', reading);
  passPoint('before the proof');
  const open = await listOpenRejects(db, configuration.id);
  const met = new Set(reading.rejects.map(({ kind, wooId }) => `${kind} ${wooId}`));
  const rejects = isWhole ? open : open.filter(({ kind, wooId }) => met.has(`${kind} ${wooId}`));
  // No table differs from those that the earlier proof counted. Digests taken for another configuration show this
  // for their own moment, and the backend's rows are of that moment while nothing is written: an earlier attempt or a
  // quick execution that wrote something has cleared the proof's figures.
  const isUnchanged =
    digests?.ranges?.length === 0 && (digests.areOurs || (storeFacts !== null && !tally.hasWritten()));
  const facts = isWhole
    ? await tally.timed('prove', async () => {
        const earlier = isUnchanged ? storeFacts : null;
        return await countStore(snapshot, excludedRows(rejects), earlier, signal);
      })
    : null;
  const proven = await tally.timed('prove', async () => [
    ...(await proveTouched(sync, reading.unfinished, tickets, signal)),
    ...(facts === null ? [] : await proveWhole(db, event.id, facts, rules)),
  ]);
  await foldEvent(db, event.id, signal);
  if (isWhole) await tally.timed('prove', async () => await proveSums(sync, signal));
  const proof = [...reading.differences, ...proven];
  return {
    proof,
    rejects,
    leftOut: await sumLeftOut(db, configuration.id, rejects),
    verification: verificationOf(proof, rejects.length),
    storeFacts: facts,
    digested: digests?.areOurs === true,
    sweptAtUtc: digests?.takenAtUtc ?? null,
    provedAtUtc:
      facts === null ? null : facts === storeFacts ? (digests?.provedAtUtc ?? null) : snapshot.takenAtUtc,
  };
}

/** Rows that could not be read, now or before: no proof can compare them. */
function excludedRows(rejects: readonly RejectSummary[]): Excluded {
  const ids = (kind: RejectSummary['kind']) =>
    rejects.filter((reject) => reject.kind === kind).map((reject) => reject.wooId);
  return { wooOrderIds: ids('order'), wooTicketIds: ids('ticket') };
}

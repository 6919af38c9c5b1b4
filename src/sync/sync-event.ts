import { inTransaction } from '../backend/database.ts';
import { requireLease } from '../backend/executions/lease-records.ts';
import { Journal } from '../backend/loader/journal.ts';
import { hasWritten } from '../backend/previews/preview-records.ts';
import { findLastReading, type Swept } from '../backend/readings/checkpoint-records.ts';
import {
  findUnfinishedReading,
  type UnfinishedReading,
} from '../backend/readings/unfinished-reading-records.ts';
import { readProgramVersion } from '../kernel/program/program-version.ts';
import type { LeftOutTotals } from '../kernel/sentences/left-out.ts';
import type { StoreSnapshot } from '../source/source.ts';
import type { ExecutionDepth } from '../vocabulary/depths.ts';
import {
  type ContinuedFrom,
  continuesAfter,
  type HeldCounts,
  type ProofRow,
  type RejectSummary,
  type Verification,
} from '../vocabulary/sync-report.ts';
import { loadEvent } from './load/load-event.ts';
import {
  daysByProduct,
  type EventSync,
  type LoadedEvent,
  rulesOf,
  type SyncRequest,
} from './model/event-sync.ts';
import { differsIn, productChanges, productMarks } from './model/product-marks.ts';
import { changesRefundPolicy, chooseDepth, digestOfRules } from './plan/choose-depth.ts';
import { isWatched } from './plan/partial-sweeps.ts';
import { planReading } from './plan/plan-reading.ts';
import { planTargeted } from './plan/plan-targeted.ts';
import { planWhole, type ReadingPlan } from './plan/plan-whole.ts';
import { readingBasis } from './plan/reading-basis.ts';
import { requireShown } from './preview/require-shown.ts';
import { differsBesidesHeld } from './read/guard-removals.ts';
import { type PlanDone, readsWhole, runPlan } from './run-plan.ts';

export interface SyncOutcome {
  readonly depth: ExecutionDepth;
  readonly proof: readonly ProofRow[];
  readonly rejects: readonly RejectSummary[];
  /** What the rejects among them leave out. */
  readonly leftOut: LeftOutTotals;
  readonly verification: Verification;
  readonly held: HeldCounts;
  readonly proofScope: ProofRow['scope'];
  /** The moment of the snapshot in which both sides last agreed as a whole. */
  readonly wholeProvedAtUtc: Date | null;
  /** When the oldest part was compared; null if everything was compared now, or the rows just read alone. */
  readonly oldestPartAtUtc: Date | null;
  readonly newestChangeAtUtc: Date | null;
  /** The sweep or full reading; null if the event was neither swept nor read as a whole. */
  readonly swept: Swept | null;
  /** Named orders that the event neither has nor ever had. */
  readonly notOfEvent: readonly number[];
}

/**
 * Syncs one configuration. It chooses the depth, reads the planned rows page by page in one snapshot, loads
 * each page with its checkpoint, removes rows that are gone, and proves that both sides agree. If they still
 * differ after a sweep, the whole event is read. If they differ after that, the event stays unverified.
 *
 * @throws unavailable, config `store.*`, `backend.*`; conflict `execution.lease-lost`; aborted
 */
export async function syncEvent(request: SyncRequest, signal: AbortSignal): Promise<SyncOutcome> {
  const { source, configuration, storeEvent, tally } = request;
  const { otherProducts } = request;
  const key = { event: storeEvent, variationId: configuration.wooVariationId, otherProducts };
  const open = async (): Promise<StoreSnapshot> =>
    await tally.timed('connect', async () => await source.openSnapshot(key, signal));
  // What a preview showed is compared in the snapshot that is read, and before the first row is written.
  const shown = await openIfShown(request, open, signal);
  const event = await loadEventRows(request).catch(async (thrown: unknown) => {
    await shown?.close();
    throw thrown;
  });
  tally.eventId = event.id;
  const snapshot = shown ?? (await open());
  const plans: ReadingPlan[] = [];
  try {
    const sync = await openSync(request, event, snapshot);
    const startedMs = performance.now();
    const plan = await tally.timed('read', async () => await planNext(sync, signal));
    plans.push(plan);
    if (plan.continued !== null) await continueFrom(sync, plan.continued.from);
    let done = await runPlan(sync, plan, signal);
    const tookMs = Math.round(performance.now() - startedMs);
    if (plan.isPartial && differsBesidesHeld(done.proof)) {
      await sync.note('info', 'a part of the tables left a difference: whole tables are compared', {});
      // Its earlier figures belong to digests that were replaced meanwhile.
      const again = { ...sync, last: sync.last === null ? null : { ...sync.last, storeFacts: null } };
      const whole = await planReading(again, 'sweep', null, signal, false);
      plans.push(whole);
      done = await runPlan(again, whole, signal);
    }
    if (plan.depth === 'sweep' && differsBesidesHeld(done.proof)) {
      await sync.note('warn', 'the sweep left a difference: everything is read', {});
      const whole = await planWhole(sync, signal);
      plans.push(whole);
      done = await runPlan(sync, whole, signal);
    }
    return outcomeOf(sync, plans, done, tookMs);
  } finally {
    await snapshot.close();
    for (const plan of plans) await plan.settled();
  }
}

/**
 * The snapshot of an execution that carries a preview out; null for other executions, and if an earlier attempt began to
 * write what was shown: this one goes on where that one ended.
 *
 * @throws conflict `preview.moved` if something else would change than the preview showed
 */
async function openIfShown(
  request: SyncRequest,
  open: () => Promise<StoreSnapshot>,
  signal: AbortSignal,
): Promise<StoreSnapshot | null> {
  const { db, execution, note } = request;
  const { previewId } = execution;
  if (previewId === null) return null;
  if (execution.attemptNumber > 1 && (await hasWritten(db, execution.id))) {
    await note('info', 'an earlier attempt began to write what the preview showed: this one goes on', {
      preview: previewId,
    });
    return null;
  }
  const snapshot = await open();
  try {
    await request.tally.timed('read', async () => {
      await requireShown(request, snapshot, previewId, signal);
    });
    return snapshot;
  } catch (thrown) {
    await snapshot.close();
    throw thrown;
  }
}

async function loadEventRows({
  db,
  execution,
  configuration,
  storeEvent,
  otherProducts,
}: SyncRequest): Promise<LoadedEvent> {
  return await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    const journal = new Journal(execution.id, configuration.id);
    const event = await loadEvent(tx, configuration, { event: storeEvent, otherProducts }, journal);
    await journal.flush(tx);
    return event;
  });
}

/** Adds the rules and the last reading. */
async function openSync(
  request: SyncRequest,
  event: LoadedEvent,
  snapshot: StoreSnapshot,
): Promise<EventSync> {
  const { db, configuration, identity, storeEvent, otherProducts } = request;
  const rules = rulesOf(configuration, storeEvent, otherProducts);
  const marks = productMarks(otherProducts, identity.timezone);
  const rulesDigest = digestOfRules(rules, storeEvent, identity);
  const found = await findLastReading(db, configuration.id);
  // The counts of an earlier proof of other products say nothing about these products.
  const isOfOthers = found !== null && differsIn(productChanges(found.productMarks, marks));
  const last = isOfOthers ? { ...found, storeFacts: null } : found;
  const program = readProgramVersion();
  const basis = readingBasis({
    program,
    eventId: event.id,
    identity,
    event: storeEvent,
    rules,
    rulesDigest,
    productMarks: marks,
  });
  const numDaysOf = daysByProduct(storeEvent, otherProducts);
  const choosesRefundsAgain = changesRefundPolicy(rules, last);
  const by = { event, rules, numDaysOf, choosesRefundsAgain };
  return { ...request, ...by, snapshot, last, rulesDigest, productMarks: marks, basis };
}

async function planNext(sync: EventSync, signal: AbortSignal): Promise<ReadingPlan> {
  const { db, configuration, execution, last, rulesDigest, now } = sync;
  const unfinished = await findUnfinishedReading(db, configuration.id);
  if (execution.targets !== null) {
    return await planTargeted(sync, execution.targets, unfinished !== null, signal);
  }
  const isOn = await isWatched(sync);
  const requested = chooseDepth(execution.requestedDepth, last, rulesDigest, configuration, now(), isOn);
  return await planReading(sync, requested, unfinished, signal);
}

/** Adds the counts of an unfinished reading, and logs that it continues. */
async function continueFrom({ execution, tally, note }: EventSync, from: UnfinishedReading): Promise<void> {
  const { place, counts, unmappedStatuses } = from;
  const continuedFrom: ContinuedFrom = {
    executionId: from.executionId,
    isSameExecution: from.executionId === execution.id,
    attemptNumber: from.attemptNumber,
    phase: place.phase,
    position: place.id,
  };
  tally.carry(counts, unmappedStatuses);
  tally.continuedFrom = continuedFrom;
  await note('info', continuesAfter(continuedFrom), { ...continuedFrom });
}

function outcomeOf(
  { last, snapshot, now }: EventSync,
  plans: readonly ReadingPlan[],
  done: PlanDone,
  tookMs: number,
): SyncOutcome {
  const [plan] = plans;
  if (plan === undefined) throw new Error('nothing was planned');
  const { storeFacts, digested, provedAtUtc, sweptAtUtc, ...result } = done;
  const { takenAtUtc } = snapshot;
  const agreed = done.verification !== 'unverified';
  // A sweep with another configuration's digests does not show what digests cost, and one of whole tables only where
  // no sweep is of a part.
  const sweepMs = plan.showsCost && digested ? tookMs : null;
  const isWhole = plans.some(({ depth, isPartial }) => depth === 'full' || (depth === 'sweep' && !isPartial));
  const wholeProvedAtUtc = last?.wholeProvedAtUtc ?? null;
  return {
    ...result,
    depth: plan.depth,
    proofScope: readsWhole(plan) ? 'whole' : 'touched',
    wholeProvedAtUtc: agreed ? (provedAtUtc ?? wholeProvedAtUtc) : wholeProvedAtUtc,
    oldestPartAtUtc: !isWhole && isEarlier(provedAtUtc, takenAtUtc) ? provedAtUtc : null,
    newestChangeAtUtc:
      plan.targets === null ? (plan.newestChangeAtUtc ?? last?.newestChangeAtUtc ?? null) : null,
    swept:
      storeFacts === null
        ? null
        : {
            atUtc: laterOf(takenAtUtc, sweptAtUtc),
            provedAtUtc: provedAtUtc ?? takenAtUtc,
            wholeAtUtc: isWhole ? now() : null,
            sweepMs,
            agreed,
            isDoubted: differsBesidesHeld(done.proof),
            storeFacts,
          },
  };
}

/** A sweep itself takes some time. */
const LEAST_AGE_MS = 60_000;

function isEarlier(one: Date | null, other: Date): boolean {
  return one !== null && other.getTime() - one.getTime() > LEAST_AGE_MS;
}

/** Digests that were taken for another configuration may be younger than our snapshot. */
function laterOf(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}

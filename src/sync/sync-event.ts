import type { Configuration } from '../backend/configurations/configuration-records.ts';
import { type Database, inTransaction } from '../backend/database.ts';
import { requireLease } from '../backend/executions/lease-records.ts';
import { Journal } from '../backend/loader/journal.ts';
import { findLastReading, type Swept } from '../backend/readings/checkpoint-records.ts';
import {
  findUnfinishedReading,
  type UnfinishedReading,
} from '../backend/readings/unfinished-reading-records.ts';
import type { Json } from '../backend/tables/column-text.ts';
import type { Log } from '../kernel/log/log.ts';
import { parseMoney } from '../kernel/money/money.ts';
import { readProgramVersion } from '../kernel/program-version.ts';
import type { LeftOutTotals } from '../kernel/sentences/left-out.ts';
import type { StoreIdentity, StoreSource } from '../source/source.ts';
import type { EventRules } from '../ticketing/model/event-order.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import type { Depth } from '../vocabulary/depths.ts';
import {
  type ContinuedFrom,
  continuesAfter,
  type ProofRow,
  type RejectSummary,
  type SyncProgress,
  type Verification,
} from '../vocabulary/sync-report.ts';
import type { Execution } from './attempt/execution.ts';
import { type LoadedEvent, loadEvent } from './load/load-event.ts';
import { changesRefundPolicy, chooseDepth, digestOfRules } from './plan/choose-depth.ts';
import { planReading, type ReadingPlan } from './plan/plan-reading.ts';
import type { BegunAnew } from './plan/plan-rest.ts';
import { planWhole } from './plan/plan-whole.ts';
import { readingBasis } from './plan/reading-basis.ts';
import { type PlannedRun, runPlan } from './plan/run-plan.ts';
import type { Tally } from './read/tally.ts';

export interface SyncDeps {
  readonly db: Database;
  readonly source: StoreSource;
  readonly log: Log;
  readonly now: () => Date;
  /** Orders a page, where another number than usual is wanted. */
  readonly pageOrders?: number;
}

/** Told at every page; the execution waits for it. */
export type OnProgress = (progress: SyncProgress) => void | Promise<void>;

export interface SyncJob {
  readonly execution: Execution;
  readonly configuration: Configuration;
  readonly identity: StoreIdentity;
  readonly event: StoreEvent;
  readonly tally: Tally;
  readonly onProgress: OnProgress;
  /** What the execution's own log is told. */
  readonly tell: (
    level: 'info' | 'warn',
    message: string,
    details: Readonly<Record<string, Json>>,
  ) => Promise<void>;
}

export interface SyncOutcome {
  readonly depth: Depth;
  readonly proof: readonly ProofRow[];
  readonly rejects: readonly RejectSummary[];
  /** By these rejects together. */
  readonly leftOut: LeftOutTotals;
  readonly verification: Verification;
  readonly proofScope: ProofRow['scope'];
  /** The snapshot in which both sides last agreed as a whole. */
  readonly wholeProvedAtUtc: Date | null;
  readonly newestChangeAtUtc: Date | null;
  /** null: neither swept nor read as a whole. */
  readonly swept: Swept | null;
}

/**
 * One configuration: decides how deep it has to go, reads what that asks for page by page in one snapshot, loads
 * each page with its checkpoint, removes what is gone, and proves that both sides agree. What a sweep leaves
 * different is read as a whole; what differs then stays unverified.
 *
 * @throws unavailable, config `store.*`, `backend.*`; conflict `execution.lease-lost`; aborted
 */
export async function syncEvent(deps: SyncDeps, job: SyncJob, signal: AbortSignal): Promise<SyncOutcome> {
  const { db, source, now } = deps;
  const { configuration, execution, tally } = job;
  const event = await loadEventRows(db, job);
  tally.eventId = event.id;
  const rules = rulesOf(configuration, job.event);
  const rulesDigest = digestOfRules(rules, job.event, job.identity);
  const last = await findLastReading(db, configuration.id);
  const unfinished = await findUnfinishedReading(db, configuration.id);
  const { sweepBudgetSeconds } = configuration;
  const wanted = chooseDepth(execution.requestedDepth, last, rulesDigest, sweepBudgetSeconds, now());
  const key = { event: job.event, variationId: configuration.wooVariationId };
  const snapshot = await tally.timed('connect', async () => await source.openSnapshot(key, signal));
  const plans: ReadingPlan[] = [];
  try {
    const { numDays } = job.event;
    const snapshotTakenAtUtc = snapshot.takenAtUtc;
    const choosesAnew = changesRefundPolicy(rules, last);
    const target = { execution, configuration, event, rules, numDays, choosesAnew, snapshotTakenAtUtc, now };
    const run: PlannedRun = {
      deps,
      job,
      snapshot,
      target,
      rulesDigest,
      storeFacts: last?.storeFacts ?? null,
    };
    const startedMs = performance.now();
    const program = readProgramVersion();
    const { identity } = job;
    const basis = readingBasis({
      program,
      eventId: event.id,
      identity,
      event: job.event,
      rules,
      rulesDigest,
    });
    const reader = { configuration, execution, basis };
    const onDeeper = async (): Promise<void> =>
      await job.tell('info', 'the store keeps no trace of every change: its tables are compared', {});
    const wish = { ...reader, wanted, last, unfinished, identity, onAnew: tellAnew(job), onDeeper };
    const plan = await tally.timed(
      'read',
      async () => await planReading(db, snapshot, event.id, wish, signal),
    );
    plans.push(plan);
    if (plan.continued !== null) await continueFrom(job, plan.continued.from);
    let done = await runPlan(run, plan, signal);
    const tookMs = Math.round(performance.now() - startedMs);
    if (plan.depth === 'sweep' && done.verification === 'unverified') {
      await job.tell('warn', 'the sweep left a difference: everything is read', {});
      const whole = await planWhole(db, snapshot, reader, signal);
      plans.push(whole);
      done = await runPlan(run, whole, signal);
    }
    const isWhole = plan.depth !== 'quick';
    const agreed = done.verification !== 'unverified';
    const { storeFacts, digested, provedAtUtc, sweptAtUtc, ...result } = done;
    // One that went by another configuration's digests tells nothing of what they cost.
    const sweepMs = plan.depth === 'sweep' && digested ? tookMs : null;
    return {
      ...result,
      depth: plan.depth,
      proofScope: isWhole ? 'whole' : 'touched',
      wholeProvedAtUtc: agreed
        ? (provedAtUtc ?? last?.wholeProvedAtUtc ?? null)
        : (last?.wholeProvedAtUtc ?? null),
      newestChangeAtUtc: plan.newestChangeAtUtc ?? last?.newestChangeAtUtc ?? null,
      swept:
        storeFacts === null
          ? null
          : {
              atUtc: laterOf(snapshotTakenAtUtc, sweptAtUtc),
              provedAtUtc: provedAtUtc ?? snapshotTakenAtUtc,
              sweepMs,
              agreed,
              storeFacts,
            },
    };
  } finally {
    await snapshot.close();
    for (const plan of plans) await plan.settled();
  }
}

/** Digests that were taken for another configuration may be younger than our snapshot. */
function laterOf(one: Date, other: Date | null): Date {
  return other !== null && other > one ? other : one;
}

/** Takes over what an unfinished reading brought so far, and says so. */
async function continueFrom(job: SyncJob, from: UnfinishedReading): Promise<void> {
  const { execution, tally } = job;
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
  await job.tell('info', continuesAfter(continuedFrom), { ...continuedFrom });
}

function tellAnew(job: SyncJob) {
  return async ({ why, reason }: BegunAnew, from: UnfinishedReading): Promise<void> => {
    const whose = { reason, executionId: from.executionId, attemptNumber: from.attemptNumber };
    const message = `an earlier attempt did not end, but everything is read from the first order: ${why}`;
    await job.tell('info', message, whose);
  };
}

async function loadEventRows(db: Database, job: SyncJob): Promise<LoadedEvent> {
  return await inTransaction(db, async (tx) => {
    await requireLease(tx, job.execution.lease);
    const journal = new Journal(job.execution.id, job.configuration.id);
    const event = await loadEvent(tx, job.configuration, job.event, journal);
    await journal.flush(tx);
    return event;
  });
}

export function rulesOf(configuration: Configuration, event: StoreEvent): EventRules {
  return {
    productId: configuration.wooProductId,
    variationId: configuration.wooVariationId,
    ticketSource: event.ticketSource,
    issuingStatuses: event.issuingStatuses,
    serviceFeePercentage: parseMoney(configuration.serviceFeePercentage),
    statusMapping: configuration.statusMapping,
    refundPolicy: configuration.refundPolicy,
  };
}

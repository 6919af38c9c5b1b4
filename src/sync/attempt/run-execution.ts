import { setTimeout as sleep } from 'node:timers/promises';
import { noteTranslations } from '../../backend/configurations/translation-records.ts';
import {
  noteReached,
  noteUnreachable,
  saysAnswered,
  saysUnreachable,
} from '../../backend/credentials/outage-records.ts';
import { type Database, inTransaction } from '../../backend/database.ts';
import {
  endAttempt,
  lockConfiguration,
  type NextStep,
} from '../../backend/executions/execution-end-records.ts';
import type { StartedExecution } from '../../backend/executions/execution-start-records.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import { saveProof } from '../../backend/executions/proof-records.ts';
import { noteSwept, type Swept } from '../../backend/readings/checkpoint-records.ts';
import { noteLeftOut } from '../../backend/readings/reject-records.ts';
import { endUnfinishedReading } from '../../backend/readings/unfinished-reading-records.ts';
import { noteHeldRows } from '../../backend/removals/held-removal-records.ts';
import { requestApproved } from '../../backend/removals/request-approved.ts';
import { keepStoreState } from '../../backend/stores/keep-store.ts';
import { noteFollowed } from '../../backend/webhooks/hint-records.ts';
import { notifyOfWork } from '../../backend/work-notice.ts';
import { type AppError, toAppError } from '../../kernel/errors.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { Log } from '../../kernel/log/log.ts';
import type { StoreIdentity, StoreSource } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { SyncReport } from '../../vocabulary/sync-report.ts';
import type { OnProgress, SyncRequest } from '../model/event-sync.ts';
import { Tally } from '../model/tally.ts';
import { differingOrders } from '../proof/compare.ts';
import { differsBesidesHeld } from '../read/guard-removals.ts';
import { type SyncOutcome, syncEvent } from '../sync-event.ts';
import { reportOf } from './attempt-report.ts';
import { ExecutionLog } from './execution-log.ts';
import type { FoundTranslations } from './find-translations.ts';
import { keepLease, type LeaseKeeper } from './lease-keeper.ts';
import { isOfBackend, nextStep } from './next-step.ts';
import type { RecognisedStore } from './require-store.ts';

const KEEP_AGAIN_MS = 3_000;

export interface RunOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
  /** Whether the signal cancels the execution, or only means that this process must stop. */
  readonly onSignal: 'cancel' | 'give-back';
}

/** A finished attempt, the error that ended it (if any), and the next step of its execution. */
export interface FinishedAttempt {
  readonly report: SyncReport;
  readonly error: AppError | null;
  readonly next: NextStep;
}

/** The parts of the store that are read before its orders. */
interface Prepared extends RecognisedStore {
  readonly identity: StoreIdentity;
  readonly event: StoreEvent;
  readonly otherProducts: readonly StoreEvent[];
  readonly translations: FoundTranslations;
}

export interface AttemptDeps {
  readonly db: Database;
  readonly log: Log;
  readonly now: () => Date;
  /** The number of orders on a page, if it is not the usual one. */
  readonly pageOrders?: number;
  readonly rotationRows?: number;
}

/** Opens the source within the attempt, so that an unreachable store makes the attempt fail. */
type Prepare = (signal: AbortSignal) => Promise<Prepared & { readonly source: StoreSource }>;

/**
 * Runs one attempt of an execution whose lease we hold. One transaction stores its result, the configuration's
 * counters, the store's outage and the execution's next attempt.
 */
export async function runExecution(
  deps: AttemptDeps,
  execution: StartedExecution,
  prepare: Prepare,
  options: RunOptions,
): Promise<FinishedAttempt> {
  const executionLog = new ExecutionLog(deps.db, deps.log, execution.id);
  const attempt: Attempt = { deps, execution, executionLog, tally: new Tally(), prepared: null };
  const startedMs = performance.now();
  const keeper = keepLease(deps, execution.lease, options.signal);
  let outcome: SyncOutcome | null = null;
  let error: AppError | null = null;
  try {
    await executionLog.write('info', 'attempt started', { attempt: execution.attemptNumber });
    outcome = await work(attempt, prepare, options.onProgress, keeper.signal);
  } catch (thrown) {
    error = keeper.lost ?? toAppError(thrown);
  }
  const report = reportOf(attempt, outcome, error, Math.round(performance.now() - startedMs));
  const next = decide(attempt, error, keeper, options);
  try {
    await keepWhenPossible(attempt, keeper, async () => {
      await keep(attempt, report, outcome?.swept ?? null, error, next);
    });
  } catch (thrown) {
    // The first error is the one to report. The lease lapses by itself.
    if (error === null) throw thrown;
    executionLog.log.error({ err: thrown }, 'the end of an execution could not be written');
  } finally {
    await keeper.stop();
  }
  return { report, error, next };
}

/**
 * Writes the end of an attempt. While the backend accepts no changes, it tries again, as long as the execution
 * is ours and the process runs. If the end were never written, it would count as a worker that vanished.
 */
async function keepWhenPossible(
  { executionLog }: Attempt,
  keeper: LeaseKeeper,
  write: () => Promise<void>,
): Promise<void> {
  for (;;) {
    try {
      return await write();
    } catch (thrown) {
      const error = toAppError(thrown);
      if (!isOfBackend(error) || keeper.signal.aborted) throw error;
      executionLog.log.warn({ code: error.code }, 'the end of an attempt cannot be written yet');
      await sleep(KEEP_AGAIN_MS, undefined, { signal: keeper.signal }).catch(() => undefined);
    }
  }
}

interface Attempt {
  readonly deps: AttemptDeps;
  readonly execution: StartedExecution;
  readonly executionLog: ExecutionLog;
  readonly tally: Tally;
  /** Set once the store has answered. */
  prepared: Prepared | null;
}

async function work(
  attempt: Attempt,
  prepare: Prepare,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<SyncOutcome> {
  const { deps, execution, executionLog, tally } = attempt;
  const prepared = await tally.timed('connect', async () => await prepare(signal));
  attempt.prepared = prepared;
  const { source, configuration, identity, event, otherProducts, respelledFrom } = prepared;
  const both: OnProgress = async (now) => {
    await executionLog.progress(now);
    await onProgress(now);
  };
  const note: SyncRequest['note'] = async (level, message, details) =>
    await executionLog.write(level, message, details);
  if (respelledFrom !== null) {
    await note('info', "the store's address changed in scheme or www, and its data are the same", {
      from: respelledFrom,
      to: configuration.pinnedSiteUrl,
    });
  }
  const { counted, skipped } = prepared.translations;
  await noteTranslations(deps.db, configuration.id, counted);
  if (skipped.length > 0) {
    const message =
      'translations are not counted here: another configuration of the organizer has the product';
    await note('info', message, { products: skipped });
  }
  const read = new Set(otherProducts.map(({ wooProductId }) => wooProductId));
  const gone = configuration.otherProductIds.filter((id) => !read.has(id));
  if (gone.length > 0) {
    await note('warn', 'the store no longer has these products of the event, nor anything that they sold', {
      products: gone,
    });
  }
  const requested: StartedExecution =
    prepared.readsAll && execution.targets === null ? { ...execution, requestedDepth: 'full' } : execution;
  const request: SyncRequest = {
    ...deps,
    source,
    execution: requested,
    configuration,
    identity,
    storeEvent: event,
    otherProducts,
    tally,
    onProgress: both,
    note,
  };
  return await syncEvent(request, signal);
}

function decide(
  attempt: Attempt,
  error: AppError | null,
  keeper: LeaseKeeper,
  options: RunOptions,
): NextStep {
  const { failedAttempts, maxRetries } = attempt.execution;
  const stopIsWanted = keeper.stopReason !== null || options.onSignal === 'cancel';
  return nextStep(error, { failedAttempts, maxRetries, stopIsWanted }, attempt.deps.now(), Math.random());
}

/** What the removal guard holds is a difference that Taquilla itself keeps. */
function agrees({ error, verification, proof }: SyncReport): boolean {
  return error === null && verification !== null && !differsBesidesHeld(proof);
}

/** Writes how the attempt ended, unless another worker has taken the execution over. */
async function keep(
  attempt: Attempt,
  report: SyncReport,
  swept: Swept | null,
  error: AppError | null,
  next: NextStep,
): Promise<void> {
  const { deps, execution, executionLog } = attempt;
  if (error?.code === 'execution.lease-lost') return;
  passPoint('before the end is written');
  const now = deps.now();
  // Named rows say nothing of the event as a whole: what is due for it stays due.
  const isOfEvent = execution.targets === null;
  await inTransaction(deps.db, async (tx) => {
    await lockConfiguration(tx, execution.configurationId);
    await requireLease(tx, execution.lease);
    await saveProof(tx, execution, report.proof);
    if (report.proofScope === 'whole') await noteLeftOut(tx, execution.configurationId, execution.id);
    if (error === null && isOfEvent) {
      await endUnfinishedReading(tx, execution.configurationId, differingOrders(report.proof));
      await noteHeldRows(tx, execution.configurationId);
    }
    if (attempt.prepared !== null && isOfEvent && agrees(report)) {
      const { state, event } = attempt.prepared;
      await keepStoreState(tx, execution.configurationId, state, event.createdAtUtc, now);
    }
    if (swept !== null) await noteSwept(tx, execution.configurationId, swept);
    if (report.depth !== null) {
      const { depth, continuedFrom } = report;
      await noteFollowed(tx, execution, { depth, isContinued: continuedFrom !== null });
    }
    await endAttempt(tx, execution, { ...report, error }, next, now);
    if (next.kind === 'end') await requestApproved(tx, execution, now);
    if (error !== null && saysUnreachable(error)) {
      await noteUnreachable(tx, execution.credentialsId, error, now);
    } else if (attempt.prepared !== null || (error !== null && saysAnswered(error))) {
      await noteReached(tx, execution.credentialsId);
    }
    await notifyOfWork(tx);
  });
  const { counts, timingsMs, verification } = report;
  if (error === null) {
    executionLog.log.info({ counts, timingsMs }, 'event synced');
    await executionLog.write('info', 'event synced', { verification, rejects: report.rejects.length });
  } else {
    executionLog.log.error({ code: error.code, next, ...error.details }, error.message);
    await executionLog.write('error', error.message, { code: error.code, next: next.kind });
  }
}

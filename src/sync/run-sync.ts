import { hostname } from 'node:os';
import type { Configuration } from '../backend/configuration-records.ts';
import { inTransaction } from '../backend/database.ts';
import { endExecution, type StartedExecution, startExecution } from '../backend/execution-records.ts';
import { requireLease } from '../backend/lease-records.ts';
import { writeLogLine } from '../backend/log-records.ts';
import { saveProof } from '../backend/proof-records.ts';
import type { AppError } from '../kernel/errors.ts';
import { toAppError } from '../kernel/errors.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import { keepLease } from './keep-lease.ts';
import type { SyncReport } from './report.ts';
import { resolveConfiguration, type SyncRequest } from './resolve-configuration.ts';
import { type OnProgress, type SyncDeps, type SyncOutcome, syncEvent } from './sync-event.ts';
import { Tally } from './tally.ts';

export interface SyncOptions {
  readonly onProgress: OnProgress;
  readonly signal: AbortSignal;
}

/** A finished execution, and the error that ended it, if one did. */
export interface FinishedSync {
  readonly report: SyncReport;
  readonly error: AppError | null;
}

/**
 * One execution from request to report. Nothing is written before the store has answered for the product, so a
 * wrong address or a wrong product leaves no trace; from then on whatever happens is kept with the execution.
 *
 * @throws what stands in the way before an execution exists: unavailable, config, missing `store.*`,
 *   `backend.*`; conflict `execution.already-running`
 */
export async function runSync(
  deps: SyncDeps,
  request: SyncRequest,
  options: SyncOptions,
): Promise<FinishedSync> {
  const { db, source } = deps;
  const identity = await source.identify(options.signal);
  const event = await source.readEvent(request.wooProductId, options.signal);
  const configuration = await resolveConfiguration(db, request, identity, event);
  const execution = await startExecution(db, configuration.id, `${hostname()}:${process.pid}`);
  const run = { deps, configuration, event, execution, warnings: identity.warnings };
  return await runExecution(run, options);
}

interface Run {
  readonly deps: SyncDeps;
  readonly configuration: Configuration;
  readonly event: StoreEvent;
  readonly execution: StartedExecution;
  readonly warnings: readonly string[];
}

async function runExecution(run: Run, options: SyncOptions): Promise<FinishedSync> {
  const { deps, configuration, event, execution } = run;
  const tally = new Tally();
  const startedMs = performance.now();
  const heart = keepLease(deps.db, execution.lease, options.signal);
  let outcome: SyncOutcome | null = null;
  let error: AppError | null = null;
  try {
    const job = { execution, configuration, event, tally, onProgress: options.onProgress };
    outcome = await syncEvent(deps, job, heart.signal);
  } catch (thrown) {
    error = toAppError(heart.lost ?? thrown);
  } finally {
    await heart.stop();
  }
  const report = reportOf(run, tally, outcome, error, Math.round(performance.now() - startedMs));
  try {
    await keep(run, report, error);
  } catch (thrown) {
    // The first trouble is the one to tell of; the lease lapses by itself.
    if (error === null) throw thrown;
    deps.log.error({ err: thrown, executionId: execution.id }, 'the end of an execution could not be kept');
  }
  return { report, error };
}

function reportOf(
  run: Run,
  tally: Tally,
  outcome: SyncOutcome | null,
  error: AppError | null,
  totalMs: number,
): SyncReport {
  return {
    executionId: run.execution.id,
    configurationId: run.configuration.id,
    eventId: tally.eventId,
    status: error === null ? 'success' : error.kind === 'aborted' ? 'cancelled' : 'failed',
    verification: outcome?.verification ?? null,
    counts: tally.counts,
    proof: outcome?.proof ?? [],
    rejects: (outcome?.rejects ?? []).map(({ kind, wooId, code, message }) => ({
      kind,
      wooId,
      code,
      message,
    })),
    unmappedStatuses: [...tally.unmappedStatuses].sort(),
    warnings: run.warnings,
    timingsMs: { ...tally.timingsMs, total: totalMs },
    error: error === null ? null : { code: error.code, message: error.message },
  };
}

/** Writes how it ended, unless somebody else has taken the execution over: then it is theirs to end. */
async function keep(run: Run, report: SyncReport, error: AppError | null): Promise<void> {
  const { deps, execution } = run;
  if (error?.code === 'execution.lease-lost') return;
  await inTransaction(deps.db, async (tx) => {
    await requireLease(tx, execution.lease);
    await saveProof(tx, execution.id, report.proof);
    await endExecution(tx, execution, { ...report, error });
  });
  const { counts, timingsMs, verification } = report;
  if (error === null) {
    deps.log.info({ executionId: execution.id, verification, counts, timingsMs }, 'event synced');
    await writeLogLine(deps.db, execution.id, 'info', 'event synced', {
      verification,
      rejects: report.rejects.length,
    });
  } else {
    deps.log.error({ executionId: execution.id, code: error.code, ...error.details }, error.message);
    await writeLogLine(deps.db, execution.id, 'error', error.message, { code: error.code });
  }
}

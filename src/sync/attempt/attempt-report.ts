import type { StartedExecution } from '../../backend/executions/execution-start-records.ts';
import type { AppError } from '../../kernel/errors.ts';
import { NOTHING_LEFT_OUT } from '../../kernel/sentences/left-out.ts';
import type { StoreIdentity } from '../../source/source.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { SyncReport } from '../../vocabulary/sync-report.ts';
import type { Tally } from '../model/tally.ts';
import type { SyncOutcome } from '../sync-event.ts';

/** The parts of the store that were read before its orders. */
interface PreparedStore {
  readonly identity: StoreIdentity;
  readonly event: StoreEvent;
  readonly otherProducts: readonly StoreEvent[];
}

interface EndedAttempt {
  readonly execution: Pick<StartedExecution, 'id' | 'configurationId'>;
  readonly tally: Tally;
  /** Null if the store could not be read so far. */
  readonly prepared: PreparedStore | null;
}

/** The report of an attempt that has ended. */
export function reportOf(
  attempt: EndedAttempt,
  outcome: SyncOutcome | null,
  error: AppError | null,
  totalMs: number,
): SyncReport {
  const { execution, tally, prepared } = attempt;
  return {
    executionId: execution.id,
    configurationId: execution.configurationId,
    eventId: tally.eventId,
    status: error === null ? 'success' : isNoFailure(error) ? 'cancelled' : 'failed',
    depth: outcome?.depth ?? null,
    verification: outcome?.verification ?? null,
    held: outcome?.held ?? { orders: 0, tickets: 0 },
    proofScope: outcome?.proofScope ?? null,
    wholeProvedAt: outcome?.wholeProvedAtUtc ?? null,
    oldestPartAt: outcome?.oldestPartAtUtc ?? null,
    newestChangeAt: outcome?.newestChangeAtUtc ?? null,
    continuedFrom: tally.continuedFrom,
    ownReading: { ...tally.ownReading },
    counts: tally.counts,
    proof: outcome?.proof ?? [],
    rejects: outcome?.rejects ?? [],
    leftOut: outcome?.leftOut ?? NOTHING_LEFT_OUT,
    notOfEvent: outcome?.notOfEvent ?? [],
    unmappedStatuses: [...tally.unmappedStatuses].sort(),
    warnings: prepared === null ? [] : warningsOf(prepared),
    timingsMs: { ...tally.timingsMs, total: totalMs },
    error: error === null ? null : { code: error.code, message: error.message },
  };
}

/** Neither an execution that was asked to stop nor one whose preview has moved says anything about the store. */
function isNoFailure({ kind, code }: AppError): boolean {
  return kind === 'aborted' || code === 'preview.moved';
}

/** What an operator should know about the store and the products. The event stays in any case. */
function warningsOf({ identity, event, otherProducts }: PreparedStore): readonly string[] {
  const statuses = [event, ...otherProducts].map(({ sourceStatus }) => sourceStatus);
  return [
    ...identity.warnings,
    ...(statuses.includes('trash') ? ['store.product-trashed'] : []),
    ...(statuses.includes('deleted') ? ['store.product-deleted'] : []),
  ];
}

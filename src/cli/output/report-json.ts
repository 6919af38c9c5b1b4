import type { BackendPlace } from '../../backend/connection/backend-place.ts';
import type { AppError } from '../../kernel/errors.ts';
import { NOTHING_LEFT_OUT } from '../../kernel/sentences/left-out.ts';
import { COUNTED_KINDS, NO_COUNTS, type SyncReport } from '../../vocabulary/sync-report.ts';

/** The document of `taquilla sync --json`. It always has the same keys. */
export function reportAsJson(report: SyncReport, place: BackendPlace): Record<string, unknown> {
  return {
    backend: place,
    execution_id: report.executionId,
    configuration_id: report.configurationId,
    event_id: report.eventId,
    status: report.status,
    depth: report.depth,
    verification: report.verification,
    held: report.held,
    proof_scope: report.proofScope,
    whole_proved_at: report.wholeProvedAt?.toISOString() ?? null,
    continued_from: continuedAsJson(report.continuedFrom),
    own_reading: report.ownReading,
    counts: Object.fromEntries(COUNTED_KINDS.map((kind) => [kind, report.counts[kind]])),
    proof: report.proof,
    rejects: report.rejects.map(({ kind, wooId, code, message, leftOut }) => ({
      kind,
      woo_id: wooId,
      code,
      message,
      left_out: leftOut,
    })),
    left_out: report.leftOut,
    orders_not_of_event: report.notOfEvent,
    unmapped_statuses: report.unmappedStatuses,
    warnings: report.warnings,
    timings_ms: report.timingsMs,
    error: report.error,
  };
}

function continuedAsJson(from: SyncReport['continuedFrom']): object | null {
  if (from === null) return null;
  const { executionId, attemptNumber, phase, position } = from;
  return { execution: executionId, attempt: attemptNumber, phase, position };
}

/** The same document for a sync that failed before there was an execution. */
export function failureAsJson(error: AppError): Record<string, unknown> {
  return {
    // If an incident was opened, the sentence on standard error names it.
    backend: null,
    execution_id: null,
    configuration_id: null,
    event_id: null,
    status: error.kind === 'aborted' ? 'cancelled' : 'failed',
    depth: null,
    verification: null,
    held: { orders: 0, tickets: 0 },
    proof_scope: null,
    whole_proved_at: null,
    continued_from: null,
    own_reading: { orders: 0, tickets: 0 },
    counts: NO_COUNTS,
    proof: [],
    rejects: [],
    left_out: NOTHING_LEFT_OUT,
    orders_not_of_event: [],
    unmapped_statuses: [],
    warnings: [],
    timings_ms: {},
    error: { code: error.code, message: error.message },
  };
}

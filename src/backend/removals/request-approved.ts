import { AppError } from '../../kernel/errors.ts';
import { getConfigurationStatus } from '../configurations/configuration-status-records.ts';
import { queryRows, type Transaction } from '../database.ts';
import { requestExecution } from '../executions/execution-records.ts';
import type { StartedExecution } from '../executions/execution-start-records.ts';

/**
 * Requests the execution that carries out a list that a person approved while this attempt ran: the attempt may have
 * looked for approved lists before. Rows that a later attempt could not carry out, because they cannot be read, request
 * nothing. Call `lockConfiguration` first, and after the end of the attempt.
 */
export async function requestApproved(
  tx: Transaction,
  { attemptId, configurationId, maxRetries }: StartedExecution,
  now: Date,
): Promise<void> {
  const [approved] = await queryRows<{ readonly decidedBy: string | null }>(
    tx,
    `select h.decided_by as "decidedBy" from held_removals h join sync_attempts a on a.id = $2
     where h.configuration_id = $1 and h.state = 'approved' and h.decided_at >= a.started_at
       and exists (select from held_removal_rows r where r.held_removal_id = h.id and r.outcome is null)
     order by h.decided_at limit 1`,
    [configurationId, attemptId],
  );
  if (approved === undefined) return;
  const status = await getConfigurationStatus(tx, configurationId);
  if (status !== 'active' && status !== 'error') return;
  const asked = {
    configurationId,
    trigger: 'manual',
    requestedBy: approved.decidedBy,
    retryOf: null,
  } as const;
  try {
    await requestExecution(tx, { ...asked, requestedDepth: null, maxRetries, now });
  } catch (thrown) {
    // The execution that runs now began after the approval, or requests another one at its own end.
    if (!(thrown instanceof AppError && thrown.code === 'execution.already-running')) throw thrown;
  }
}

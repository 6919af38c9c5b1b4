import { getConfigurationStatus } from '../backend/configurations/configuration-status-records.ts';
import { inTransaction } from '../backend/database.ts';
import { lockConfiguration } from '../backend/executions/execution-end-records.ts';
import { requestExecution } from '../backend/executions/execution-records.ts';
import {
  approveRemovals,
  type RemovalDecision,
  rejectRemovals,
} from '../backend/removals/decide-removals.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import { AppError } from '../kernel/errors.ts';
import type { ControlDeps } from './control.ts';

type Decision = Omit<RemovalDecision, 'now'>;

/** How long a rejected list keeps its rows unless the person gives another time. */
const KEEPS_DAYS = 7;
const DAY_MS = 24 * 3600 * 1000;
const MOST_DAYS = 365;

/**
 * Approves a list of held removals and requests the execution that carries it out. While an execution runs, or the
 * configuration is paused or disabled, the next execution carries it out.
 *
 * @returns the requested execution; null if none was requested
 * @throws missing `removals.none`; conflict `removals.list-changed`, `removals.decided`
 */
export async function approve(
  { db, now, maxRetries }: ControlDeps,
  id: string,
  decision: Decision,
): Promise<string | null> {
  const configurationId = await inTransaction(
    db,
    async (tx) => await approveRemovals(tx, id, { ...decision, now: now() }),
  );
  // The approval is committed first: if the process ends here, the next execution finds it.
  return await inTransaction(db, async (tx) => {
    await lockConfiguration(tx, configurationId);
    const status = await getConfigurationStatus(tx, configurationId);
    if (status !== 'active' && status !== 'error') return null;
    const asked = { configurationId, trigger: 'manual', requestedBy: decision.by, retryOf: null } as const;
    try {
      const request = { ...asked, requestedDepth: null, maxRetries, now: now() };
      const { executionId } = await requestExecution(tx, request);
      await notifyOfWork(tx);
      return executionId;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'execution.already-running') return null;
      throw thrown;
    }
  });
}

/**
 * Rejects a list of held removals: its rows stay for this many days.
 *
 * @throws missing `removals.none`; conflict `removals.list-changed`, `removals.decided`
 */
export async function reject(
  { db, now }: Pick<ControlDeps, 'db' | 'now'>,
  id: string,
  { days = KEEPS_DAYS, ...decision }: Decision & { readonly days?: number | undefined },
): Promise<void> {
  const at = now();
  const keepsUntil = new Date(at.getTime() + Math.min(days, MOST_DAYS) * DAY_MS);
  await inTransaction(db, async (tx) => {
    await rejectRemovals(tx, id, { ...decision, now: at }, keepsUntil);
  });
}

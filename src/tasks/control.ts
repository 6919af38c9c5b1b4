import {
  getConfigurationStatus,
  requireEnabled,
  setConfigurationStatus,
} from '../backend/configurations/configuration-status-records.ts';
import {
  type ConfigurationOfOrder,
  lockConfigurationsOfOrder,
} from '../backend/configurations/order-configurations.ts';
import { type Database, inTransaction, type Transaction } from '../backend/database.ts';
import { requestTask } from '../backend/dispatch/background-task-records.ts';
import { lockSchedule } from '../backend/dispatch/schedule-records.ts';
import { lockConfiguration } from '../backend/executions/execution-end-records.ts';
import {
  findEnded,
  type RequestedExecution,
  requestExecution,
  requestPreviewed,
  requestTargeted,
} from '../backend/executions/execution-records.ts';
import { cancelExecution, type Stopped, stopForPause } from '../backend/executions/execution-stop-records.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import { requireStatus, type StatusAction } from '../configurations/allowed-actions.ts';
import { nextDue } from '../configurations/schedule-grid.ts';
import { AppError } from '../kernel/errors.ts';
import type { Depth, Targets } from '../vocabulary/depths.ts';

/**
 * The requests of people. Each one writes only to the backend, so it works even while no queue can be reached.
 */
export interface ControlDeps {
  readonly db: Database;
  readonly now: () => Date;
  readonly maxRetries: number;
}

/**
 * Requests a sync of this configuration, which goes ahead of all scheduled ones. A pending one is promoted
 * instead, at the deeper of the two requested depths.
 *
 * @throws conflict `execution.already-running`, `configuration.disabled`; missing `configuration.none`
 */
export async function triggerSync(
  { db, now, maxRetries }: ControlDeps,
  configurationId: string,
  requestedBy: string | null,
  requestedDepth: Depth | null = null,
): Promise<RequestedExecution> {
  const asked = {
    configurationId,
    trigger: 'manual',
    requestedBy,
    retryOf: null,
    requestedDepth,
    maxRetries,
  } as const;
  return await inTransaction(db, async (tx) => {
    await lockConfiguration(tx, configurationId);
    requireEnabled(await getConfigurationStatus(tx, configurationId));
    const requested = await requestExecution(tx, { ...asked, now: now() });
    await notifyOfWork(tx);
    return requested;
  });
}

/**
 * Requests that named orders and tickets of the store are read and proved, ahead of all other executions. It waits
 * only for the execution of the configuration that runs now, and for a free slot.
 *
 * @throws conflict `configuration.disabled`; missing `configuration.none`
 */
export async function triggerTargeted(
  deps: ControlDeps,
  configurationId: string,
  requestedBy: string | null,
  targets: Targets,
): Promise<RequestedExecution> {
  return await inTransaction(deps.db, async (tx) => {
    await lockConfiguration(tx, configurationId);
    requireEnabled(await getConfigurationStatus(tx, configurationId));
    const requested = await requestTargeted(tx, {
      ...targetedBy(deps, requestedBy),
      configurationId,
      // A request may name an order twice.
      targets: { orderIds: ascending(targets.orderIds), ticketIds: ascending(targets.ticketIds) },
    });
    await notifyOfWork(tx);
    return requested;
  });
}

function ascending(ids: readonly number[]): readonly number[] {
  return [...new Set(ids)].toSorted((a, b) => a - b);
}

function targetedBy({ now, maxRetries }: ControlDeps, requestedBy: string | null) {
  return { trigger: 'manual', requestedBy, retryOf: null, maxRetries, now: now() } as const;
}

/** An order's execution, and those of other events that contain the same order of the store. */
interface RequestedOrder extends RequestedExecution {
  readonly executionIds: readonly string[];
}

/**
 * Requests that an order is read again in every event that contains it: each of their configurations has an
 * execution.
 *
 * @throws conflict `order.no-configuration`, `configuration.disabled`
 */
export async function syncOrder(
  deps: ControlDeps,
  orderId: string,
  requestedBy: string | null,
): Promise<RequestedOrder> {
  return await inTransaction(deps.db, async (tx) => {
    const [own, ...others] = await lockConfigurationsOfOrder(tx, orderId);
    if (own === undefined) {
      throw new AppError({
        code: 'order.no-configuration',
        message: 'The configuration of this event was deleted, so nothing reads its orders from the store.',
      });
    }
    requireEnabled(own.status);
    const request = async ({ configurationId, wooOrderId }: ConfigurationOfOrder) => {
      const targets = { orderIds: [wooOrderId], ticketIds: [] };
      return await requestTargeted(tx, { ...targetedBy(deps, requestedBy), configurationId, targets });
    };
    const requested = await request(own);
    const executionIds = [requested.executionId];
    for (const other of others) {
      if (other.status !== 'disabled') executionIds.push((await request(other)).executionId);
    }
    await notifyOfWork(tx);
    return { ...requested, executionIds };
  });
}

/**
 * Requests a new execution in place of one that has ended. If that one carried a preview out, so does the new one.
 *
 * @throws conflict `execution.already-running`, `execution.not-over`, `configuration.disabled`; missing `execution.none`
 */
export async function retryExecution(
  { db, now, maxRetries }: ControlDeps,
  executionId: string,
  requestedBy: string | null,
): Promise<RequestedExecution> {
  return await inTransaction(db, async (tx) => {
    const { configurationId, requestedDepth, targets, previewId } = await findEnded(tx, executionId);
    await lockConfiguration(tx, configurationId);
    requireEnabled(await getConfigurationStatus(tx, configurationId));
    const asked = {
      configurationId,
      trigger: 'retry',
      requestedBy,
      retryOf: executionId,
      maxRetries,
      now: now(),
    } as const;
    const requested = await requestAgain();
    await notifyOfWork(tx);
    return requested;

    async function requestAgain(): Promise<RequestedExecution> {
      // The retry writes no more than the preview showed.
      if (previewId !== null) {
        return await requestPreviewed(tx, { ...asked, previewId, orderIds: targets?.orderIds ?? null });
      }
      return targets === null
        ? await requestExecution(tx, { ...asked, requestedDepth })
        : await requestTargeted(tx, { ...asked, targets });
    }
  });
}

/**
 * Cancels a pending execution; asks a running one to stop at its next page.
 *
 * @throws missing `execution.none`; conflict `execution.was-over`
 */
export async function cancel(
  { db, now }: Pick<ControlDeps, 'db' | 'now'>,
  executionId: string,
): Promise<Exclude<Stopped, 'was-over'>> {
  const stopped = await cancelExecution(db, executionId, now());
  await notifyOfWork(db);
  if (stopped !== 'was-over') return stopped;
  throw new AppError({
    code: 'execution.was-over',
    message: 'This execution has already ended.',
  });
}

/**
 * Pauses a configuration, or puts it back on its schedule. When it is paused, a running execution stops at its
 * next page. When it is put back, it becomes active, because the person confirms that the problem is solved,
 * and it is due at the next scheduled time.
 *
 * @throws missing `configuration.none`; conflict `configuration.wrong-status`
 */
export async function changeStatus(
  { db, now }: Pick<ControlDeps, 'db' | 'now'>,
  configurationId: string,
  action: StatusAction,
): Promise<void> {
  return await inTransaction(db, async (tx) => {
    await lockConfiguration(tx, configurationId);
    requireStatus(await getConfigurationStatus(tx, configurationId), action);
    if (action === 'resume' || action === 'enable') await wake(tx, configurationId, now());
    else await rest(tx, configurationId, action === 'pause' ? 'paused' : 'disabled', now());
    await notifyOfWork(tx);
  });
}

async function rest(
  tx: Transaction,
  configurationId: string,
  status: 'paused' | 'disabled',
  now: Date,
): Promise<void> {
  await setConfigurationStatus(tx, configurationId, status, null, now);
  await stopForPause(tx, configurationId, now);
}

async function wake(tx: Transaction, configurationId: string, now: Date): Promise<void> {
  const found = await lockSchedule(tx, configurationId);
  if (found === undefined) return;
  await setConfigurationStatus(tx, configurationId, 'active', nextDue(found.schedule, now), now);
}

/** Requests a test of these credentials. Its result is stored with them. */
export async function requestConnectionTest(
  { db, now }: ControlDeps,
  credentialsId: string,
): Promise<string> {
  const id = await requestTask(db, {
    name: 'test_woocommerce_connection',
    queue: 'critical',
    subjectId: credentialsId,
    runAfter: now(),
  });
  await notifyOfWork(db);
  return id;
}

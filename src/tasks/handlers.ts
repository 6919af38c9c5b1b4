import { sendAccountMails } from '../alerts/send-account-mails.ts';
import { type SendDeps, sendMessages } from '../alerts/send-messages.ts';
import {
  type BackgroundTaskName,
  claimTask,
  endTask,
  giveTaskBack,
  requestTask,
} from '../backend/dispatch/background-task-records.ts';
import { claimExecution } from '../backend/executions/execution-start-records.ts';
import type { Json } from '../backend/tables/column-text.ts';
import { notifyOfWork } from '../backend/work-notice.ts';
import { type AppError, toAppError } from '../kernel/errors.ts';
import type { Secret } from '../kernel/secrets/secret.ts';
import { answeredWithin } from '../kernel/time/answer-limit.ts';
import { type ConfigurationDeps, runConfiguration } from '../sync/attempt/run-configuration.ts';
import { callHeartbeatUrl } from './call-heartbeat-url.ts';
import type { JobHandler } from './carriers/carrier.ts';
import { type CleanupDeps, cleanupOldExecutions } from './cleanup-old-executions.ts';
import { runScheduledSyncs } from './run-scheduled-syncs.ts';
import { listUntested, type TestStore, testConnection } from './test-connection.ts';

/** A task that only plans other tasks runs few queries at a time, and the next tick waits for it. */
const ANSWER_MS = 20_000;

export interface HandlerDeps extends ConfigurationDeps {
  readonly testStore: TestStore;
  readonly maxRetries: number;
  /** The name of this process in leases. */
  readonly holder: string;
  readonly alerts: SendDeps['settings'];
  readonly cleanup: Pick<CleanupDeps, 'carrier' | 'settings'>;
  /** Called after each successful tick; null to call nothing. */
  readonly heartbeatUrl: Secret | null;
}

type TaskDeps = HandlerDeps & Pick<SendDeps, 'taken'>;

/**
 * The work of each task. A job contains the id of its row. Work that is already done is skipped, because a
 * carrier may deliver a job twice.
 *
 * @param signal aborted when the process must stop; then running work is given back
 */
export function createHandler(deps: HandlerDeps, signal: AbortSignal): JobHandler {
  const taskDeps = { ...deps, taken: new Set<string>() };
  return async ({ name, subjectId }) => {
    if (signal.aborted) return;
    if (name === 'sync_woocommerce_event') return await syncWoocommerceEvent(deps, subjectId, signal);
    await runTask(taskDeps, name, subjectId, signal);
  };
}

async function syncWoocommerceEvent(
  deps: HandlerDeps,
  executionId: string,
  signal: AbortSignal,
): Promise<void> {
  const started = await claimExecution(deps.db, executionId, deps.holder);
  if (typeof started === 'string') {
    deps.log.debug({ executionId, why: started }, 'execution not started');
    return;
  }
  await runConfiguration(deps, started, {
    signal,
    onSignal: 'give-back',
    onProgress: () => undefined,
  });
}

async function runTask(
  deps: TaskDeps,
  name: BackgroundTaskName,
  taskId: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, now, holder } = deps;
  const task = await claimTask(db, taskId, holder);
  if (task === null) return;
  let result: Json = null;
  let error: AppError | null = null;
  try {
    result = await doTask(deps, name, task.subjectId, signal);
  } catch (thrown) {
    error = toAppError(thrown);
    result = { kind: error.kind };
  }
  if (error?.kind === 'aborted') return await giveTaskBack(db, taskId, holder);
  await endTask(db, taskId, holder, { result, error, now: now() });
  await notifyOfWork(db);
  if (error !== null) deps.log.warn({ task: name, code: error.code, ...error.details }, error.message);
}

async function doTask(
  deps: TaskDeps,
  name: BackgroundTaskName,
  subjectId: string | null,
  signal: AbortSignal,
): Promise<Json> {
  switch (name) {
    case 'run_scheduled_syncs':
      return await answeredWithin(ANSWER_MS, async () => await tick(deps, signal));
    case 'plan_connection_tests':
      return await answeredWithin(ANSWER_MS, async () => await planConnectionTests(deps));
    case 'test_woocommerce_connection':
      return subjectId === null ? null : await testConnection(deps, subjectId, signal);
    case 'cleanup_old_executions':
      return { ...(await cleanupOldExecutions({ ...deps, ...deps.cleanup }, signal)) };
    case 'send_alert':
      return { sent: await sendMessages({ ...deps, settings: deps.alerts }, signal) };
    case 'send_account_mail':
      return { sent: await sendAccountMails({ ...deps, settings: deps.alerts }, signal) };
  }
}

async function tick(deps: HandlerDeps, signal: AbortSignal): Promise<Json> {
  const executions = await runScheduledSyncs(deps);
  // Not awaited, so that a slow monitor cannot delay the next tick.
  if (deps.heartbeatUrl !== null) void callHeartbeatUrl(deps.heartbeatUrl, { log: deps.log, signal });
  return { executions };
}

async function planConnectionTests({ db, now }: HandlerDeps): Promise<Json> {
  const untested = await listUntested(db, now());
  for (const subjectId of untested) {
    const name = 'test_woocommerce_connection';
    await requestTask(db, { name, queue: 'maintenance', subjectId, runAfter: now() });
  }
  return { tests: untested.length };
}

import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { lockConfiguration } from './execution-end-records.ts';
import { noExecution } from './execution-records.ts';
import { cancel, pause, type Stopping } from './transitions.ts';

/**
 * Whether the execution had already ended, ended now because it was pending, or was asked to stop at its next
 * page.
 */
export type Stopped = 'was-over' | 'cancelled' | 'asked-to-stop';

/** @throws missing `execution.none` */
export async function cancelExecution(db: Database, executionId: string, now: Date): Promise<Stopped> {
  return await inTransaction(db, async (tx) => {
    const [row] = await queryRows<{ configuration_id: string }>(
      tx,
      'select configuration_id from sync_executions where id = $1',
      [executionId],
    );
    if (row === undefined) throw noExecution();
    await lockConfiguration(tx, row.configuration_id);
    return stopped(await cancel(tx, executionId, now));
  });
}

/** Stops the pending or running execution of this configuration. Call `lockConfiguration` first. */
export async function stopForPause(tx: Transaction, configurationId: string, now: Date): Promise<Stopped> {
  return stopped(await pause(tx, configurationId, now));
}

function stopped(status: Stopping | undefined): Stopped {
  if (status === undefined) return 'was-over';
  return status === 'running' ? 'asked-to-stop' : status;
}

import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { lockConfiguration } from './execution-end-records.ts';
import { noExecution } from './execution-records.ts';
import type { StopReason } from './lease-records.ts';

/** Over already, over now because it only waited, or asked to stop at its next page. */
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
    return await stop(tx, 'id', executionId, 'cancelled', now);
  });
}

/** Stops whatever waits or runs for this configuration, which the caller holds. */
export async function stopForPause(tx: Transaction, configurationId: string, now: Date): Promise<Stopped> {
  return await stop(tx, 'configuration_id', configurationId, 'paused', now);
}

async function stop(
  tx: Transaction,
  column: 'id' | 'configuration_id',
  id: string,
  reason: StopReason,
  now: Date,
): Promise<Stopped> {
  const [row] = await queryRows<{ status: 'cancelled' | 'running' }>(
    tx,
    `update sync_executions set stop_reason = $2, updated_at = now(),
       status = case when status = 'pending' then 'cancelled' else status end,
       finished_at = case when status = 'pending' then $3::timestamptz end,
       next_attempt_at = null, dispatched_at = null
     where ${column} = $1 and status in ('pending', 'running') returning status`,
    [id, reason, now],
  );
  if (row === undefined) return 'was-over';
  return row.status === 'cancelled' ? 'cancelled' : 'asked-to-stop';
}

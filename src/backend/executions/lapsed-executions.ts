import type { Trigger } from '../../vocabulary/configurations.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';
import { count, lockConfiguration } from './execution-end-records.ts';
import { dropLease, LEASE_LAPSE_SECONDS, type StopReason } from './lease-records.ts';
import { abandon, lapse, lose } from './run-transitions.ts';

/**
 * How often the worker of an execution may vanish. After that, the execution itself is assumed to be the cause.
 */
const MOST_TAKEOVERS = 3;

/**
 * How long taking one execution back may wait for a lock, because the dispatcher has other executions to look
 * after.
 */
const PATIENCE_MS = 2_000;

/** What happened to an execution whose worker vanished. */
export type Lapsed = 'waits-again' | 'cancelled' | 'worker-lost';

const LAPSED = `e.status = 'running' and not exists (
    select from sync_leases l where l.execution_id = e.id
      and l.heartbeat_at >= now() - make_interval(secs => ${LEASE_LAPSE_SECONDS}))`;

/** Configurations whose running execution has no heartbeat. */
export async function findLapsed(db: Database): Promise<readonly string[]> {
  const rows = await queryRows<{ configuration_id: string }>(
    db,
    `select e.configuration_id from sync_executions e where ${LAPSED} order by e.id`,
  );
  return rows.map((row) => row.configuration_id);
}

interface LapsedRow {
  readonly id: string;
  readonly trigger: Trigger;
  readonly takeovers: number;
  readonly stop_reason: StopReason | null;
  readonly is_targeted: boolean;
}

/**
 * Takes the configuration's running execution back from a vanished worker. The execution becomes pending and
 * may start at once, because a vanished worker does not count as a failed attempt. An execution of the command
 * line ends, because only its process had the password.
 */
export async function takeBackIfLapsed(
  db: Database,
  configurationId: string,
  now: Date,
): Promise<Lapsed | null> {
  return await inTransaction(db, async (tx) => {
    await tx.query(`set local lock_timeout = ${PATIENCE_MS}`);
    await lockConfiguration(tx, configurationId);
    const [row] = await queryRows<LapsedRow>(
      tx,
      `select e.id, e.trigger, e.takeovers, e.stop_reason, e.requested_depth is not distinct from 'targeted' as is_targeted
       from sync_executions e
       where e.configuration_id = $1 and ${LAPSED} for no key update of e`,
      [configurationId],
    );
    if (row === undefined || (await isHeld(tx, row.id))) return null;
    await dropLease(tx, row.id);
    await tx.query(
      `update sync_attempts set outcome = 'worker_lost', finished_at = now(), updated_at = now()
       where execution_id = $1 and finished_at is null`,
      [row.id],
    );
    if (row.stop_reason !== null) {
      await abandon(tx, row.id, now);
      return 'cancelled';
    }
    if (row.trigger !== 'command_line' && row.takeovers < MOST_TAKEOVERS) {
      await lapse(tx, row.id, now);
      return 'waits-again';
    }
    await lose(tx, row.id, now);
    if (!row.is_targeted) await count(tx, configurationId, { status: 'failed', verification: null }, now);
    return 'worker-lost';
  });
}

/**
 * If a page's transaction holds the lease, the lease is not taken away, because the worker may only be slow.
 */
async function isHeld(tx: Transaction, executionId: string): Promise<boolean> {
  const all = await queryRows(tx, 'select from sync_leases where execution_id = $1', [executionId]);
  const free = await queryRows(tx, 'select from sync_leases where execution_id = $1 for update skip locked', [
    executionId,
  ]);
  return all.length > free.length;
}

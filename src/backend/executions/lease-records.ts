import { AppError } from '../../kernel/errors.ts';
import { type Database, queryRows, type Transaction } from '../database.ts';

/**
 * The right to run an execution for as long as heartbeats arrive. Each new lease has a greater token than the
 * one before.
 */
export interface Lease {
  readonly executionId: string;
  readonly fencingToken: number;
}

/** Why a running execution is asked to stop at its next page. */
export type StopReason = 'cancelled' | 'paused';

/** A lease without a heartbeat for this long, by the database's clock, may be taken back. */
export const LEASE_LAPSE_SECONDS = 20;

export async function takeLease(tx: Transaction, executionId: string, holder: string): Promise<Lease> {
  const [row] = await queryRows<{ fencing_token: number }>(
    tx,
    `insert into sync_leases (execution_id, holder, heartbeat_at) values ($1, $2, clock_timestamp())
     returning fencing_token`,
    [executionId, holder],
  );
  if (row === undefined) throw new Error('a lease that was just taken does not exist');
  return { executionId, fencingToken: row.fencing_token };
}

/**
 * Writes a heartbeat, and returns whether the execution should stop.
 *
 * @throws conflict `execution.lease-lost`
 */
export async function writeHeartbeat(db: Database, lease: Lease): Promise<StopReason | null> {
  // clock_timestamp, because a heartbeat that had to wait counts from the moment when it is written.
  const [row] = await queryRows<{ stop_reason: StopReason | null }>(
    db,
    `update sync_leases l set heartbeat_at = clock_timestamp(), updated_at = clock_timestamp()
     from sync_executions e
     where l.execution_id = $1 and l.fencing_token = $2 and e.id = l.execution_id
     returning e.stop_reason`,
    [lease.executionId, lease.fencingToken],
  );
  if (row === undefined) throw leaseLost();
  return row.stop_reason;
}

/** The first key of the advisory locks of leases, which no other lock uses: the letters `leas`. */
export const LEASE_LOCK = 0x6c656173;

/** SQL for the second key of the lock. */
export function leaseLockKey(lease: string): string {
  return `(${lease}.fencing_token % 2147483647)`;
}

/**
 * Names the session in `pg_stat_activity` until the transaction ends: `taquilla worker execution 0193…`. A name
 * has at most 63 characters.
 */
const NAMED_BY_EXECUTION = `set_config('application_name',
  left(split_part(current_setting('application_name'), ' execution ', 1), 15) || ' execution ' || l.execution_id, true)`;

/**
 * Locks the lease until this transaction ends. No other process can take the execution over, while heartbeats
 * can still be written. The advisory lock is shared; it shows which session to end if the worker freezes.
 *
 * @throws conflict `execution.lease-lost`
 */
export async function requireLease(tx: Transaction, lease: Lease): Promise<void> {
  const rows = await queryRows(
    tx,
    `select pg_advisory_xact_lock_shared(${LEASE_LOCK}, ${leaseLockKey('l')}::int), ${NAMED_BY_EXECUTION}
     from sync_leases l where execution_id = $1 and fencing_token = $2 for key share`,
    [lease.executionId, lease.fencingToken],
  );
  if (rows.length === 0) throw leaseLost();
}

export async function dropLease(tx: Transaction, executionId: string): Promise<void> {
  await tx.query('delete from sync_leases where execution_id = $1', [executionId]);
}

function leaseLost(): AppError {
  return new AppError({
    code: 'execution.lease-lost',
    message: 'Another process has taken over this execution.',
  });
}

import { sqlStateOf } from '../connection/postgres-errors.ts';
import { type Database, queryRows } from '../database.ts';
import { LEASE_LOCK, leaseLockKey } from './lease-records.ts';

/**
 * A worker that freezes within a transaction keeps its locks, and PostgreSQL waits for it: during COPY, no time
 * limit of the session applies. Its transactions hold an advisory lock of their lease (`requireLease`), so the
 * server's list of locks shows the session exactly as long as the transaction is open.
 */

/** By the database's clock; longer than the longest pause of a live worker. */
const SILENT_SECONDS = 30;
/** How long to wait for the end of a session. */
const ENDS_WITHIN_MS = 1_000;
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * The session of a transaction. Its pid may already belong to another session, and behind a pooler that is
 * always possible.
 */
export interface TransactionSession {
  readonly pid: number;
  /** The start of the transaction as PostgreSQL's text, to the microsecond; null if our role may not see it. */
  readonly backendStart: string | null;
  readonly xactStart: string | null;
}

/** The session of a transaction that a silent worker left open, and what was done about it. */
export interface SilentSession extends TransactionSession {
  readonly executionId: string;
  /** `refused`: our role of PostgreSQL may not end the session. */
  readonly outcome: 'ended' | 'gone' | 'refused';
}

/** Ends the open transactions of the silent worker of a configuration's execution. */
export async function endSilentSessions(
  db: Database,
  configurationId: string,
): Promise<readonly SilentSession[]> {
  const found = await queryRows<TransactionSession & { executionId: string }>(
    db,
    `select l.execution_id as "executionId", k.pid, a.backend_start::text as "backendStart",
       a.xact_start::text as "xactStart"
     from sync_leases l join sync_executions e on e.id = l.execution_id
     join pg_locks k on k.locktype = 'advisory' and k.granted and k.objsubid = 2
       and k.database = (select oid from pg_database where datname = current_database())
       and k.classid = ${LEASE_LOCK} and k.objid = ${leaseLockKey('l')}::oid
     left join pg_stat_activity a on a.pid = k.pid
     where e.configuration_id = $1 and ${silent('l')}`,
    [configurationId],
  );
  const ended: SilentSession[] = [];
  for (const session of found) ended.push({ ...session, outcome: await endSession(db, session) });
  return ended;
}

/** Ends a session if it is still in the same transaction. */
export async function endSession(
  db: Database,
  { pid, backendStart, xactStart }: TransactionSession,
): Promise<SilentSession['outcome']> {
  if (backendStart === null || xactStart === null) return 'refused';
  try {
    const rows = await queryRows(
      db,
      `select pg_terminate_backend(a.pid, ${ENDS_WITHIN_MS}) from pg_stat_activity a
       where a.pid = $1 and a.backend_start = $2::timestamptz and a.xact_start = $3::timestamptz`,
      [pid, backendStart, xactStart],
    );
    return rows.length === 0 ? 'gone' : 'ended';
  } catch (thrown) {
    if (sqlStateOf(thrown) === INSUFFICIENT_PRIVILEGE) return 'refused';
    throw thrown;
  }
}

function silent(lease: string): string {
  return `${lease}.heartbeat_at < clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})`;
}

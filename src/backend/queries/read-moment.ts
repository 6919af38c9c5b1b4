import { aborted, throwIfAborted } from '../../kernel/errors.ts';
import { withoutTransactionLimit } from '../connection/transaction-settings.ts';
import { type Database, inTransaction, queryRows, type Transaction } from '../database.ts';

/**
 * Runs work that reads the backend as of one moment and may take long. If the signal stops it, PostgreSQL ends
 * the running statement as well. The snapshot holds back the cleaning of tables, so the signal must limit how long
 * a slow consumer keeps it.
 *
 * @throws aborted
 */
export async function readMoment<T>(
  db: Database,
  signal: AbortSignal,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  throwIfAborted(signal);
  return await inTransaction(db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    await withoutTransactionLimit(tx);
    // A slow consumer may need minutes for one batch.
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    // All rows are read, so the plan for all of them counts and not the one with the earliest first row.
    await tx.query('set local cursor_tuple_fraction = 1');
    const [session] = await queryRows<{ pid: number }>(tx, 'select pg_backend_pid() as pid');
    const cancelled: Promise<void>[] = [];
    const onAbort = (): void => void cancelled.push(cancelStatement(db, session?.pid ?? 0));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      throwIfAborted(signal);
      return await work(tx);
    } catch (error) {
      if (signal.aborted) throw aborted(error);
      throw error;
    } finally {
      signal.removeEventListener('abort', onAbort);
      // Until then the session is this transaction's own, even behind a pooler.
      await Promise.all(cancelled);
    }
  });
}

/** If this fails, the statement ends by its own limit. */
async function cancelStatement(db: Database, pid: number): Promise<void> {
  await queryRows<{ done: boolean }>(db, 'select pg_cancel_backend($1) as done', [pid]).catch(
    () => undefined,
  );
}

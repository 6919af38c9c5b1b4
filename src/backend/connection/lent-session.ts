import { connect, type Database, queryRows, type Transaction } from '../database.ts';

/**
 * Whether a pooler lends PostgreSQL sessions to Taquilla. At the start of a connection, PostgreSQL names the
 * process that serves it. A pooler invents a number, and another process answers the query.
 */
export async function isLent(client: Transaction): Promise<boolean> {
  const [row] = await queryRows<{ pid: number }>(client, 'select pg_backend_pid() as pid');
  return row?.pid !== (client as unknown as { readonly processID: number | null }).processID;
}

/** The same check for a connection of this pool. */
export async function isBehindPooler(db: Database): Promise<boolean> {
  const client = await connect(db);
  try {
    return await isLent(client);
  } finally {
    client.release();
  }
}

import { connect, type Database, queryRows, type Transaction } from '../database.ts';

/**
 * Whether a pooler lends us the sessions of PostgreSQL. Who lets us in names a process; a pooler names one of its own
 * making, and the session that answers is another one.
 */
export async function isLent(client: Transaction): Promise<boolean> {
  const [row] = await queryRows<{ pid: number }>(client, 'select pg_backend_pid() as pid');
  return row?.pid !== (client as unknown as { readonly processID: number | null }).processID;
}

/** The same of the way that a pool takes. */
export async function isBehindPooler(db: Database): Promise<boolean> {
  const client = await connect(db);
  try {
    return await isLent(client);
  } finally {
    client.release();
  }
}

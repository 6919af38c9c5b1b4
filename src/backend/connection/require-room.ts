import { type Queryable, queryRows } from '../database.ts';

/**
 * More than the memory that it may take: PostgreSQL writes it to a file, which is gone when the statement ends. A
 * reader, a standby and a user without any right may do this, and no table grows of it.
 */
const WRITES_A_FILE = `set local work_mem = '64kB';
  with spilled as materialized (select repeat(md5(n::text), 32) as text from generate_series(1, 512) n)
  select count(*) from spilled`;

/**
 * Looks whether the server's disk takes anything more: reading goes on when it is full.
 *
 * @throws unavailable `backend.disk-full` and others
 */
export async function requireRoom(db: Queryable): Promise<void> {
  await queryRows(db, WRITES_A_FILE);
}

import { type Queryable, queryRows } from '../database.ts';

/**
 * More than `work_mem`, so that PostgreSQL writes it to a temporary file, which is gone when the statement
 * ends. A reader, a standby and a user without rights may do this, and no table grows.
 */
const WRITES_A_FILE = `set local work_mem = '64kB';
  with spilled as materialized (select repeat(md5(n::text), 32) as text from generate_series(1, 512) n)
  select count(*) from spilled`;

/**
 * Checks that the server's disk has room: a full disk still allows reading.
 *
 * @throws unavailable `backend.disk-full` and others
 */
export async function requireRoom(db: Queryable): Promise<void> {
  await queryRows(db, WRITES_A_FILE);
}

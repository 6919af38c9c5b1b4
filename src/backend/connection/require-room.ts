import { type Queryable, queryRows } from '../database.ts';

/**
 * More data than `work_mem` holds, so that PostgreSQL writes a temporary file, which is removed when the
 * statement ends. This also works for a reader, on a standby, and for a user without rights, and no table
 * grows.
 */
const WRITES_A_FILE = `set local work_mem = '64kB';
  with spilled as materialized (select repeat(md5(n::text), 32) as text from generate_series(1, 512) n)
  select count(*) from spilled`;

/**
 * Checks that the server's disk has room, because a full disk still allows reading.
 *
 * @throws unavailable `backend.disk-full` and others
 */
export async function requireRoom(db: Queryable): Promise<void> {
  await queryRows(db, WRITES_A_FILE);
}

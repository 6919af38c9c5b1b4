import { createHash } from 'node:crypto';
import { type Database, queryRows } from './database.ts';

/** The prefix of keys in Redis. It is read on first use and then cached. */
export function redisPrefixOf(db: Database): () => Promise<string> {
  let known: string | null = null;
  return async () => {
    known ??= `taquilla:${await readInstallation(db)}`;
    return known;
  };
}

/**
 * Distinguishes this backend from every other one, in 32 hexadecimal digits, so that several can use the same
 * Redis. A backup that is restored elsewhere contains the same row, but it counts as another installation
 * because its server or database differs.
 *
 * @throws unavailable `backend.*`
 */
async function readInstallation(db: Database): Promise<string> {
  const [row] = await queryRows<{ id: string; database: number; tells_server: boolean }>(
    db,
    `select installation.id, pg_database.oid as database,
       has_function_privilege('pg_control_system()', 'execute') as tells_server
     from installation, pg_database where datname = current_database()`,
  );
  if (row === undefined) throw new Error('the table installation has lost its row');
  const server = row.tells_server ? await readServer(db) : '';
  return createHash('sha256').update(`${row.id} ${server} ${row.database}`).digest('hex').slice(0, 32);
}

/** A copy of the whole server, such as a standby, has the same system identifier. */
async function readServer(db: Database): Promise<string> {
  const [row] = await queryRows<{ server: string }>(
    db,
    'select system_identifier::text as server from pg_control_system()',
  );
  return row?.server ?? '';
}

import { AppError } from '../../kernel/errors.ts';
import type { StoreConnection } from '../reach/store-connection.ts';
import { parseStoreTime } from '../translate/store-time.ts';
import { cellText, firstRow } from './cells.ts';

/** No single statement may burden the store longer than this. */
const STATEMENT_LIMIT_S = 120;

/**
 * Settles what later statements rely on, whatever the server's own settings are: UTC, plain quoting,
 * a limit a statement, patience while a page is being worked on. Answers the server's version.
 *
 * @throws unavailable, config `store.*`
 */
export async function prepareSession(connection: StoreConnection, signal: AbortSignal): Promise<string> {
  const [version] = firstRow(await connection.query('SELECT VERSION()', signal));
  const serverVersion = cellText(version) ?? '';
  await connection.query(
    `SET SESSION sql_mode = '', time_zone = '+00:00',
       net_read_timeout = 120, net_write_timeout = 600, wait_timeout = 900`,
    signal,
  );
  // MariaDB counts in seconds, MySQL in milliseconds; neither knows the other's name.
  await connection.query(
    /mariadb/i.test(serverVersion)
      ? `SET SESSION max_statement_time = ${STATEMENT_LIMIT_S}`
      : `SET SESSION max_execution_time = ${STATEMENT_LIMIT_S * 1000}`,
    signal,
  );
  return serverVersion;
}

/**
 * Opens one consistent view for all that follows on this connection, and answers the server's clock.
 *
 * The isolation level is set and then read back: under READ COMMITTED a server ignores `WITH CONSISTENT
 * SNAPSHOT` without saying so. The clock is asked before the view is opened, so that it is never later
 * than what the view holds.
 *
 * @throws config `store.no-snapshot`: the server keeps another isolation level
 */
export async function beginSnapshot(connection: StoreConnection, signal: AbortSignal): Promise<Date> {
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', signal);
  // MySQL 8 has only the second name, MariaDB before 11.1 only the first.
  const levels = await connection.query(
    `SHOW SESSION VARIABLES WHERE Variable_name IN ('tx_isolation', 'transaction_isolation')`,
    signal,
  );
  if (levels.length === 0 || levels.some((row) => cellText(row[1]) !== 'REPEATABLE-READ')) {
    throw new AppError({
      kind: 'config',
      code: 'store.no-snapshot',
      message: "The store's database does not grant a consistent view.",
      details: { levels: levels.map((row) => cellText(row[1])) },
    });
  }
  const [now] = firstRow(await connection.query('SELECT UTC_TIMESTAMP()', signal));
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', signal);
  const takenAtUtc = parseStoreTime(cellText(now));
  if (takenAtUtc !== null) return takenAtUtc;
  throw new AppError({
    kind: 'bug',
    code: 'store.no-clock',
    message: "The store's database told no time.",
  });
}

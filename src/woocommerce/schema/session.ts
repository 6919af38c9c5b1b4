import { AppError } from '../../kernel/errors.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import { cellText, firstRow } from '../values/cells.ts';
import { parseStoreTime } from '../values/times/store-time.ts';

/** The time limit of a single statement in the store. */
const USUAL_LIMIT_S = 120;
/**
 * Characters of four, three and two bytes. A connection in another character set changes at least one of them.
 */
const ODD_TEXT = '🎟€ñ';
/** The largest value that a server accepts, which means no limit. */
const MOST_ROWS = '18446744073709551615';
/** MySQL 8 has only the second variable, MariaDB before 11.1 only the first. */
const LEVEL_NAMES: readonly (string | null)[] = ['tx_isolation', 'transaction_isolation'];

/**
 * Sets the session variables on which later statements rely: the character set, UTC, plain quoting, answers of
 * any length, a time limit for each statement, and long timeouts while a page is processed. Returns the
 * server's version.
 *
 * @param statementLimitS null means the default limit
 * @throws unavailable, config `store.*`
 */
export async function prepareSession(
  connection: StoreConnection,
  statementLimitS: number | null,
  signal: AbortSignal,
): Promise<string> {
  const [version] = firstRow(await connection.query('SELECT VERSION()', signal));
  const serverVersion = cellText(version) ?? '';
  await Promise.all([
    // The handshake sets this character set as well, but the server's init_connect may change it.
    connection.query('SET NAMES utf8mb4', signal),
    connection.query(
      `SET SESSION sql_mode = '', time_zone = '+00:00', sql_big_selects = 1, sql_select_limit = ${MOST_ROWS},
         net_read_timeout = 120, net_write_timeout = 600, wait_timeout = 900`,
      signal,
    ),
    // The server ends a long statement even if its client is gone.
    connection.query(limitStatement(serverVersion, statementLimitS ?? USUAL_LIMIT_S), signal),
  ]);
  await demandWholeText(connection, signal);
  return serverVersion;
}

/** MariaDB's limit is in seconds, MySQL's in milliseconds and only for reading statements; each has its own name. */
function limitStatement(serverVersion: string, limitS: number): string {
  return /mariadb/i.test(serverVersion)
    ? `SET SESSION max_statement_time = ${limitS}`
    : `SET SESSION max_execution_time = ${limitS * 1000}`;
}

/** A connection that changes this text would put question marks into names, and nothing would report it. */
async function demandWholeText(connection: StoreConnection, signal: AbortSignal): Promise<void> {
  const [text] = firstRow(await connection.query(`SELECT '${ODD_TEXT}'`, signal));
  if (cellText(text) === ODD_TEXT) return;
  throw new AppError({
    code: 'store.text-changed',
    message:
      "Text does not arrive from the store's database as it was sent: the server, or a proxy in front of it, uses another character set than utf8mb4 for this connection.",
    details: { sent: ODD_TEXT, received: cellText(text) },
  });
}

/**
 * Opens one consistent view for all later statements on this connection, and returns the server's time.
 *
 * The isolation level is set and then read back, because under READ COMMITTED a server silently ignores `WITH
 * CONSISTENT SNAPSHOT`. The time is read before the view opens, so that it is never later than the view.
 *
 * @throws config `store.no-snapshot`: the server keeps another isolation level
 */
export async function beginSnapshot(connection: StoreConnection, signal: AbortSignal): Promise<Date> {
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ', signal);
  const levels = await connection.query(
    `SHOW SESSION VARIABLES WHERE Variable_name IN ('${LEVEL_NAMES.join("', '")}')`,
    signal,
  );
  // A remote client's answer may also contain lines of the host's own shell.
  const isolation = levels.filter(([name]) => LEVEL_NAMES.includes(cellText(name)));
  if (isolation.length === 0 || isolation.some(([, level]) => cellText(level) !== 'REPEATABLE-READ')) {
    throw new AppError({
      code: 'store.no-snapshot',
      message: "The store's database does not grant a consistent view.",
      details: { levels: isolation.map(([, level]) => cellText(level)) },
    });
  }
  const takenAtUtc = await readStoreClock(connection, signal);
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', signal);
  return takenAtUtc;
}

/** @throws bug `store.no-clock` */
export async function readStoreClock(connection: StoreConnection, signal: AbortSignal): Promise<Date> {
  const [now] = firstRow(await connection.query('SELECT UTC_TIMESTAMP()', signal));
  const nowUtc = parseStoreTime(cellText(now));
  if (nowUtc !== null) return nowUtc;
  throw new AppError({
    code: 'store.no-clock',
    message: "The store's database gave no time.",
  });
}

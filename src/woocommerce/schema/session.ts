import { AppError } from '../../kernel/errors.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import { cellText, firstRow } from '../values/cells.ts';
import { parseStoreTime } from '../values/times/store-time.ts';

/** No single statement may burden the store longer than this. */
const USUAL_LIMIT_S = 120;
/** Four bytes, three and two: a connection in another character set changes one of them. */
const ODD_TEXT = '🎟€ñ';
/** The largest limit that a server knows: none. */
const MOST_ROWS = '18446744073709551615';
/** MySQL 8 has only the second one, MariaDB before 11.1 only the first. */
const LEVEL_NAMES: readonly (string | null)[] = ['tx_isolation', 'transaction_isolation'];

/**
 * Sets what later statements rely on, whatever the server's own settings are: the character set, UTC, plain
 * quoting, answers of any length, a time limit for each statement, and patience while a page is processed. Answers
 * with the server's version.
 *
 * @param statementLimitS null: the usual one
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
    // The handshake asks for this character set as well, and the server's init_connect may overrule it.
    connection.query('SET NAMES utf8mb4', signal),
    connection.query(
      `SET SESSION sql_mode = '', time_zone = '+00:00', sql_big_selects = 1, sql_select_limit = ${MOST_ROWS},
         net_read_timeout = 120, net_write_timeout = 600, wait_timeout = 900`,
      signal,
    ),
    // The server gives up a long statement even if no client listens any more.
    connection.query(limitStatement(serverVersion, statementLimitS ?? USUAL_LIMIT_S), signal),
  ]);
  await demandWholeText(connection, signal);
  return serverVersion;
}

/** MariaDB counts in seconds, MySQL in milliseconds and for reading statements only; neither knows the other's name. */
function limitStatement(serverVersion: string, limitS: number): string {
  return /mariadb/i.test(serverVersion)
    ? `SET SESSION max_statement_time = ${limitS}`
    : `SET SESSION max_execution_time = ${limitS * 1000}`;
}

/** A text that came back as another one would put question marks into names, unnoticed. */
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
  const levels = await connection.query(
    `SHOW SESSION VARIABLES WHERE Variable_name IN ('${LEVEL_NAMES.join("', '")}')`,
    signal,
  );
  // A remote client's answer may hold a line of the host's own as well.
  const told = levels.filter(([name]) => LEVEL_NAMES.includes(cellText(name)));
  if (told.length === 0 || told.some(([, level]) => cellText(level) !== 'REPEATABLE-READ')) {
    throw new AppError({
      code: 'store.no-snapshot',
      message: "The store's database does not grant a consistent view.",
      details: { levels: told.map(([, level]) => cellText(level)) },
    });
  }
  const [now] = firstRow(await connection.query('SELECT UTC_TIMESTAMP()', signal));
  await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY', signal);
  const takenAtUtc = parseStoreTime(cellText(now));
  if (takenAtUtc !== null) return takenAtUtc;
  throw new AppError({
    code: 'store.no-clock',
    message: "The store's database told no time.",
  });
}

import type { RowDataPacket } from 'mysql2';
import type { Connection } from 'mysql2/promise';
import { AppError, throwIfAborted } from '../../kernel/errors.ts';
import type { DemoStore } from '../model/model.ts';
import { TABLES, type TableName } from '../tables/tables.ts';
import { rowLiteral } from './sql-literal.ts';
import type { Emit } from './store-writer.ts';
import { writeStore } from './write-store.ts';

export interface LoadOptions {
  /** true to replace a store that has the same settings, because a test changed its model. */
  readonly replace?: boolean;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly signal?: AbortSignal;
}

interface LoadProgress {
  readonly ordersWritten: number;
  readonly ordersPlanned: number;
  readonly rowsWritten: number;
}

export interface LoadResult {
  /** true if the same store existed already and was left unchanged. */
  readonly alreadyThere: boolean;
  readonly rowsWritten: number;
}

/** Raised when the same settings give other rows, so that an older store is replaced. */
const DEMO_VERSION = 1;
const MARKER = 'taquilla_demo_store';
/** Far below any server's `max_allowed_packet`. Larger statements are not faster, and cost memory here. */
const STATEMENT_CHARACTERS = 250_000;
/** Limits the size of the undo log, and the work that is lost when a connection breaks. */
const STATEMENTS_PER_COMMIT = 100;
const ORDERS_BETWEEN_REPORTS = 250;

/**
 * Writes a store into the database of the connections, unless the very same store is there already. It drops
 * and creates only tables with the store's own prefix and names. The marker is written last, so if loading is
 * interrupted, the store is written again from the start. With a second connection, the server can use a second
 * core. The sessions keep the settings that loading needs (sql_mode, UTC, utf8mb4).
 *
 * @throws aborted; what the driver throws
 */
export async function loadStore(
  connections: readonly [Connection, ...Connection[]],
  store: DemoStore,
  { replace = false, onProgress, signal }: LoadOptions = {},
): Promise<LoadResult> {
  const { prefix, orders } = store.settings;
  const [connection] = connections;
  if (!/^[A-Za-z0-9_]{1,30}$/.test(prefix)) {
    throw new AppError({
      code: 'demo.prefix',
      message: 'A table prefix is made of letters, digits and underscores.',
    });
  }
  const marker = JSON.stringify({ ...store.settings, version: DEMO_VERSION });
  if (!replace && (await readMarker(connection, prefix)) === marker)
    return { alreadyThere: true, rowsWritten: 0 };

  await onEach(connections, [
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO', time_zone = '+00:00'",
    'SET NAMES utf8mb4 COLLATE utf8mb4_unicode_520_ci',
    // unique_checks = 0 is not used, because MariaDB would then collect and sort the first insert, at twice the
    // cost.
    'SET SESSION autocommit = 0',
  ]);
  await createTables(connection, prefix);
  const pages = openPages(connections, prefix);
  try {
    for (const ordersWritten of writeStore(store, pages.emit)) {
      if (pages.isFull()) {
        if (signal !== undefined) throwIfAborted(signal);
        await pages.send();
      }
      if (ordersWritten % ORDERS_BETWEEN_REPORTS === 0) {
        onProgress?.({ ordersWritten, ordersPlanned: orders, rowsWritten: pages.rowsWritten() });
      }
    }
    await pages.close();
  } catch (error) {
    // Ends the transactions. If a connection was lost, its transaction has ended, and the first error is the
    // one to report.
    await onEach(connections, ['SET SESSION autocommit = 1']).catch(() => undefined);
    throw error;
  }
  await onEach(connections, ['SET SESSION autocommit = 1']);
  if (signal !== undefined) throwIfAborted(signal);
  await addIndexes(connections, prefix, signal);
  await connection.query(
    `INSERT INTO \`${prefix}options\` (option_name, option_value, autoload) VALUES (?, ?, 'off')`,
    [MARKER, marker],
  );
  onProgress?.({ ordersWritten: orders, ordersPlanned: orders, rowsWritten: pages.rowsWritten() });
  return { alreadyThere: false, rowsWritten: pages.rowsWritten() };
}

async function readMarker(connection: Connection, prefix: string): Promise<string | null> {
  const [tables] = await connection.query<never[]>(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
    [`${prefix}options`],
  );
  if (tables.length === 0) return null;
  const [rows] = await connection.query<(RowDataPacket & { option_value: string })[]>(
    `SELECT option_value FROM \`${prefix}options\` WHERE option_name = ?`,
    [MARKER],
  );
  return rows[0]?.option_value ?? null;
}

async function createTables(connection: Connection, prefix: string): Promise<void> {
  for (const [name, table] of Object.entries(TABLES)) {
    await connection.query(`DROP TABLE IF EXISTS \`${prefix}${name}\``);
    await connection.query(
      `CREATE TABLE \`${prefix}${name}\` (\n  ${table.body}\n) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_unicode_520_ci`,
    );
  }
}

async function onEach(connections: readonly Connection[], statements: readonly string[]): Promise<void> {
  for (const connection of connections) {
    for (const statement of statements) await connection.query(statement);
  }
}

/** Each connection takes the next table, beginning with the largest, so that no connection waits for it at the end. */
async function addIndexes(
  connections: readonly Connection[],
  prefix: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { postmeta, ...others } = TABLES;
  const waiting = Object.entries({ postmeta, ...others }).filter(([, table]) => table.indexes.length > 0);
  const work = async (connection: Connection): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      if (signal !== undefined) throwIfAborted(signal);
      const [name, table] = next;
      await connection.query(
        `ALTER TABLE \`${prefix}${name}\` ${table.indexes.map((index) => `ADD ${index}`).join(', ')}`,
      );
    }
  };
  await Promise.all(connections.map(work));
}

interface Page {
  rows: string[];
  characters: number;
}

/**
 * Collects rows into INSERTs, one for each table. Each connection runs one INSERT while the next rows are made.
 */
function openPages(connections: readonly [Connection, ...Connection[]], prefix: string) {
  const pages = new Map<TableName, Page>();
  const full: string[] = [];
  const lanes = connections.map((connection) => ({ connection, underWay: Promise.resolve() }));
  let rowsWritten = 0;
  let statements = 0;

  const statementOf = (table: TableName, page: Page): string =>
    `INSERT INTO \`${prefix}${table}\` (${COLUMN_LISTS[table]}) VALUES\n${page.rows.join(',\n')}`;

  const emit: Emit = (table, row) => {
    let page = pages.get(table);
    if (page === undefined) {
      page = { rows: [], characters: 0 };
      pages.set(table, page);
    }
    const literal = rowLiteral(row);
    page.rows.push(literal);
    page.characters += literal.length;
    rowsWritten += 1;
    if (page.characters < STATEMENT_CHARACTERS) return;
    full.push(statementOf(table, page));
    pages.delete(table);
  };

  const send = async (): Promise<void> => {
    for (const statement of full.splice(0)) {
      const lane = lanes[statements % lanes.length];
      if (lane === undefined) return;
      await lane.underWay;
      statements += 1;
      lane.underWay = insert(lane.connection, statement, statements % STATEMENTS_PER_COMMIT < lanes.length);
      // Either the await above or the one in close() reports the failure. Until then it must not count as an
      // unhandled rejection.
      lane.underWay.catch(() => undefined);
    }
  };

  return {
    emit,
    send,
    isFull: (): boolean => full.length > 0,
    rowsWritten: (): number => rowsWritten,
    async close(): Promise<void> {
      for (const [table, page] of pages) full.push(statementOf(table, page));
      pages.clear();
      await send();
      for (const lane of lanes) {
        await lane.underWay;
        await lane.connection.commit();
      }
    },
  };
}

async function insert(connection: Connection, statement: string, commit: boolean): Promise<void> {
  await connection.query(statement);
  if (commit) await connection.commit();
}

const COLUMN_LISTS = Object.fromEntries(
  Object.entries(TABLES).map(([name, table]) => [
    name,
    table.columns.map((column) => `\`${column}\``).join(', '),
  ]),
) as Readonly<Record<TableName, string>>;

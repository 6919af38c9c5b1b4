import pg from 'pg';
import type { Log } from '../kernel/log/log.ts';
import { AnsweredClient, together } from './connection/answered-client.ts';
import { BackendPool } from './connection/backend-pool.ts';
import { PgSocket } from './connection/pg-socket.ts';
import {
  CONNECT_TIMEOUT_MS,
  fromPostgres,
  settingRefused,
  type Whereabouts,
} from './connection/postgres-errors.ts';

export type Database = BackendPool;
/** A connection inside a transaction. */
export type Transaction = pg.PoolClient;
/** A pool or a transaction, for a statement that needs no transaction of its own. */
export type Queryable = Database | Transaction;

/** The address of PostgreSQL: that of `DATABASE_URL`, or that of the bundled server. */
export interface DatabaseConnection {
  readonly connectionString: string;
  /** The same database without a pooler in between; absent or null if there is no direct address. */
  readonly directUrl?: string | null;
  /** The name of the sessions in `pg_stat_activity`; by default the name of the program. */
  readonly name?: string;
}

/** The prefix of our session names in `pg_stat_activity`. */
export const PROGRAM = 'taquilla';
/** Longer than PostgreSQL's own limit, because PostgreSQL's error explains the failure. */
const ANSWER_LIMIT_MS = 80_000;
/** One connection listens, and `check` needs another one to test whether notices arrive. */
const MOST_DIRECT_CONNECTIONS = 2;
/** Between two statements of a short transaction, no work takes this long. */
const MOST_IDLE_MS = 10_000;

/**
 * The pool of connections to our backend. `bigint` columns (WooCommerce ids, counts) become numbers, because
 * they stay below 2⁵³. `numeric` stays text, for `parseMoney`.
 */
export function openDatabase(
  { connectionString, directUrl = null, name = PROGRAM }: DatabaseConnection,
  log: Log,
  maxConnections = 10,
  answerLimitMs = ANSWER_LIMIT_MS,
): Database {
  const open = (url: string, most: number): BackendPool => openPool(url, { log, name, most, answerLimitMs });
  const pool = open(connectionString, maxConnections);
  if (directUrl !== null) pool.direct = open(directUrl, MOST_DIRECT_CONNECTIONS);
  return pool;
}

interface PoolOptions {
  readonly log: Log;
  readonly name: string;
  readonly most: number;
  readonly answerLimitMs: number;
}

function openPool(connectionString: string, { log, name, most, answerLimitMs }: PoolOptions): BackendPool {
  const pool = new BackendPool({
    connectionString,
    application_name: name,
    max: most,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    stream: () => new PgSocket(),
    Client: clientWithin(answerLimitMs),
  });
  dropIdleAfterNoAnswer(pool);
  // An idle connection that breaks is replaced on the next use. Without this listener, Node would end the
  // process.
  pool.on('error', (error) => log.warn({ driverMessage: error.message }, 'idle backend connection lost'));
  // The same for a connection that breaks between two statements: the next statement fails.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function clientWithin(answerLimitMs: number): new () => pg.ClientBase {
  return class extends AnsweredClient {
    constructor(config?: pg.ClientConfig) {
      super(config, answerLimitMs);
    }
  };
}

/**
 * If one connection gets no answer, the others probably get none either. So the idle ones are replaced, and
 * none of them costs another wait.
 */
function dropIdleAfterNoAnswer(pool: pg.Pool): void {
  const idle = new Set<AnsweredClient>();
  pool.on('connect', (client) => {
    if (!(client instanceof AnsweredClient)) return;
    client.onNoAnswer = (reason) => {
      for (const one of idle) one.destroy(reason);
    };
  });
  pool.on('release', (error, client) => {
    if (!error && client instanceof AnsweredClient) idle.add(client);
  });
  for (const left of ['acquire', 'remove'] as const) {
    pool.on(left, (client) => {
      if (client instanceof AnsweredClient) idle.delete(client);
    });
  }
}

/**
 * Runs `work` in one transaction, which is committed or rolled back as a whole. If the last message of `work`
 * has already committed, nothing is committed again. Such work holds no lock while the server waits for its
 * client.
 */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await connect(db);
  let broken: Error | undefined;
  try {
    await begin(client, db.opening);
    const result = await work(client);
    if (client.getTransactionStatus() !== 'I') await client.query('commit');
    return result;
  } catch (thrown) {
    // A connection whose rollback fails is not returned to the pool.
    await client.query('rollback').catch((error: Error) => {
      broken = error;
    });
    const error = fromPostgres(thrown, placeOf(client));
    // A new connection may reach the present primary server, or start without that default.
    if (error.code === 'backend.read-only') broken ??= error;
    throw error;
  } finally {
    client.release(broken);
  }
}

async function begin(client: Transaction, opening: string): Promise<void> {
  try {
    await client.query(opening);
  } catch (thrown) {
    throw settingRefused(thrown, placeOf(client));
  }
}

/**
 * Ends the transaction if its client is idle for a few seconds. This is for locks that others wait for: a
 * process that freezes between two statements must not block them until the session's own limit.
 */
export async function endIfIdle(tx: Transaction): Promise<void> {
  await tx.query(`set local idle_in_transaction_session_timeout = ${MOST_IDLE_MS}`);
}

/** The server of a statement. Only the driver's connections know how the connection string was parsed. */
export function placeOf(db: Queryable): Whereabouts {
  if ('host' in db) return db as Whereabouts;
  const { options } = db as pg.Pool;
  return new pg.Client(options);
}

/** Takes a connection of the pool, which the caller must release. Errors become AppErrors. */
export async function connect(db: Database): Promise<Transaction> {
  try {
    return await db.connect();
  } catch (thrown) {
    throw fromPostgres(thrown, placeOf(db));
  }
}

/**
 * Runs one statement. The caller names the type of the rows; rows without a type can only be counted. Errors
 * become ours. Without a transaction, the statement gets one of its own.
 */
export async function queryRows<R extends pg.QueryResultRow = Record<never, never>>(
  db: Queryable,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  if (db instanceof BackendPool) return await queryAlone<R>(db, sql, values);
  try {
    const result = await db.query<R>(sql, [...values]);
    return result.rows;
  } catch (thrown) {
    throw fromPostgres(thrown, placeOf(db));
  }
}

/**
 * Begin, statement and commit are sent together, so that they cost one round trip. After an error, commit acts
 * as a rollback.
 */
async function queryAlone<R extends pg.QueryResultRow>(
  db: Database,
  sql: string,
  values: readonly unknown[],
): Promise<R[]> {
  const client = await connect(db);
  let broken: Error | undefined;
  try {
    const [began, asked, ended] = await together(
      client,
      async () => await client.query(db.opening),
      async () => await client.query<R>(sql, [...values]),
      async () => await client.query('commit'),
    );
    if (began.status === 'rejected') throw settingRefused(began.reason, placeOf(client));
    if (asked.status === 'rejected') throw asked.reason;
    if (ended.status === 'rejected') throw ended.reason;
    return asked.value.rows;
  } catch (thrown) {
    const error = fromPostgres(thrown, placeOf(client));
    // If the server refused the statement but still answers, the connection can be used again.
    const isFit = thrown instanceof pg.DatabaseError && client.getTransactionStatus() === 'I';
    if (!isFit || error.code === 'backend.read-only') broken = error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Rows that a cursor fetches at once: enough that round trips cost little, and few enough to hold in memory. */
const FETCHED_ROWS = 500;
let cursors = 0;

/**
 * Reads the rows of one statement through a cursor of PostgreSQL, so that memory holds one batch, however many
 * rows there are. It lives as long as the transaction. The next batch is fetched when the caller wants it.
 */
export async function* streamRows<R extends pg.QueryResultRow>(
  tx: Transaction,
  sql: string,
  values: readonly unknown[] = [],
): AsyncGenerator<readonly R[]> {
  cursors += 1;
  const name = `rows_${cursors}`;
  await queryRows(tx, `declare ${name} no scroll cursor for ${sql}`, values);
  for (;;) {
    const rows = await queryRows<R>(tx, `fetch ${FETCHED_ROWS} from ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < FETCHED_ROWS) return;
  }
}

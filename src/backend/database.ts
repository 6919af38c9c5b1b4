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
/** A pool or a transaction, for a statement that does not need its own transaction. */
export type Queryable = Database | Transaction;

/** The address of PostgreSQL: `DATABASE_URL`, or that of the bundled server. */
export interface DatabaseConnection {
  readonly connectionString: string;
  /** The same database without a pooler in between; absent or null: there is no direct address. */
  readonly directUrl?: string | null;
  /** The name of the sessions in `pg_stat_activity`; by default that of the program. */
  readonly name?: string;
}

/** The prefix of our session names in `pg_stat_activity`. */
export const PROGRAM = 'taquilla';
/** Later than PostgreSQL's own limit, because its answer explains the failure. */
const ANSWER_LIMIT_MS = 80_000;
/** One connection listens, and `check` uses another one while it tests whether notices arrive. */
const MOST_DIRECT_CONNECTIONS = 2;
/** A short transaction has no work between two statements that takes this long. */
const MOST_IDLE_MS = 10_000;

/**
 * The pool of connections to our backend. `bigint` columns (WooCommerce ids, counts) come as numbers: they
 * stay below 2⁵³. `numeric` stays text, for `parseMoney`.
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
  // An idle connection that breaks is replaced at the next use; without a listener Node would end the process.
  pool.on('error', (error) => log.warn({ driverMessage: error.message }, 'idle backend connection lost'));
  // The same for a connection in use that breaks between two statements: the next statement fails.
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
 * When one connection gets no answer, the others probably get none either: the idle ones are replaced, so that each
 * of them does not cost another wait.
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
 * Runs `work` in one transaction, which is committed or rolled back as a whole. Work whose last message
 * commits holds no lock while it waits for the client, so it is left as it is.
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
    // A connection whose rollback fails does not go back to the pool.
    await client.query('rollback').catch((error: Error) => {
      broken = error;
    });
    const error = fromPostgres(thrown, placeOf(client));
    // Another connection may reach the server that is the primary now, or start without that default.
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
 * Ends the transaction if its client is idle for a few seconds. For locks that others wait for: a process
 * that freezes between two statements must not block them until the session's own limit.
 */
export async function endIfIdle(tx: Transaction): Promise<void> {
  await tx.query(`set local idle_in_transaction_session_timeout = ${MOST_IDLE_MS}`);
}

/** The server of a statement; only the driver's connections know how the connection string was parsed. */
export function placeOf(db: Queryable): Whereabouts {
  if ('host' in db) return db as Whereabouts;
  const { options } = db as pg.Pool;
  return new pg.Client(options);
}

/** A connection of the pool, which the caller releases; errors become AppErrors. */
export async function connect(db: Database): Promise<Transaction> {
  try {
    return await db.connect();
  } catch (thrown) {
    throw fromPostgres(thrown, placeOf(db));
  }
}

/**
 * One statement, its rows typed by the caller, its errors ours; without a transaction it gets one of its own. Rows
 * without a type can be counted, and no more.
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
 * Begin, statement and commit are sent together, so that there is one round trip. After an error, commit is a
 * rollback.
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
    // If the server refused the statement but still answers, the connection is as before.
    const isFit = thrown instanceof pg.DatabaseError && client.getTransactionStatus() === 'I';
    if (!isFit || error.code === 'backend.read-only') broken = error;
    throw error;
  } finally {
    client.release(broken);
  }
}

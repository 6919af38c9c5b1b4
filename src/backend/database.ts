import pg from 'pg';
import type { Log } from '../kernel/log.ts';
import { AnsweredClient } from './answered-client.ts';
import { lastingSession } from './lasting-session.ts';
import { PgSocket } from './pg-socket.ts';
import { CONNECT_TIMEOUT_MS, fromPostgres, type Whereabouts } from './postgres-errors.ts';

export type Database = pg.Pool;
/** One connection inside a transaction. */
export type Transaction = pg.PoolClient;
/** Either: for a statement that needs no transaction of its own. */
export type Queryable = Pick<pg.Pool, 'query'>;

/** Where PostgreSQL is: `DATABASE_URL`, or the socket folder of the embedded server. */
export type DatabaseConnection = Pick<
  pg.PoolConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'password' | 'database' | 'application_name'
>;

/** What the names of our sessions in `pg_stat_activity` begin with. */
export const PROGRAM = 'taquilla';
const INT8 = 20;
/** PostgreSQL itself ends a statement that takes longer. */
const STATEMENT_LIMIT_MS = 75_000;
/** Later than PostgreSQL's own limit: an answer that says why is worth more than none. */
const ANSWER_LIMIT_MS = 80_000;
/** Between two statements of a short transaction there is no work that takes as long. */
const MOST_IDLE_MS = 10_000;
// A random read costs no four sequential ones on the disks of today: lists go by their indexes, deep pages too.
export const RANDOM_PAGE_COST = 1.1;
const SESSION_SETTINGS = [
  'timezone=UTC',
  `statement_timeout=${STATEMENT_LIMIT_MS}`,
  'idle_in_transaction_session_timeout=60000',
  `random_page_cost=${RANDOM_PAGE_COST}`,
  // A search has many conditions, and compiling them takes longer than asking them.
  'jit=off',
];

/**
 * The pool of connections to our backend. `bigint` columns (WooCommerce ids, counts) come as numbers: they
 * stay below 2⁵³. `numeric` stays text, for `parseMoney`.
 */
export function openDatabase(
  connection: DatabaseConnection,
  log: Log,
  maxConnections = 10,
  answerLimitMs = ANSWER_LIMIT_MS,
): Database {
  const types = new pg.TypeOverrides();
  types.setTypeParser(INT8, Number);
  const pool = new pg.Pool({
    application_name: PROGRAM,
    ...connection,
    ...lastingSession(connection.connectionString ?? '', SESSION_SETTINGS),
    types,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    stream: () => new PgSocket(),
    Client: clientWithin(answerLimitMs),
  });
  dropIdleAfterNoAnswer(pool);
  // An idle connection that breaks is replaced at the next use; without a listener Node would end the process.
  pool.on('error', (error) => log.warn({ told: error.message }, 'idle backend connection lost'));
  // The same for one that is lent out and breaks between two statements: the next statement tells its user.
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
 * Where one connection gets no answer, the others lead the same way: those that nobody uses are replaced, so that not
 * each of them costs another wait.
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
 * Runs `work` in one transaction: all of it is committed, or none. Work that commits with its own last message, so that
 * nothing is held while the client is asked, is left as it is.
 */
export async function inTransaction<T>(db: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await connect(db);
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    if (client.getTransactionStatus() !== 'I') await client.query('commit');
    return result;
  } catch (thrown) {
    // A connection whose rollback fails is not given back to the pool.
    await client.query('rollback').catch((error: Error) => {
      broken = error;
    });
    const error = fromPostgres(thrown, placeOf(client));
    // Another connection may lead to the server that is the primary now, or begin without that default.
    if (error.code === 'backend.read-only') broken ??= error;
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Lets the transaction end after a few seconds in which its client asks nothing. For what others wait for: a process
 * that freezes between two of its statements must not keep them waiting for as long as the session's own limit.
 */
export async function endIfIdle(tx: Transaction): Promise<void> {
  await tx.query(`set local idle_in_transaction_session_timeout = ${MOST_IDLE_MS}`);
}

/** Where statements go: what the driver made of the connection string is known to its connections alone. */
export function placeOf(db: Queryable): Whereabouts {
  if ('host' in db) return db as Whereabouts;
  const { options } = db as pg.Pool;
  return new pg.Client(options);
}

/** A connection of the pool, to be released; where there is none its errors are ours. */
export async function connect(db: Database): Promise<Transaction> {
  try {
    return await db.connect();
  } catch (thrown) {
    throw fromPostgres(thrown, placeOf(db));
  }
}

/** One statement outside a transaction, its rows typed by the caller, its errors ours. */
export async function queryRows<R extends pg.QueryResultRow>(
  db: Queryable,
  sql: string,
  values: readonly unknown[] = [],
): Promise<R[]> {
  try {
    const result = await db.query<R>(sql, [...values]);
    return result.rows;
  } catch (thrown) {
    throw fromPostgres(thrown, placeOf(db));
  }
}

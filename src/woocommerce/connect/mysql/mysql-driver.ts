import type { Connection } from 'mysql2';
import type { StatementDriver, StatementListener } from '../statement-driver.ts';
import type { Row } from '../store-connection.ts';

interface Waiting {
  readonly sql: string;
  readonly listener: StatementListener;
}

const MOST_TOGETHER = 16;
/** Far below the smallest limit of a server for a packet. */
const MOST_CHARACTERS = 400_000;
/** The one row of this statement shows that the statement before it is finished. */
const MARK = 'SELECT 0';
/** A server or proxy that accepts one statement at a time reports the second one as a syntax error. */
const PARSE_ERROR = 1064;

/**
 * MySQL's own protocol, which the driver speaks over the given stream. Statements that are issued at the same
 * time are sent together, because over a slow network each one would otherwise cost a round trip.
 */
export class MysqlDriver implements StatementDriver {
  readonly #connection: Connection;
  #waiting: Waiting[] = [];
  #busy = false;
  #together = true;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  run(sql: string, listener: StatementListener): void {
    this.#waiting.push({ sql, listener });
    this.#sendSoon();
  }

  onLost(listener: (error: unknown) => void): void {
    this.#connection.on('error', listener);
  }

  pause(): void {
    this.#connection.pause();
  }

  resume(): void {
    this.#connection.resume();
  }

  destroy(): void {
    this.#waiting = [];
    this.#connection.destroy();
  }

  /** Sends in the next turn of the event loop, so that statements issued at the same time are sent together. */
  #sendSoon(): void {
    if (this.#busy) return;
    this.#busy = true;
    setImmediate(() => this.#send());
  }

  #send(): void {
    const batch = this.#takeBatch();
    const [first] = batch;
    if (first === undefined) {
      this.#busy = false;
      return;
    }
    const isBatch = batch.length > 1;
    const sql = isBatch ? batch.map((waiting) => `${waiting.sql};${MARK}`).join(';') : first.sql;
    // The answer to each statement is followed by the answer to its mark.
    let answers = 0;
    let done = 0;
    let failed = false;
    this.#connection
      .query({ sql, rowsAsArray: true })
      .on('error', (error: unknown) => {
        failed = true;
        this.#failed(batch.slice(done), error, isBatch);
      })
      .on('fields', () => {
        answers += 1;
        if (!isBatch || answers % 2 === 1) return;
        done += 1;
        batch[done - 1]?.listener.done();
      })
      .on('result', (row: unknown) => {
        // Anything but an array is the header of a statement without rows.
        if (!Array.isArray(row) || (isBatch && answers % 2 === 0)) return;
        batch[done]?.listener.row(row as Row);
      })
      .on('end', () => {
        if (failed) return;
        if (!isBatch) first.listener.done();
        this.#next();
      });
  }

  /** Fails the first statement. The server did not read the statements after it, so they are sent again. */
  #failed([first, ...rest]: readonly Waiting[], error: unknown, wasBatch: boolean): void {
    const fatal = error instanceof Error && 'fatal' in error && error.fatal === true;
    const errno = error instanceof Error && 'errno' in error ? error.errno : undefined;
    if (wasBatch && errno === PARSE_ERROR && first !== undefined) {
      this.#together = false;
      this.#waiting = [first, ...rest, ...this.#waiting];
    } else {
      this.#waiting = [...rest, ...this.#waiting];
      first?.listener.failed(error, fatal);
    }
    if (!fatal) this.#next();
  }

  #next(): void {
    this.#busy = false;
    if (this.#waiting.length > 0) this.#sendSoon();
  }

  #takeBatch(): readonly Waiting[] {
    let count = 0;
    let characters = 0;
    for (const { sql } of this.#waiting) {
      characters += sql.length;
      if (count > 0 && (!this.#together || count === MOST_TOGETHER || characters > MOST_CHARACTERS)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}

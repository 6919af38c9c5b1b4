import type { ClientChannel } from 'ssh2';
import type { StatementDriver, StatementListener } from '../statement-driver.ts';
import { lostConnection, rowTooLarge, type StorePlace } from '../store-errors.ts';
import { type ClientError, errorInLine, plainLine, rowInLine } from './client-line.ts';
import { asJsonStatement } from './json-statement.ts';
import { LineSplitter } from './line-splitter.ts';
import { ROW_LIMIT_BYTES } from './remote-client.ts';

interface PendingStatement {
  readonly listener: StatementListener;
  /**
   * How many columns each row has. Null if the statement is not a query: then the rows stay as the client prints
   * them.
   */
  readonly columns: number | null;
  readonly endMark: string;
  failed: Error | null;
}

const BRACKET = 0x5b;
const REPORTED_CHARACTERS = 200;
// In JSON, one character may take six bytes.
const LINE_LIMIT_BYTES = ROW_LIMIT_BYTES * 6;
/** The client's own errors after it has lost the server. */
const CLIENT_ERRORS = { from: 2000, to: 2999 };
/**
 * Errors after which the server refuses every statement, even the one that ends an answer: limits of an
 * account, or expired passwords.
 */
const REFUSES_ALL: readonly number[] = [1226, 1820, 1862];
/** The server sends this text, with only a warning, in place of a row beyond its own limit. */
const NO_ROW = 'NULL';

/**
 * Sends statements through the standard input and output of a `mysql` client that runs on the SSH host. After
 * each statement the client prints our mark, which ends its answer. Errors arrive in order on the same stream,
 * and a mark cannot be mistaken for a row. Other output of the client or the host, on separate lines or before
 * a row, is ignored.
 */
export class ExecDriver implements StatementDriver {
  readonly #channel: ClientChannel;
  readonly #mark: string;
  readonly #at: StorePlace;
  readonly #pending: PendingStatement[] = [];
  #number = 0;
  #lastLine = '';
  #onLost: ((error: unknown) => void) | null = null;
  #ended = false;

  constructor(channel: ClientChannel, mark: string, at: StorePlace) {
    this.#channel = channel;
    this.#at = at;
    this.#mark = mark;
    const lines = new LineSplitter(
      LINE_LIMIT_BYTES,
      (line) => this.#take(line),
      () => this.#lose(rowTooLarge(ROW_LIMIT_BYTES, at)),
    );
    channel.on('data', (bytes: Buffer) => lines.push(bytes));
    channel.stderr.resume();
    channel.on('error', (error: unknown) => this.#lose(error));
    channel.on('close', () => this.#lose(lostConnection(this.#lastLine, at)));
    channel.resume();
  }

  run(sql: string, listener: StatementListener): void {
    const json = asJsonStatement(sql);
    this.#number += 1;
    const endMark = `${this.#mark} ${this.#number}`;
    this.#pending.push({ listener, columns: json?.columns ?? null, endMark, failed: null });
    this.#channel.write(`${json?.sql ?? sql};\nSELECT '${endMark}';\n`);
  }

  onLost(listener: (error: unknown) => void): void {
    this.#onLost = listener;
  }

  pause(): void {
    this.#channel.pause();
  }

  resume(): void {
    this.#channel.resume();
  }

  /**
   * Ends the client by a signal, because a client in a long query does not notice that its channel is closed.
   */
  destroy(): void {
    this.#ended = true;
    try {
      this.#channel.signal('TERM');
    } catch {
      // The channel is closed already.
    }
    this.#channel.destroy();
    this.#channel.resume();
  }

  #take(line: Buffer): void {
    if (this.#ended) return;
    const pending = this.#pending[0];
    if (pending?.failed === null && pending.columns !== null && line[0] === BRACKET) {
      const row = rowInLine(line.toString('utf8'), pending.columns);
      if (row !== 'none' && row !== 'broken') {
        pending.listener.row(row);
        return;
      }
    }
    const text = plainLine(line);
    // A wrapper that echoes its input prints the mark as well, but in quotes.
    if (pending !== undefined && text.endsWith(pending.endMark)) {
      this.#pending.shift();
      if (pending.failed === null) pending.listener.done();
      else pending.listener.failed(pending.failed, false);
      return;
    }
    const error = errorInLine(text, 'at its start');
    if (error !== null) this.#failed(pending, error);
    else if (pending?.failed === null) this.#answered(pending, pending.columns, text);
    if (text !== '') this.#lastLine = text.slice(0, REPORTED_CHARACTERS);
  }

  #answered(pending: PendingStatement, columns: number | null, text: string): void {
    if (columns === null) {
      pending.listener.row(text.split('\t').map(cellOf));
      return;
    }
    if (text === NO_ROW) {
      pending.failed = rowTooLarge(ROW_LIMIT_BYTES, this.#at);
      return;
    }
    const row = rowInLine(text, columns);
    const error = row === 'none' ? errorInLine(text, 'anywhere') : null;
    if (row === 'broken') this.#lose(lostConnection(text.slice(0, REPORTED_CHARACTERS), this.#at));
    else if (row !== 'none') pending.listener.row(row);
    else if (error !== null) this.#failed(pending, error);
  }

  #failed(pending: PendingStatement | undefined, error: ClientError): void {
    // A second error is only a consequence of the first.
    const first = pending?.failed ?? error;
    if (pending !== undefined) pending.failed = first;
    const isClients = error.errno >= CLIENT_ERRORS.from && error.errno <= CLIENT_ERRORS.to;
    if (isClients || REFUSES_ALL.includes(error.errno)) this.#lose(first);
  }

  #lose(error: unknown): void {
    if (this.#ended) return;
    const known = this.#pending[0]?.failed ?? error;
    this.#onLost?.(known);
  }
}

/** The rows of other statements contain little, and never the text 'NULL'. */
function cellOf(text: string): string | null {
  return text === 'NULL' ? null : text;
}

import type { ClientChannel } from 'ssh2';
import { lostConnection, rowTooLarge, type StorePlace } from '../store-errors.ts';
import { asJsonStatement } from './json-statement.ts';
import { LineSplitter } from './line-splitter.ts';
import { ROW_LIMIT_BYTES } from './remote-client.ts';
import type { StatementDriver, StatementListener } from './statement-driver.ts';
import type { Row } from './store-connection.ts';

interface Asked {
  readonly listener: StatementListener;
  readonly isJson: boolean;
  readonly endMark: string;
  failed: Error | null;
}

const BRACKET = 0x5b;
const TOLD_CHARACTERS = 200;
// JSON writes a character as up to six.
const LINE_LIMIT_BYTES = ROW_LIMIT_BYTES * 6;
/** The client's own errors: it has lost the server. */
const CLIENT_ERRORS = { from: 2000, to: 2999 };
/** What the server sends, with a warning only, for a row that passes its own limit. */
const NO_ROW = 'NULL';
const ERROR_LINE = /^ERROR (\d+) \(\w+\)(?: at line \d+)?: (.*)$/s;

/**
 * Statements through the standard input and output of a `mysql` client that runs on the SSH host. After each
 * statement the client prints a mark of ours: what came before is its answer. Rows begin with `[`, errors come on
 * the same stream in their place, and no mark can be mistaken for a row. Other lines among rows are what the client
 * or the host warn of, and are no part of an answer.
 */
export class ExecDriver implements StatementDriver {
  readonly #channel: ClientChannel;
  readonly #mark: string;
  readonly #at: StorePlace;
  readonly #asked: Asked[] = [];
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
    this.#asked.push({ listener, isJson: json !== null, endMark, failed: null });
    this.#channel.write(`${json ?? sql};\nSELECT '${endMark}';\n`);
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

  /** The client is ended by a signal: busy with a long query it would not notice that nobody listens. */
  destroy(): void {
    this.#ended = true;
    try {
      this.#channel.signal('TERM');
    } catch {
      // the channel is gone already
    }
    this.#channel.destroy();
    this.#channel.resume();
  }

  #take(line: Buffer): void {
    if (this.#ended) return;
    const asked = this.#asked[0];
    const text = line.toString('utf8');
    if (asked?.failed === null && asked.isJson && line[0] === BRACKET) {
      const row = rowIn(text);
      if (row === null) this.#lose(lostConnection(text.slice(0, TOLD_CHARACTERS), this.#at));
      else asked.listener.row(row);
      return;
    }
    if (asked !== undefined && text === asked.endMark) {
      this.#asked.shift();
      if (asked.failed === null) asked.listener.done();
      else asked.listener.failed(asked.failed, false);
      return;
    }
    const error = errorIn(text);
    if (error !== null) this.#failed(asked, error);
    else if (asked?.failed === null && asked.isJson && text === NO_ROW) {
      asked.failed = rowTooLarge(ROW_LIMIT_BYTES, this.#at);
    } else if (asked?.failed === null && !asked.isJson) asked.listener.row(text.split('\t').map(cellOf));
    if (text !== '') this.#lastLine = text.slice(0, TOLD_CHARACTERS);
  }

  #failed(asked: Asked | undefined, error: ClientError): void {
    // A second error is only the consequence of the first.
    const first = asked?.failed ?? error;
    if (asked !== undefined) asked.failed = first;
    if (error.errno >= CLIENT_ERRORS.from && error.errno <= CLIENT_ERRORS.to) this.#lose(first);
  }

  #lose(error: unknown): void {
    if (this.#ended) return;
    const known = this.#asked[0]?.failed ?? error;
    this.#onLost?.(known);
  }
}

type ClientError = Error & { readonly errno: number };

function errorIn(line: string): ClientError | null {
  const [, errno, told = ''] = ERROR_LINE.exec(line) ?? [];
  return errno === undefined ? null : Object.assign(new Error(told), { errno: Number(errno) });
}

/** null: a warning was written into the middle of the row. */
function rowIn(line: string): Row | null {
  try {
    return JSON.parse(line) as Row;
  } catch {
    return null;
  }
}

/** Statements that are no query tell little, and never the text 'NULL'. */
function cellOf(text: string): string | null {
  return text === 'NULL' ? null : text;
}

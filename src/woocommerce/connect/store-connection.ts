import { aborted } from '../../kernel/errors.ts';
import { RateLimiter } from './rate-limiter.ts';
import type { StatementDriver } from './statement-driver.ts';
import { type StorePlace, silentStore, toStatementError, toStoreError } from './store-errors.ts';

/** A value in a row. Numbers past 2⁵³, decimals and times arrive as text. */
export type Cell = string | number | Buffer | null;
export type Row = readonly Cell[];
/** How the rows of a statement are decoded before they are passed on. Null if they stay unchanged. */
export type RowReading = (sql: string) => ((row: Row) => Row) | null;

/**
 * If our own work took at least this share of the time, a late answer may have waited for us and not for the
 * server.
 */
const BUSY_OURSELVES = 0.5;

interface ConnectionOptions {
  /** The name of the database in errors. */
  readonly at: StorePlace;
  /**
   * How long a server may be silent while it owes an answer. This is longer than the longest allowed statement.
   */
  readonly silenceMs: number;
  readonly rateLimiter?: RateLimiter;
  readonly onCost?: OnCost;
}

/** What one statement cost the store, as seen from here. */
interface StatementCost {
  readonly rows: number;
  /** Of the values in its rows. */
  readonly bytes: number;
  /** From when the store owed the answer until its end, the way over the network included. */
  readonly seconds: number;
}

export type OnCost = (cost: StatementCost) => void;

/**
 * One connection to a store over any transport. No statement can hang: a lost connection, an abort and a silent
 * server each end every open statement.
 *
 * Statements are whole texts without parameters. They contain only numbers and a checked table prefix, so
 * nothing depends on the server's rules for escaping strings.
 */
export class StoreConnection {
  readonly #driver: StatementDriver;
  readonly #at: StorePlace;
  readonly #silenceMs: number;
  readonly #rateLimiter: RateLimiter;
  readonly #onCost: OnCost;
  readonly #open = new Set<(error: unknown) => void>();
  readonly #onClose = new Set<() => void>();
  #reading: RowReading = () => null;
  #watchdog: NodeJS.Timeout | null = null;
  #paused: NodeJS.Timeout | null = null;
  #ended: { readonly reason: unknown } | null = null;
  #lastAnswerAtMs = 0;

  constructor(
    driver: StatementDriver,
    { at, silenceMs, rateLimiter = new RateLimiter(null), onCost = () => undefined }: ConnectionOptions,
  ) {
    this.#driver = driver;
    this.#at = at;
    this.#silenceMs = silenceMs;
    this.#rateLimiter = rateLimiter;
    this.#onCost = onCost;
    driver.onLost((error) => this.#end(toStoreError(error, at)));
  }

  get isOpen(): boolean {
    return this.#ended === null;
  }

  /** Applies to all later statements. */
  readRowsBy(reading: RowReading): void {
    this.#reading = reading;
  }

  /** Returns all rows of a statement with a small answer. */
  async query(sql: string, signal: AbortSignal): Promise<readonly Row[]> {
    const rows: Row[] = [];
    await this.scan(sql, (row) => void rows.push(row), signal);
    return rows;
  }

  /** Passes on each row when it arrives and keeps none, for statements that scan a whole index. */
  async scan(sql: string, onRow: (row: Row) => void, signal: AbortSignal): Promise<void> {
    if (this.#rateLimiter.waitMs > 0 && this.#ended === null) await this.#rateLimiter.wait(signal);
    await this.#ask(sql, onRow, signal);
  }

  /** Calls back when the connection ends for any reason, or at once if it has ended already. */
  onClose(listener: () => void): void {
    if (this.#ended === null) this.#onClose.add(listener);
    else listener();
  }

  /** Ends the connection at once. The server then ends the read-only transaction. Calling it twice is safe. */
  close(): void {
    this.#end(aborted());
  }

  #ask(sql: string, onRow: (row: Row) => void, signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      if (signal.aborted) this.#end(aborted(signal.reason));
      if (this.#ended !== null) {
        reject(this.#ended.reason);
        return;
      }
      const onAbort = (): void => this.#end(aborted(signal.reason));
      const settle = (): boolean => {
        signal.removeEventListener('abort', onAbort);
        const first = this.#open.delete(fail);
        if (this.#open.size === 0) this.#rest();
        else this.#restartWatchdog();
        return first;
      };
      const fail = (error: unknown): void => {
        if (settle()) reject(error);
      };
      this.#open.add(fail);
      this.#restartWatchdog();
      signal.addEventListener('abort', onAbort, { once: true });
      const read = this.#reading(sql);
      const askedAtMs = performance.now();
      const loop = performance.eventLoopUtilization();
      let rows = 0;
      let bytes = 0;
      let thrown: { readonly reason: unknown } | null = null;
      this.#driver.run(sql, {
        row: (row) => {
          rows += 1;
          for (const cell of row) bytes += sizeOf(cell);
          this.#restartWatchdog();
          this.#tookRow();
          if (thrown !== null) return;
          try {
            onRow(read === null ? row : read(row));
          } catch (error) {
            thrown = { reason: error };
          }
        },
        done: () => {
          // Statements run one after the other, so the server began this one when it had finished the last.
          const startedAtMs = Math.max(askedAtMs, this.#lastAnswerAtMs);
          this.#lastAnswerAtMs = performance.now();
          this.#onCost({ rows, bytes, seconds: (this.#lastAnswerAtMs - startedAtMs) / 1000 });
          const { utilization } = performance.eventLoopUtilization(loop);
          if (utilization < BUSY_OURSELVES) this.#rateLimiter.tookStatement(sql, rows, startedAtMs);
          if (thrown !== null) fail(thrown.reason);
          else if (settle()) resolve();
        },
        failed: (error, fatal) => {
          this.#lastAnswerAtMs = performance.now();
          const known = toStatementError(error, this.#at);
          fail(known);
          // An error that ends the connection also ends the other statements, because nothing else reports it
          // to them.
          if (fatal) this.#end(known);
        },
      });
    });
  }

  /** Slows the answer down to the configured rate: the server waits with the rest of it. */
  #tookRow(): void {
    this.#rateLimiter.tookRow();
    const { waitMs } = this.#rateLimiter;
    if (waitMs === 0 || this.#paused !== null) return;
    this.#driver.pause();
    this.#paused = setTimeout(() => {
      this.#paused = null;
      this.#restartWatchdog();
      this.#driver.resume();
    }, waitMs);
  }

  #restartWatchdog(): void {
    if (this.#ended !== null) return;
    if (this.#watchdog === null) {
      this.#watchdog = setTimeout(() => {
        this.#end(silentStore(this.#silenceMs, this.#at));
      }, this.#silenceMs);
    } else {
      this.#watchdog.refresh();
    }
  }

  #rest(): void {
    if (this.#watchdog !== null) clearTimeout(this.#watchdog);
    this.#watchdog = null;
  }

  #end(reason: unknown): void {
    if (this.#ended !== null) return;
    this.#ended = { reason };
    if (this.#paused !== null) clearTimeout(this.#paused);
    this.#driver.destroy();
    for (const fail of this.#open) fail(reason);
    this.#rest();
    for (const listener of this.#onClose) listener();
    this.#onClose.clear();
  }
}

function sizeOf(cell: Cell): number {
  if (cell === null) return 0;
  return typeof cell === 'number' ? 8 : cell.length;
}

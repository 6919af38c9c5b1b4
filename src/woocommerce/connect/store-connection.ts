import { aborted } from '../../kernel/errors.ts';
import { RateLimiter } from './rate-limiter.ts';
import type { StatementDriver } from './statement-driver.ts';
import { type StorePlace, silentStore, toStatementError, toStoreError } from './store-errors.ts';

/** What one column of one row can be: numbers past 2⁵³, decimals and times come as text. */
export type Cell = string | number | Buffer | null;
export type Row = readonly Cell[];
/** How the rows of a statement are read before they are handed over; null: as they arrive. */
export type RowReading = (sql: string) => ((row: Row) => Row) | null;

/** From this share of our own time on, a late answer may have waited for us rather than for the server. */
const BUSY_OURSELVES = 0.5;

interface ConnectionOptions {
  /** What errors name. */
  readonly at: StorePlace;
  /** How long a server may say nothing while it owes an answer; longer than the longest statement allowed. */
  readonly silenceMs: number;
  readonly rateLimiter?: RateLimiter;
}

/**
 * One connection to a store, whatever carries it, on which nothing can hang: a lost line, an abort and a server
 * that falls silent each end every question that is still open.
 *
 * Statements are whole texts without parameters; all that is put into them are numbers and a checked
 * table prefix, so that nothing depends on how the server wants strings escaped.
 */
export class StoreConnection {
  readonly #driver: StatementDriver;
  readonly #at: StorePlace;
  readonly #silenceMs: number;
  readonly #rateLimiter: RateLimiter;
  readonly #open = new Set<(error: unknown) => void>();
  readonly #onClose = new Set<() => void>();
  #reading: RowReading = () => null;
  #watchdog: NodeJS.Timeout | null = null;
  #paused: NodeJS.Timeout | null = null;
  #ended: { readonly reason: unknown } | null = null;
  #lastAnswerAtMs = 0;

  constructor(
    driver: StatementDriver,
    { at, silenceMs, rateLimiter = new RateLimiter(null) }: ConnectionOptions,
  ) {
    this.#driver = driver;
    this.#at = at;
    this.#silenceMs = silenceMs;
    this.#rateLimiter = rateLimiter;
    driver.onLost((error) => this.#end(toStoreError(error, at)));
  }

  get isOpen(): boolean {
    return this.#ended === null;
  }

  /** Holds for all statements that are asked from now on. */
  readRowsBy(reading: RowReading): void {
    this.#reading = reading;
  }

  /** All rows of a statement whose answer is small. */
  async query(sql: string, signal: AbortSignal): Promise<readonly Row[]> {
    const rows: Row[] = [];
    await this.scan(sql, (row) => void rows.push(row), signal);
    return rows;
  }

  /** Hands over each row as it arrives and keeps none: for statements that walk a whole index. */
  async scan(sql: string, onRow: (row: Row) => void, signal: AbortSignal): Promise<void> {
    if (this.#rateLimiter.waitMs > 0 && this.#ended === null) await this.#rateLimiter.wait(signal);
    await this.#ask(sql, onRow, signal);
  }

  /** Called when the connection has ended, for whatever reason; at once if it has. */
  onClose(listener: () => void): void {
    if (this.#ended === null) this.#onClose.add(listener);
    else listener();
  }

  /** Ends at once; the server rolls back what was only read. Safe to call twice. */
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
        else this.#heard();
        return first;
      };
      const fail = (error: unknown): void => {
        if (settle()) reject(error);
      };
      this.#open.add(fail);
      this.#heard();
      signal.addEventListener('abort', onAbort, { once: true });
      const read = this.#reading(sql);
      const askedAtMs = performance.now();
      const loop = performance.eventLoopUtilization();
      let rows = 0;
      let thrown: { readonly reason: unknown } | null = null;
      this.#driver.run(sql, {
        row: (row) => {
          rows += 1;
          this.#heard();
          this.#tookRow();
          if (thrown !== null) return;
          try {
            onRow(read === null ? row : read(row));
          } catch (error) {
            thrown = { reason: error };
          }
        },
        done: () => {
          // Statements wait for each other: the server began with this one when it was done with the last.
          const startedAtMs = Math.max(askedAtMs, this.#lastAnswerAtMs);
          this.#lastAnswerAtMs = performance.now();
          const { utilization } = performance.eventLoopUtilization(loop);
          if (utilization < BUSY_OURSELVES) this.#rateLimiter.tookStatement(sql, rows, startedAtMs);
          if (thrown !== null) fail(thrown.reason);
          else if (settle()) resolve();
        },
        failed: (error, fatal) => {
          this.#lastAnswerAtMs = performance.now();
          const known = toStatementError(error, this.#at);
          fail(known);
          // One that took the connection with it ends the others too: nothing else reports it.
          if (fatal) this.#end(known);
        },
      });
    });
  }

  /** Faster than was wished: the server waits with the rest of its answer. */
  #tookRow(): void {
    this.#rateLimiter.tookRow();
    const { waitMs } = this.#rateLimiter;
    if (waitMs === 0 || this.#paused !== null) return;
    this.#driver.pause();
    this.#paused = setTimeout(() => {
      this.#paused = null;
      this.#heard();
      this.#driver.resume();
    }, waitMs);
  }

  #heard(): void {
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

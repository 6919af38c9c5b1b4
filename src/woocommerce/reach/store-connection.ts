import type { Connection } from 'mysql2';
import { aborted } from '../../kernel/errors.ts';
import { silentStore, toStoreError } from '../store-errors.ts';

/** What one column of one row can be: numbers past 2⁵³, decimals and times come as text. */
export type Cell = string | number | Buffer | null;
export type Row = readonly Cell[];

/**
 * One connection to a store, on which nothing can hang: a lost line, an abort and a server that falls
 * silent each end every question that is still open. (The driver alone leaves them unanswered when the
 * connection is destroyed.)
 *
 * Statements are whole texts without parameters; all that is put into them are numbers and a checked
 * table prefix, so that nothing depends on how the server wants strings escaped.
 */
export class StoreConnection {
  readonly #driver: Connection;
  readonly #silenceMs: number;
  readonly #open = new Set<(error: unknown) => void>();
  #watchdog: NodeJS.Timeout | null = null;
  #ended: { readonly reason: unknown } | null = null;

  constructor(driver: Connection, silenceMs: number) {
    this.#driver = driver;
    this.#silenceMs = silenceMs;
    driver.on('error', (error: unknown) => this.#end(toStoreError(error)));
  }

  get isOpen(): boolean {
    return this.#ended === null;
  }

  /** All rows of a statement whose answer is small. */
  query(sql: string, signal: AbortSignal): Promise<readonly Row[]> {
    return this.#ask<readonly Row[]>(signal, (resolve, reject) => {
      this.#driver.query({ sql, rowsAsArray: true }, (error: unknown, rows: unknown) => {
        if (error !== null && error !== undefined) reject(this.#told(error));
        else resolve(Array.isArray(rows) ? (rows as readonly Row[]) : []);
      });
    });
  }

  /** Hands over each row as it arrives and keeps none: for statements that walk a whole index. */
  scan(sql: string, onRow: (row: Row) => void, signal: AbortSignal): Promise<void> {
    return this.#ask<void>(signal, (resolve, reject) => {
      let failed: { readonly reason: unknown } | null = null;
      const fail = (reason: unknown): void => {
        failed ??= { reason };
      };
      this.#driver
        .query({ sql, rowsAsArray: true })
        .on('error', (error: unknown) => fail(this.#told(error)))
        .on('result', (row: unknown) => {
          this.#watchdog?.refresh();
          if (failed !== null || !Array.isArray(row)) return;
          try {
            onRow(row as Row);
          } catch (error) {
            fail(error);
          }
        })
        .on('end', () => {
          if (failed === null) resolve();
          else reject(failed.reason);
        });
    });
  }

  /** Ends at once; the server rolls back what was only read. Safe to call twice. */
  close(): void {
    this.#end(aborted());
  }

  #ask<T>(
    signal: AbortSignal,
    start: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (signal.aborted) this.#end(aborted(signal.reason));
      if (this.#ended !== null) {
        reject(this.#ended.reason);
        return;
      }
      const onAbort = (): void => this.#end(aborted(signal.reason));
      const settle = (): boolean => {
        signal.removeEventListener('abort', onAbort);
        this.#heard();
        const first = this.#open.delete(fail);
        if (this.#open.size === 0) this.#rest();
        return first;
      };
      const fail = (error: unknown): void => {
        if (settle()) reject(error);
      };
      this.#open.add(fail);
      this.#heard();
      signal.addEventListener('abort', onAbort, { once: true });
      start((value) => {
        if (settle()) resolve(value);
      }, fail);
    });
  }

  /** A statement's error as ours. One that took the connection with it ends us too: nobody else tells. */
  #told(error: unknown): unknown {
    const known = toStoreError(error);
    if (error instanceof Error && 'fatal' in error && error.fatal === true) this.#end(known);
    return known;
  }

  #heard(): void {
    if (this.#watchdog === null) {
      this.#watchdog = setTimeout(() => this.#end(silentStore(this.#silenceMs)), this.#silenceMs);
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
    this.#driver.destroy();
    for (const fail of this.#open) fail(reason);
    this.#rest();
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { aborted } from '../../kernel/errors.ts';

/** A statement counts as slow when it takes this many times the best time of its kind. */
const SLOW_FACTOR = 4;
/** A faster answer is never slow, because the network and our own machine vary by this much. */
const SLOW_FROM_MS = 1_000;
const LONGEST_REST_MS = 5_000;
/** Shorter waits are not worth a timer. */
const SHORTEST_WAIT_MS = 20;

/**
 * Limits the load on a store, for all its connections together. It limits the rows a second, if that is
 * configured, and it rests after slow answers, so that a store that is busy selling is not read at full speed.
 */
export class RateLimiter {
  readonly #rowsPerSecond: number | null;
  readonly #nowMs: () => number;
  readonly #bestMs = new Map<string, number>();
  #freeFromMs = 0;

  constructor(rowsPerSecond: number | null, nowMs: () => number = () => performance.now()) {
    this.#rowsPerSecond = rowsPerSecond;
    this.#nowMs = nowMs;
  }

  /** How long to wait before the next statement, or before more rows are taken. */
  get waitMs(): number {
    const waitMs = this.#freeFromMs - this.#nowMs();
    return waitMs < SHORTEST_WAIT_MS ? 0 : waitMs;
  }

  async wait(signal: AbortSignal): Promise<void> {
    const { waitMs } = this;
    if (waitMs === 0) return;
    try {
      await sleep(waitMs, undefined, { signal });
    } catch {
      throw aborted(signal.reason);
    }
  }

  tookRow(): void {
    if (this.#rowsPerSecond === null) return;
    this.#freeFromMs = Math.max(this.#freeFromMs, this.#nowMs()) + 1000 / this.#rowsPerSecond;
  }

  /** Records a finished statement. After a slow one, the store rests for as long as it worked. */
  tookStatement(sql: string, rows: number, startedAtMs: number): void {
    const nowMs = this.#nowMs();
    const tookMs = nowMs - startedAtMs;
    const kind = `${sql.replace(/\d[\d,\s]*/g, '#').slice(0, 300)} ${Math.ceil(Math.log2(rows + 1))}`;
    const bestMs = Math.min(this.#bestMs.get(kind) ?? tookMs, tookMs);
    this.#bestMs.set(kind, bestMs);
    if (tookMs < SLOW_FROM_MS || tookMs < bestMs * SLOW_FACTOR) return;
    this.#freeFromMs = Math.max(this.#freeFromMs, nowMs + Math.min(tookMs, LONGEST_REST_MS));
  }
}

import { type AppError, toAppError } from '../errors.ts';
import type { Log } from '../log/log.ts';
import { errorOf } from '../sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../sentences/service-sentences.ts';
import { answeredWithin } from './answer-limit.ts';
import { withDeadline } from './deadline.ts';

/** A task that a process repeats. */
export interface LoopSpec {
  /** The name in the log, in `/readyz` and in the metrics. */
  readonly name: string;
  /** The pause between two rounds. Null means until somebody wakes the loop. */
  readonly pauseMs: () => number | null;
  /** Runs one round. The signal aborts when the process ends, or when the round takes too long. */
  readonly round: (signal: AbortSignal) => Promise<void>;
  /** The time limit of each statement of a round; by default that of all loops. */
  readonly answerMs?: number;
}

export interface Loop {
  /** Starts the next round at once, or right after the present one. */
  wake(): void;
  /** Ends the loop after its round. A round that takes longer than some seconds is abandoned. */
  stop(): Promise<void>;
}

export interface LoopLimits {
  /** The default time limit of each statement of a round. */
  readonly answerMs: number;
  /** If one round takes longer than this, the loop counts as stuck. */
  readonly standingMs: number;
  /** After this time a round is abandoned and the next one begins. */
  readonly roundMs: number;
}

const LIMITS: LoopLimits = { answerMs: 20_000, standingMs: 45_000, roundMs: 60_000 };
/** Two rounds in a row have not ended, so a third one would not either. */
const MOST_LOST_ROUNDS = 2;
const STOP_WITHIN_MS = 5_000;

/** The loops of one process. None of them waits for ever, and the process ends if a loop makes no progress. */
export interface Loops {
  start(spec: LoopSpec): Loop;
  /** Names of the stuck loops. */
  standing(): readonly string[];
  /** Resolves when a loop is given up. Then the process must end, so that a new one can start. */
  readonly gaveUp: Promise<AppError>;
}

export function createLoops(log: Log, limits: LoopLimits = LIMITS): Loops {
  const running = new Set<RunningLoop>();
  let giveUp: (error: AppError) => void = () => undefined;
  const gaveUp = new Promise<AppError>((resolve) => {
    giveUp = resolve;
  });
  return {
    start: (spec) => {
      const loop = new RunningLoop(spec, log, limits, giveUp);
      running.add(loop);
      return {
        wake: () => loop.wake(),
        stop: async () => {
          running.delete(loop);
          await loop.stop();
        },
      };
    },
    standing: () => [...running].filter((loop) => loop.isStuck()).map(({ name }) => name),
    gaveUp,
  };
}

class RunningLoop {
  readonly #spec: LoopSpec;
  readonly #log: Log;
  readonly #limits: LoopLimits;
  readonly #giveUp: (error: AppError) => void;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #woken = false;
  #endPause: () => void = () => undefined;
  /** The start of the oldest unfinished round; null if the last round has ended. */
  #sinceMs: number | null = null;
  /** The error code of the last round; null if it did not fail. */
  #failed: string | null = null;

  constructor(spec: LoopSpec, log: Log, limits: LoopLimits, giveUp: (error: AppError) => void) {
    this.#spec = spec;
    this.#log = log.child({ loop: spec.name });
    this.#limits = limits;
    this.#giveUp = giveUp;
    this.#running = this.#run();
  }

  get name(): string {
    return this.#spec.name;
  }

  isStuck(): boolean {
    return this.#sinceMs !== null && performance.now() - this.#sinceMs > this.#limits.standingMs;
  }

  wake(): void {
    this.#woken = true;
    this.#endPause();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#endPause();
    await withDeadline(this.#running, STOP_WITHIN_MS, () => new Error('late')).catch(() => undefined);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let lost = 0;
    while (!signal.aborted) {
      this.#woken = false;
      lost = (await this.#roundInTime()) ? 0 : lost + 1;
      if (lost === MOST_LOST_ROUNDS) return this.#end();
      await this.#pause();
    }
  }

  /** Runs a round. False if it was abandoned; then its outcome no longer matters. */
  async #roundInTime(): Promise<boolean> {
    const { roundMs } = this.#limits;
    const over = new AbortController();
    this.#sinceMs ??= performance.now();
    try {
      await withDeadline(this.#round(AbortSignal.any([this.#stopping.signal, over.signal])), roundMs, () => {
        over.abort();
        return new Error('late');
      });
      this.#sinceMs = null;
      return true;
    } catch {
      if (!this.#stopping.signal.aborted) {
        this.#log.error({ seconds: roundMs / 1000 }, 'a loop is stuck: its next round begins');
      }
      return false;
    }
  }

  /** A round that failed has ended, so the next one may succeed. */
  async #round(signal: AbortSignal): Promise<void> {
    const { answerMs = this.#limits.answerMs, round } = this.#spec;
    try {
      await answeredWithin(answerMs, async () => await round(signal));
      this.#failed = null;
    } catch (thrown) {
      if (signal.aborted) return;
      const { code, details } = toAppError(thrown);
      // The same failure is logged only once as a warning.
      const level = code === this.#failed ? 'debug' : 'warn';
      this.#failed = code;
      this.#log[level]({ err: thrown, code, ...details }, 'a round of a loop failed');
    }
  }

  #end(): void {
    const seconds = (this.#limits.roundMs * MOST_LOST_ROUNDS) / 1000;
    const error = errorOf(SERVICE_SENTENCES.loopStuck, { loop: this.name, seconds });
    this.#log.fatal({ code: error.code, seconds }, error.message);
    this.#giveUp(error);
  }

  async #pause(): Promise<void> {
    const pauseMs = this.#spec.pauseMs();
    if (this.#woken || this.#stopping.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const timer = pauseMs === null ? undefined : setTimeout(resolve, pauseMs);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

import { LINE_BREAK, printLine, type Sink } from './terminal.ts';

/** npm passes on a Ctrl-C that the terminal has already sent to us: two signals, one press. */
const ONE_PRESS_MS = 500;

export interface StopWatch {
  /** Set off by the first signal: stop where nothing is half-done. */
  readonly stop: AbortSignal;
  readonly onSignal: () => void;
}

/** The first Ctrl-C asks to stop, the second ends at once. */
export function createStopWatch(sink: Sink, nowMs: () => number, endAtOnce: () => void): StopWatch {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const onSignal = () => {
    if (firstMs === null) {
      firstMs = nowMs();
      // On its own line, after the ^C that terminals print.
      printLine(sink, `${LINE_BREAK}Stopping … (once more to end at once)`);
      controller.abort();
    } else if (nowMs() - firstMs > ONE_PRESS_MS) {
      endAtOnce();
    }
  };
  return { stop: controller.signal, onSignal };
}

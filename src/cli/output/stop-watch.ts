import { LINE_BREAK, printLine, type Sink } from './terminal.ts';

/**
 * npm passes on a Ctrl-C that the terminal has already sent, so one key press gives two signals. A second
 * signal within this time is ignored.
 */
const ONE_PRESS_MS = 500;

export interface StopWatch {
  /** Aborted by the first signal, which asks the program to stop as soon as nothing is half done. */
  readonly stop: AbortSignal;
  readonly onSignal: () => void;
}

/** The first Ctrl-C asks the program to stop, and the second one ends it at once. */
export function createStopWatch(sink: Sink, nowMs: () => number, endAtOnce: () => void): StopWatch {
  const controller = new AbortController();
  let firstMs: number | null = null;
  const onSignal = () => {
    if (firstMs === null) {
      firstMs = nowMs();
      // Printed on a new line, after the ^C of the terminal.
      printLine(sink, `${LINE_BREAK}Stopping … (once more to end at once)`);
      controller.abort();
    } else if (nowMs() - firstMs > ONE_PRESS_MS) {
      endAtOnce();
    }
  };
  return { stop: controller.signal, onSignal };
}

import { LINE_BREAK, printLine, type Sink } from './terminal.ts';

/** npm repeats a Ctrl-C that the terminal has already sent: two signals for one key press. */
const ONE_PRESS_MS = 500;

export interface StopWatch {
  /** Aborted by the first signal: stop as soon as nothing is half done. */
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
      // On a new line, after the ^C that terminals print.
      printLine(sink, `${LINE_BREAK}Stopping … (once more to end at once)`);
      controller.abort();
    } else if (nowMs() - firstMs > ONE_PRESS_MS) {
      endAtOnce();
    }
  };
  return { stop: controller.signal, onSignal };
}

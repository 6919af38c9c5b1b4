import { shownLine } from '../../kernel/log/plain-text.ts';
import { printLine, type Sink } from './terminal.ts';

/**
 * Without a terminal, every line stays. There is one line at the start of a step, one after each tenth of it or
 * after this time, and one with its result.
 */
const PLAIN_INTERVAL_MS = 10_000;
const PLAIN_PARTS = 10;
const DEFAULT_COLUMNS = 80;
const BAR_WIDTH = 20;

export interface Progress {
  /**
   * Shows the current step. On a terminal, each line replaces the previous one.
   *
   * @param share the finished part of the step, 0 to 1; absent if it is unknown
   */
  show(step: string, detail?: string, share?: number): void;
  /** Clears the line before other output. */
  clear(): void;
}

/** Shows progress live on a terminal, and as plain lines elsewhere. */
export function createProgress(sink: Sink, nowMs: () => number): Progress {
  return sink.isTTY === true ? liveProgress(sink) : plainProgress(sink, nowMs);
}

function liveProgress(sink: Sink): Progress {
  let shown = '';
  return {
    show(step, detail = '') {
      const line = detail === '' ? step : `${step}  ${detail}`;
      // A wrapped line could not be cleared. A terminal with width 0 does not know its width.
      const cut = Array.from(shownLine(line))
        .slice(0, (sink.columns || DEFAULT_COLUMNS) - 1)
        .join('');
      if (cut === shown) return;
      shown = cut;
      sink.write(`\r\u001b[2K${cut}`);
    },
    clear() {
      if (shown !== '') sink.write('\r\u001b[2K');
      shown = '';
    },
  };
}

function plainProgress(sink: Sink, nowMs: () => number): Progress {
  let step = '';
  let printedAtMs = 0;
  let printedPart = 0;
  /** The latest state of the step, not yet printed. */
  let pending: string | null = null;
  const flush = (): void => {
    if (pending !== null) printLine(sink, pending);
    pending = null;
  };
  return {
    show(next, detail = '', share = 0) {
      const isNew = next !== step;
      if (isNew) flush();
      const part = Math.floor(share * PLAIN_PARTS);
      pending = detail === '' ? next : `${next}  ${detail}`;
      if (!isNew && part <= printedPart && nowMs() - printedAtMs < PLAIN_INTERVAL_MS) return;
      step = next;
      printedAtMs = nowMs();
      printedPart = part;
      flush();
    },
    clear() {
      flush();
      step = '';
    },
  };
}

/** Always between 0 and 1, even if the expected number was wrong. */
export function shareOf(done: number, expected: number): number {
  return expected <= 0 ? 0 : Math.min(1, Math.max(0, done / expected));
}

/** `████░░░░ 20 %`; empty as long as the total is unknown. */
export function progressBar(done: number, expected: number): string {
  if (expected <= 0) return '';
  const share = shareOf(done, expected);
  const filled = Math.round(share * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)} %`;
}

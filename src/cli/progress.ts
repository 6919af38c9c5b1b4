import { shownLine } from '../kernel/plain-text.ts';
import { printLine, type Sink } from './terminal.ts';

/** Without a terminal a line stays for ever: one at the start of each step, then one in this time. */
const PLAIN_INTERVAL_MS = 10_000;
const DEFAULT_COLUMNS = 80;
const BAR_WIDTH = 20;

export interface Progress {
  /** What goes on now. On a terminal it replaces the line before. */
  show(step: string, detail?: string): void;
  /** Takes the line away, before something else is printed. */
  clear(): void;
}

/** Live on a terminal, plain lines elsewhere. */
export function createProgress(sink: Sink, nowMs: () => number): Progress {
  return sink.isTTY === true ? liveProgress(sink) : plainProgress(sink, nowMs);
}

function liveProgress(sink: Sink): Progress {
  let shown = '';
  return {
    show(step, detail = '') {
      const line = detail === '' ? step : `${step}  ${detail}`;
      // A line that wraps could not be taken back. A terminal of no width is one that does not tell it.
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
  let lastStep = '';
  let lastMs = 0;
  return {
    show(step, detail = '') {
      if (step === lastStep && nowMs() - lastMs < PLAIN_INTERVAL_MS) return;
      lastStep = step;
      lastMs = nowMs();
      printLine(sink, detail === '' ? step : `${step}  ${detail}`);
    },
    clear() {
      lastStep = '';
    },
  };
}

/** `████░░░░ 20 %`; empty while nobody knows how much there is. */
export function progressBar(done: number, expected: number): string {
  if (expected <= 0) return '';
  const share = Math.min(1, Math.max(0, done / expected));
  const filled = Math.round(share * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${Math.floor(share * 100)} %`;
}

import { expect, test } from 'vitest';
import { createStopWatch } from './stop-watch.ts';

test('the first Ctrl-C asks to stop, the second ends at once, and an echo of the first does neither', () => {
  let nowMs = 1_000;
  let ended = 0;
  const written: string[] = [];
  const sink = { write: (text: string) => written.push(text) > 0 };
  const watch = createStopWatch(
    sink,
    () => nowMs,
    () => {
      ended += 1;
    },
  );
  expect(watch.stop.aborted).toBe(false);
  watch.onSignal();
  nowMs = 1_020;
  watch.onSignal();
  expect([watch.stop.aborted, ended, written.length]).toEqual([true, 0, 1]);
  nowMs = 1_600;
  watch.onSignal();
  expect(ended).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { createProgress, progressBar } from './progress.ts';

function collect(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) > 0 };
}

describe('createProgress', () => {
  test('shows text of a store or a tool as plain text, on a terminal and elsewhere', () => {
    const said: string[] = [];
    for (const isTTY of [true, false]) {
      const sink = { isTTY, columns: 80, write: (text: string) => said.push(text) > 0 };
      createProgress(sink, () => 0).show('Reading', '\u001b[2J\nAll is well.\u202e');
    }
    const shown = 'Reading  \\u001b[2J All is well.\\u202e';
    expect(said).toEqual([`\r\u001b[2K${shown}`, `${shown}\n`]);
  });

  test('replaces its line on a terminal and removes it at the end', () => {
    const sink = collect(true);
    const progress = createProgress(sink, () => 0);
    progress.show('Reading', '1 of 2');
    progress.show('Reading', '1 of 2');
    progress.show('Reading', '2 of 2');
    progress.clear();
    progress.clear();
    expect(sink.written).toEqual(['\r\u001b[2KReading  1 of 2', '\r\u001b[2KReading  2 of 2', '\r\u001b[2K']);
  });

  test('never lets a line wrap', () => {
    const sink = collect(true, 10);
    createProgress(sink, () => 0).show('Reading a lot of orders');
    expect(sink.written).toEqual(['\r\u001b[2KReading a']);
  });

  test('elsewhere writes a line after each tenth of a step or ten seconds, and the result of the step', () => {
    const sink = collect(false);
    let nowMs = 0;
    const progress = createProgress(sink, () => nowMs);
    progress.show('Connecting');
    progress.show('Reading', '0 of 100', 0);
    progress.show('Reading', '9 of 100', 0.09);
    progress.show('Reading', '10 of 100', 0.1);
    progress.show('Reading', '19 of 100', 0.19);
    nowMs = 10_000;
    progress.show('Reading', '19 of 100', 0.19);
    progress.show('Reading', '38 of 100', 0.38);
    progress.show('Reading', '39 of 100', 0.39);
    progress.show('Proving');
    progress.show('Reading', '40 of 100', 0.4);
    progress.show('Reading', '49 of 100', 0.49);
    progress.clear();
    progress.clear();
    expect(sink.written).toEqual(
      [
        'Connecting',
        'Reading  0 of 100',
        'Reading  10 of 100',
        'Reading  19 of 100',
        'Reading  38 of 100',
        // The last update of the step, although little had changed.
        'Reading  39 of 100',
        'Proving',
        'Reading  40 of 100',
        'Reading  49 of 100',
      ].map((line) => `${line}\n`),
    );
  });
});

test('progressBar stays within its width, whatever total was expected', () => {
  expect(progressBar(0, 0)).toBe('');
  expect(progressBar(1, 4)).toBe('█████░░░░░░░░░░░░░░░ 25 %');
  expect(progressBar(9, 4)).toBe(`${'█'.repeat(20)} 100 %`);
  expect(progressBar(999, 1000)).toBe(`${'█'.repeat(20)} 99 %`);
});

import { describe, expect, test } from 'vitest';
import { createProgress, progressBar } from './progress.ts';

function collect(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { written, isTTY, columns, write: (text: string) => written.push(text) > 0 };
}

describe('createProgress', () => {
  test('shows what a store or a tool says as text, on a terminal and elsewhere', () => {
    const said: string[] = [];
    for (const isTTY of [true, false]) {
      const sink = { isTTY, columns: 80, write: (text: string) => said.push(text) > 0 };
      createProgress(sink, () => 0).show('Reading', '\u001b[2J\nAll is well.\u202e');
    }
    const shown = 'Reading  \\u001b[2J All is well.\\u202e';
    expect(said).toEqual([`\r\u001b[2K${shown}`, `${shown}\n`]);
  });

  test('replaces its line on a terminal and takes it away at the end', () => {
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

  test('writes a plain line a step elsewhere, and a sign of life every ten seconds', () => {
    const sink = collect(false);
    let nowMs = 0;
    const progress = createProgress(sink, () => nowMs);
    progress.show('Reading', '1');
    nowMs = 9_999;
    progress.show('Reading', '2');
    nowMs = 10_000;
    progress.show('Reading', '3');
    progress.show('Proving');
    expect(sink.written).toEqual(['Reading  1\n', 'Reading  3\n', 'Proving\n']);
  });
});

test('progressBar stays within its width, whatever was expected', () => {
  expect(progressBar(0, 0)).toBe('');
  expect(progressBar(1, 4)).toBe('█████░░░░░░░░░░░░░░░ 25 %');
  expect(progressBar(9, 4)).toBe(`${'█'.repeat(20)} 100 %`);
  expect(progressBar(999, 1000)).toBe(`${'█'.repeat(20)} 99 %`);
});

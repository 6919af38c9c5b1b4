import { expect, test } from 'vitest';
import { readText, sourceFiles } from './source-files.ts';

/** The only place that writes texts of others to a terminal, and the progress line, which uses it too. */
const MAY_WRITE = [
  'src/cli/output/progress.ts',
  'src/cli/output/terminal.ts',
  'src/kernel/log/pretty-log.ts',
];
const WRITES =
  /\b(?:out|err|sink|stream|stdout|stderr|terminal)\.write\(|\bconsole\.|process\.std(?:out|err)\.write/;

test('only the terminal module writes to a terminal', () => {
  const files = sourceFiles().filter((path) => /^src\/(cli|app|kernel|platform|main)/.test(path));
  expect(files.length).toBeGreaterThan(50);
  const writing = files.filter((path) => !path.endsWith('.test.ts') && WRITES.test(readText(path)));
  expect(writing).toEqual(MAY_WRITE);
});

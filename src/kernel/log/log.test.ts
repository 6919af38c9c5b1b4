import { expect, test } from 'vitest';
import { createLog } from './log.ts';
import { prettyLine } from './pretty-log.ts';

function written(terminal: boolean, write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const stream = {
    isTTY: terminal,
    write(line: string) {
      text += line;
    },
  };
  write(createLog('info', stream));
  return text;
}

test('a log is JSON, with an execution’s id on each of its lines', () => {
  const text = written(false, (log) => log.child({ executionId: 'e1' }).info({ loaded: 3 }, 'page loaded'));
  expect(JSON.parse(text)).toMatchObject({ level: 30, executionId: 'e1', loaded: 3, msg: 'page loaded' });
});

test('a value that is named like a secret is not written, at any depth', () => {
  const text = written(false, (log) =>
    log.info({ password: 'one', login: { password: 'two', inner: { token: 'three' } } }, 'x'),
  );
  expect(text).not.toMatch(/one|two|three/);
});

test('on a terminal it is a line for people, and nothing in it moves the cursor', () => {
  const text = written(true, (log) => log.warn({ title: 'Evil\u001B[2Jname\r\nsecond' }, 'read'));
  expect(text).toMatch(/^\d\d:\d\d:\d\d WARN {2}read title=Evil\\u001b\[2Jname second\n$/);
});

test('a line that is not JSON is shown unchanged', () => {
  expect(prettyLine('plain words\n', false)).toBe('plain words\n');
});

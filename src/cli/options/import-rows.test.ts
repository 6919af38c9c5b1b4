import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Session } from '../session.ts';
import { importRows } from './import-rows.ts';

const SHAPE = z.strictObject({ name: z.string() });

/** Three rows; the backend is unreachable at the second one. */
async function importThree(json: boolean) {
  const [out, err] = [new PassThrough(), new PassThrough()];
  const input = Readable.from([JSON.stringify(['a', 'b', 'c'].map((name) => ({ name })))]);
  const session = { terminal: { in: input, out, err }, log: { isLevelEnabled: () => false } };
  const away = new AppError({ code: 'backend.unreachable', message: 'It is away.' });
  const done = importRows(session as unknown as Session, {
    path: '-',
    json,
    shape: SHAPE,
    keyOf: ({ name }) => name,
    write: async ({ name }) => {
      if (name !== 'a') throw away;
      return { id: name, outcome: 'created' };
    },
  });
  const exitCode = await done.catch((error: unknown) => error);
  out.end();
  err.end();
  return { exitCode, away, out: await text(out), err: await text(err) };
}

test('as JSON, the rows before the backend failed are listed, with the error of the rest', async () => {
  const { exitCode, out, err } = await importThree(true);
  expect(exitCode).toBe(75);
  expect(JSON.parse(out)).toEqual([
    { row: 1, name: 'a', outcome: 'created', id: 'a', code: null, message: null },
    { row: 2, name: 'b', outcome: 'failed', id: null, code: 'backend.unreachable', message: 'It is away.' },
  ]);
  expect(err).toBe('Error: It is away. (backend.unreachable)\n');
});

test('without JSON each row was printed when it was read, and the error is thrown', async () => {
  const { exitCode, away, out } = await importThree(false);
  expect([exitCode, out]).toEqual([away, '1 "a": created\n']);
});

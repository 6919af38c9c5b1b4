import { expect, it } from 'vitest';
import { exitCodeOf } from '../../../kernel/error-catalogue.ts';
import { AppError } from '../../../kernel/errors.ts';
import { untilStopped } from './serve.ts';

it('a service ends without an error when it is asked to, and with 75 when it hangs', async () => {
  const stop = new AbortController();
  const running = untilStopped(stop.signal, { stuck: new Promise(() => undefined) });
  stop.abort();
  await running;
  const error = new AppError({
    code: 'process.loop-stuck',
    message: 'It is stuck.',
  });
  const stuck = untilStopped(new AbortController().signal, { stuck: Promise.resolve(error) });
  await expect(stuck).rejects.toBe(error);
  expect(exitCodeOf(error.code)).toBe(75);
});

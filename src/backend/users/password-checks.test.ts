import { expect, test } from 'vitest';
import { createTurnstile } from './password-checks.ts';

/** Work that ends when the test says so. */
function slowWork() {
  const ends: (() => void)[] = [];
  let running = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((end) => ends.push(end));
    running -= 1;
  };
  return { work, ends, most: () => most };
}

test('two run, three wait, and one more is refused with the time to try again', async () => {
  const { pass } = createTurnstile(2, 3);
  const { work, ends, most } = slowWork();
  const passed = Array.from({ length: 5 }, async () => await pass(work));
  await expect(pass(work)).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'auth.busy',
    details: { retryAfterSeconds: 2 },
  });
  let ended = 0;
  while (ended < 5) {
    const end = ends.shift();
    if (end === undefined) await Promise.resolve();
    else {
      end();
      ended += 1;
    }
  }
  await Promise.all(passed);
  expect(most()).toBe(2);
});

test('failed work frees its slot', async () => {
  const { pass } = createTurnstile(1, 1);
  const failing = pass(async () => await Promise.reject(new Error('broken')));
  const next = pass(async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
  expect(await pass(async () => 'again')).toBe('again');
});

test('strangers have a separate queue, and known users go before them', async () => {
  const { pass } = createTurnstile(1, 2);
  const { work, ends } = slowWork();
  const order: string[] = [];
  const named = (name: string) => async (): Promise<void> => {
    order.push(name);
    await work();
  };
  const passed = [
    pass(named('first stranger'), 'strangers'),
    pass(named('second stranger'), 'strangers'),
    pass(named('third stranger'), 'strangers'),
  ];
  await expect(pass(named('one too many'), 'strangers')).rejects.toMatchObject({ code: 'auth.busy' });
  passed.push(pass(named('owner'), 'known'), pass(named('somebody who is signed in')));
  await expect(pass(named('one too many'), 'known')).rejects.toMatchObject({ code: 'auth.busy' });
  for (let ended = 0; ended < 5; ) {
    const end = ends.shift();
    if (end === undefined) await Promise.resolve();
    else {
      end();
      ended += 1;
    }
  }
  await Promise.all(passed);
  expect(order).toEqual([
    'first stranger',
    'owner',
    'somebody who is signed in',
    'second stranger',
    'third stranger',
  ]);
});

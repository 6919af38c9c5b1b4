import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { counterStore } from './request-counters.ts';
import type { Count } from './shared-counters.ts';

const WINDOW_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function openStore(shared: Parameters<typeof counterStore>[0] = null) {
  const store = new (counterStore(shared))({});
  return async (key: string): Promise<Count> =>
    await new Promise((resolve, reject) => {
      store.incr(key, (error, count) => (count === undefined ? reject(error) : resolve(count)), WINDOW_MS, 0);
    });
}

test('a window lasts from its first request, and the reported wait ends with it', async () => {
  const count = openStore();
  expect(await count('a')).toEqual({ current: 1, ttl: 60_000 });
  vi.advanceTimersByTime(45_000);
  expect(await count('a')).toEqual({ current: 2, ttl: 15_000 });
  expect(await count('b')).toEqual({ current: 1, ttl: 60_000 });
  vi.advanceTimersByTime(15_000);
  expect(await count('a')).toEqual({ current: 1, ttl: 60_000 });
});

test('more addresses than expected push out the oldest counters', async () => {
  const count = openStore();
  for (let at = 0; at < 20_001; at += 1) await count(`address ${at}`);
  expect((await count('address 20000')).current).toBe(2);
  expect((await count('address 0')).current).toBe(1);
});

test('the higher count decides, and a shared counter that fails changes nothing', async () => {
  const answers: (Count | Error)[] = [
    { current: 7, ttl: 9_000 },
    { current: 1, ttl: 60_000 },
    new Error('away'),
  ];
  const count = openStore({
    increment: async () => {
      const answer = answers.shift();
      if (answer === undefined || answer instanceof Error) throw answer ?? new Error('asked too often');
      return answer;
    },
    close: () => undefined,
  });
  expect(await count('a')).toEqual({ current: 7, ttl: 9_000 });
  expect((await count('a')).current).toBe(2);
  expect((await count('a')).current).toBe(3);
});

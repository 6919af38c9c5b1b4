import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { createLog } from '../log/log.ts';
import { answerLimitMs } from './answer-limit.ts';
import { createLoops, type Loop, type LoopSpec, type Loops } from './loops.ts';

const LIMITS = { answerMs: 40, standingMs: 60, roundMs: 120 };

interface Watched {
  readonly loops: Loops;
  readonly lines: Record<string, unknown>[];
  readonly start: (spec: Partial<LoopSpec> & Pick<LoopSpec, 'round'>) => Loop;
}

function watched(): Watched {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(JSON.parse(line)) });
  const loops = createLoops(log, LIMITS);
  return {
    loops,
    lines,
    start: (spec) => {
      const loop = loops.start({ name: 'test', pauseMs: () => 5, ...spec });
      onTestFinished(async () => await loop.stop());
      return loop;
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

const never = async (): Promise<void> => await new Promise(() => undefined);

it('continues after failed rounds, and reports the same failure once', async () => {
  const { loops, lines, start } = watched();
  let rounds = 0;
  start({
    round: async () => {
      rounds += 1;
      throw new Error('away');
    },
  });
  await until(() => rounds > 5);
  expect(loops.standing()).toEqual([]);
  expect(lines.filter(({ level }) => level === 40)).toHaveLength(1);
});

it('begins the next round if one does not end, reports it in the meantime, and recovers', async () => {
  const { loops, lines, start } = watched();
  const signals: AbortSignal[] = [];
  start({
    round: async (signal) => {
      signals.push(signal);
      if (signals.length === 1) await never();
    },
  });
  await until(() => loops.standing().includes('test'));
  expect(signals).toHaveLength(1);
  await until(() => signals.length > 3);
  expect(signals[0]?.aborted).toBe(true);
  expect(loops.standing()).toEqual([]);
  expect(lines.filter(({ msg }) => String(msg).startsWith('a loop is stuck'))).toHaveLength(1);
});

it('ends after two rounds in a row that do not end, and stays unhealthy', async () => {
  const { loops, lines, start } = watched();
  let rounds = 0;
  start({
    round: async () => {
      rounds += 1;
      await never();
    },
  });
  const error = await loops.gaveUp;
  expect(error).toMatchObject({ kind: 'unavailable', code: 'process.loop-stuck' });
  expect(rounds).toBe(2);
  expect(loops.standing()).toEqual(['test']);
  expect(lines.at(-1)).toMatchObject({ level: 60, loop: 'test', code: 'process.loop-stuck' });
});

it('pauses until it is woken; a wake-up during a round begins the next one', async () => {
  const { start } = watched();
  let rounds = 0;
  let release: () => void = () => undefined;
  const loop = start({
    pauseMs: () => null,
    round: async () => {
      rounds += 1;
      if (rounds === 2) {
        await new Promise<void>((resolve) => {
          release = resolve;
        });
      }
    },
  });
  await until(() => rounds === 1);
  await sleep(20);
  expect(rounds).toBe(1);
  loop.wake();
  await until(() => rounds === 2);
  loop.wake();
  release();
  await until(() => rounds === 3);
});

it('gives each statement of a round its limit, the shorter one of two', async () => {
  const { start } = watched();
  const seen: number[] = [];
  start({ round: async () => void seen.push(answerLimitMs(10), answerLimitMs(1_000)) });
  start({ answerMs: 7, round: async () => void seen.push(answerLimitMs(1_000)) });
  await until(() => seen.length >= 3);
  expect(new Set(seen)).toEqual(new Set([10, LIMITS.answerMs, 7]));
});

it('stops after the current round', async () => {
  const { start } = watched();
  let ended = false;
  const loop = start({
    round: async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended = true;
    },
  });
  await loop.stop();
  expect(ended).toBe(true);
});

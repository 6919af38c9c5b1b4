import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type Freeze,
  type FreezingGround,
  freezeAndTakeOver,
  openFreezingGround,
} from '../tasks/freeze-and-take-over.ts';

const TAKEN_OVER_WITHIN_MS = 45_000;
const LET_IN_WITHIN_MS = 2_000;

const FREEZES: readonly Freeze[] = [
  { point: 'in the midst of COPY', passing: 600 },
  { point: 'before a page is committed', passing: 1 },
  { point: 'after a page is committed', passing: 1 },
  { point: 'before the end is written', passing: 1 },
];

let ground: FreezingGround;

beforeAll(async () => {
  ground = await openFreezingGround();
});
afterAll(async () => await ground.close());

it.each(FREEZES)(
  'a worker that freezes $point is replaced in time, and check-ins do not wait',
  async (freeze) => {
    await freezeAndTakeOver(ground, freeze, async ({ checkIns, takenOverMs }) => {
      const times = checkIns.map(({ ms }) => ms).toSorted((a, b) => a - b);
      const p99Ms = times[Math.floor(times.length * 0.99)] ?? Number.NaN;
      const refused = checkIns.filter(({ status }) => status !== 200).length;
      const figures = {
        ...freeze,
        takenOverMs,
        checkIns: times.length,
        refused,
        p99Ms,
        slowestMs: times.at(-1),
      };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
      expect(takenOverMs).toBeLessThan(TAKEN_OVER_WITHIN_MS);
      expect(p99Ms).toBeLessThan(LET_IN_WITHIN_MS);
      expect(refused).toBe(0);
    });
  },
);

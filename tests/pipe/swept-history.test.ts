import { describe, expect, it } from 'vitest';
import { runHistory } from './history/run-history.ts';

/** As random-history.test.ts, at the depth that the schedule chooses. */
describe.each([
  ['hpos', 21],
  ['posts', 22],
] as const)('a history in %s tables whose executions choose their depth', (layout, seed) => {
  it('equals the store’s own model after each execution, and the sums of the store’s counts equal a count of everything', async () => {
    const outcome = await runHistory({
      seed,
      layout,
      depth: null,
      silent: true,
      steps: 50,
      between: 6,
      crashPercent: 30,
      afterKill: 4,
    });
    expect(outcome.difference).toBeNull();
    expect(outcome.taken.size).toBeGreaterThan(15);
    expect(outcome.crashes).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { runHistory } from './history/run-history.ts';

/** Short, fixed parts of the soak test. */
describe.each([
  ['hpos', 'sweep', 11],
  ['posts', 'quick', 12],
  ['compatibility', 'full', 14],
] as const)('a history that begins in %s tables and is read at depth %s', (layout, depth, seed) => {
  it('equals the store’s own model after each execution, even if processes are killed and the store changes', async () => {
    const outcome = await runHistory({
      seed,
      layout,
      depth,
      silent: depth !== 'quick',
      steps: 80,
      between: 20,
      crashPercent: 50,
      afterKill: 8,
    });
    expect(outcome.difference).toBeNull();
    expect(outcome.taken.size).toBeGreaterThan(25);
    expect(outcome.crashes).toBeGreaterThan(0);
    expect(outcome.targeted).toBeGreaterThan(0);
    expect(outcome.closed).toBeGreaterThan(3);
    expect(outcome.resumes).toBeGreaterThan(0);
  });
});

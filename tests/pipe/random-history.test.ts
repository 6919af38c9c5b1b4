import { describe, expect, it } from 'vitest';
import { runHistory } from './history/run-history.ts';

/** A short, fixed piece of what the soak test does for long. */
describe.each([
  ['hpos', 'sweep', 11],
  ['posts', 'quick', 12],
] as const)('a history that begins in %s tables and is read at depth %s', (layout, depth, seed) => {
  it('leaves after each execution what the store’s own model says', async () => {
    const outcome = await runHistory({
      seed,
      layout,
      depth,
      silent: depth !== 'quick',
      steps: 60,
      between: 20,
      crashPercent: 30,
    });
    expect(outcome.difference).toBeNull();
    expect(outcome.taken.size).toBeGreaterThan(25);
  });
});

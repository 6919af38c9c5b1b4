import { describe, expect, it } from 'vitest';
import { runHistory } from '../pipe/history/run-history.ts';

/** Another history each time; the seed of a failure is printed, and can be set. */
const SEED = Number(process.env['HISTORY_SEED'] ?? Date.now() % 1_000_000);
const STEPS = Number(process.env['HISTORY_STEPS'] ?? 3_000);

describe.each(['sweep', 'quick', 'full'] as const)('a long history, read at depth %s', (depth) => {
  it.each(['hpos', 'posts', 'compatibility'] as const)(
    `after each execution the backend equals the store’s own model: begun in %s tables, seed ${SEED}`,
    async (layout) => {
      const outcome = await runHistory({
        seed: SEED,
        layout,
        depth,
        silent: depth !== 'quick',
        steps: STEPS,
        between: 40,
        crashPercent: 25,
        afterKill: 8,
      });
      expect(outcome.difference).toBeNull();
      expect(outcome.taken.size).toBeGreaterThanOrEqual(40);
      expect(outcome.crashes).toBeGreaterThan(0);
      expect(outcome.resumes).toBeGreaterThan(0);
    },
  );
});

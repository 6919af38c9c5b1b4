import { expect } from 'vitest';
import { fuzzOperations } from './fuzz-operations.ts';
import type { FuzzWorld } from './fuzz-world.ts';

/** `FUZZ_SEED` repeats the requests of a seed; without it each run has another seed. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

/** Hostile requests of every kind to every operation: none causes a defect, and each reply is as documented. */
export async function expectOrder(world: FuzzWorld, requests: number): Promise<void> {
  const { sent, statuses, faults } = await fuzzOperations(world, { requests, seed: SEED });
  expect(faults.join('\n\n')).toBe('');
  expect(sent).toBeGreaterThanOrEqual(requests);
  // A request that is refused only because of its number tests nothing.
  expect((statuses['429'] ?? 0) / sent).toBeLessThan(0.01);
  // Requests without a valid sign-in would test nothing beyond it.
  expect((statuses['200'] ?? 0) / sent).toBeGreaterThan(0.1);
}

import { expect } from 'vitest';
import { fuzzOperations } from './fuzz-operations.ts';
import type { FuzzWorld } from './fuzz-world.ts';

/** `FUZZ_SEED` draws the same requests again; another seed each time otherwise. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);

/** Hostile requests of every kind to every operation: none makes a defect, and each reply is as documented. */
export async function expectOrder(world: FuzzWorld, requests: number): Promise<void> {
  const { sent, statuses, faults } = await fuzzOperations(world, { requests, seed: SEED });
  expect(faults.join('\n\n')).toBe('');
  expect(sent).toBeGreaterThanOrEqual(requests);
  // Whatever is refused for its number alone was not tested.
  expect((statuses['429'] ?? 0) / sent).toBeLessThan(0.01);
  // Requests that are only refused would test nothing behind the sign-in.
  expect((statuses['200'] ?? 0) / sent).toBeGreaterThan(0.1);
}

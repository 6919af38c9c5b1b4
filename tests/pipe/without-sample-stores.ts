import { expect, test } from 'vitest';
import { sampleStoresPresent } from './truth-file.ts';

/**
 * The sample stores are not part of the project. Without them, a file that only tests them must have a test that
 * reports it: a file without any test would fail.
 */
export function tellIfNoSampleStores(): void {
  if (sampleStoresPresent) return;
  test('the sample stores are not beside this checkout: only the demo store is compared', () => {
    expect(sampleStoresPresent).toBe(false);
  });
}

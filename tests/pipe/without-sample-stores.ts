import { expect, test } from 'vitest';
import { sampleStoresPresent } from './truth-file.ts';

/**
 * The sample stores are data beside the project and not in it. Where they are missing a file that only tests
 * them has to say so: it would fail for want of a test, and be silent otherwise.
 */
export function tellIfNoSampleStores(): void {
  if (sampleStoresPresent) return;
  test('the sample stores are not beside this checkout: only the demo store is compared', () => {
    expect(sampleStoresPresent).toBe(false);
  });
}

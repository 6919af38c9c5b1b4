import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiWorld, openApiWorldOn } from '../http/api-world.ts';
import { syncedSampleBackend } from '../pipe/synced-sample-store.ts';
import { sampleStoresPresent } from '../pipe/truth-file.ts';
import { tellIfNoSampleStores } from '../pipe/without-sample-stores.ts';
import { expectApiFigures } from './view-figures.ts';

tellIfNoSampleStores();

/** Pesos without decimals, and a tax with more decimals than the currency; the others are in tests/nightly. */
const STORES = sampleStoresPresent ? ['hpos-small', 'decimal-tax-small'] : [];

for (const name of STORES) {
  let synced: Awaited<ReturnType<typeof syncedSampleBackend>>;
  let world: ApiWorld;
  beforeAll(async () => {
    synced = await syncedSampleBackend(name);
    world = await openApiWorldOn({ url: synced.backend.url, drop: async () => undefined }, () => ({}));
  });
  afterAll(async () => {
    await world.close();
    await synced.backend.close();
  });
  test(`every view agrees with the API on each event of the sample store ${name}`, async () => {
    let orders = 0;
    for (const eventId of synced.events.values()) orders += await expectApiFigures(world, eventId);
    expect(orders).toBeGreaterThan(20);
  });
}

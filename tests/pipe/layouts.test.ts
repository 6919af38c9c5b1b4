import { beforeAll, describe, expect, it } from 'vitest';
import { syncedSampleBackend } from './synced-sample-store.ts';
import { readTruth, sampleStoresPresent } from './truth-file.ts';
import { type WholeEvent, wholeEvent, withoutBackslashes } from './whole-event.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

/** The same store in WooCommerce's order tables and in its other layouts. */
const TABLES = 'hpos-small';
const OTHERS = sampleStoresPresent ? ['legacy-small', 'hpos-sync-small'] : [];

const products = sampleStoresPresent
  ? readTruth(TABLES)
      .products.map((product) => product.product_id)
      .filter((id) => id > 0)
  : [];
let tables: ReadonlyMap<number, WholeEvent>;
beforeAll(async () => {
  if (sampleStoresPresent) tables = await eventsOf(TABLES, products);
});

tellIfNoSampleStores();

describe.each(OTHERS)('the store %s', (name) => {
  let other: ReadonlyMap<number, WholeEvent>;
  beforeAll(async () => {
    other = await eventsOf(name, products);
  });

  it.each(products)('product %i gives the same backend as with order tables', (product) => {
    expect(tables.has(product)).toBe(true);
    const [is, expected] = [comparable(other.get(product)), comparable(tables.get(product))];
    for (const [kind, rows] of Object.entries(expected)) {
      expect([kind, is[kind]?.length]).toEqual([kind, rows.length]);
      for (const [at, row] of rows.entries()) expect(is[kind]?.[at]).toEqual(row);
    }
  });
});

async function eventsOf(dump: string, products: readonly number[]): Promise<ReadonlyMap<number, WholeEvent>> {
  const { backend, events } = await syncedSampleBackend(dump);
  try {
    const whole = new Map<number, WholeEvent>();
    for (const product of products)
      whole.set(product, await wholeEvent(backend.db, events.get(product) ?? ''));
    return whole;
  } finally {
    await backend.close();
  }
}

/** The dumps were written one after another, so their truth files differ by seconds in these. */
const WRITTEN_AT = ['completed_at', 'modified_at', 'anonymised_at', 'at', 'checked_in_at'];
/** The plugin ends a ticket's number with six digits at random. */
const RANDOM_DIGITS = 6;

function comparable(event: WholeEvent | undefined): Readonly<Record<string, readonly unknown[]>> {
  if (event === undefined) return {};
  return JSON.parse(JSON.stringify(withoutBackslashes(event)), (key, value: unknown) => {
    if (key === 'ticket_number' && typeof value === 'string') return value.slice(0, -RANDOM_DIGITS);
    return value !== null && WRITTEN_AT.includes(key) ? 'some time' : value;
  });
}

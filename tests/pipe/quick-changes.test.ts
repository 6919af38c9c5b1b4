import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { differingOrders } from './differing-orders.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, readMatrix, sampleStoresPresent } from './truth-file.ts';
import { type WholeEvent, wholeEvent } from './whole-event.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

const PRODUCT = 173911;
const STORES = sampleStoresPresent
  ? [
      ['hpos-small', 'changes/hpos-B', 'changes/hpos'],
      ['legacy-small', 'changes/legacy-B', 'changes/legacy'],
      ['hpos-sync-small', 'changes/hpos-sync-B', 'changes/hpos-sync'],
    ]
  : [];

/** Changes without a change signal: only comparing whole tables finds them. */
const SILENT =
  /^(delete that refund|item .*save\(\) only|wc_(update|delete)_order_item|.*permanently deleted|ticket postmeta written)/;

tellIfNoSampleStores();

describe.each(STORES)('the store %s that became %s', (before = '', after = '', matrix = '') => {
  let store: StoreDatabase;
  let grown: Backend;
  let fresh: Backend;
  let eventId: string;
  let full: WholeEvent;

  async function sync(backend: Backend, depth: Depth) {
    const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT, depth });
    expect(report).toMatchObject({ status: 'success', verification: 'verified', depth, rejects: [] });
    return report;
  }

  beforeAll(async () => {
    store = await freshStoreDatabase();
    grown = await freshBackend();
    fresh = await freshBackend();
    await store.loadDump(dumpPath(before));
    eventId = eventIdOf(await sync(grown, 'full'));
    await store.loadDump(dumpPath(after));
    full = await wholeEvent(fresh.db, eventIdOf(await sync(fresh, 'full')));
  });
  afterAll(async () => {
    await grown.close();
    await fresh.close();
    await store.drop();
  });

  it('is updated quickly, except for changes without a signal', async () => {
    const report = await sync(grown, 'quick');
    expect(report).toMatchObject({ proofScope: 'touched' });
    expect(report.counts.orders.read).toBeLessThan(30);
    const quick = await wholeEvent(grown.db, eventId);
    const silent = new Set(
      readMatrix(matrix).flatMap((row) => (SILENT.test(row.change) ? row.order_id : [])),
    );
    const differing = differingOrders(quick, full);
    expect(differing.length).toBeGreaterThan(0);
    expect(differing.filter((order) => !silent.has(order))).toEqual([]);
  });

  it('is read again from the same position, and nothing is written', async () => {
    expect(written(await sync(grown, 'quick'))).toEqual([0, 0, 0, 0, 0]);
  });

  it('equals a full reading after a sweep', async () => {
    const report = await sync(grown, 'sweep');
    expect(report).toMatchObject({ proofScope: 'whole' });
    expect(await wholeEvent(grown.db, eventId)).toEqual(full);
    expect(written(await sync(grown, 'sweep'))).toEqual([0, 0, 0, 0, 0]);
  });
});

function written({ counts }: SyncReport): readonly number[] {
  return Object.values(counts).map(({ created, updated, removed }) => created + updated + removed);
}

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { differingOrders } from './differing-orders.ts';
import { readingState } from './reading-state.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { dumpPath, sampleStoresPresent } from './truth-file.ts';
import { type WholeEvent, wholeEvent } from './whole-event.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

const PRODUCT = 173911;
const STORES = sampleStoresPresent
  ? [
      ['hpos-small', 'changes/hpos-B'],
      ['legacy-small', 'changes/legacy-B'],
    ]
  : [];

tellIfNoSampleStores();

describe.each(STORES)('the store %s that became %s', (before = '', after = '') => {
  let store: StoreDatabase;
  let grown: Backend;
  let fresh: Backend;
  let eventId: string;
  /** The state of a backend that reads the store only after its changes. */
  let full: WholeEvent;
  let old: WholeEvent;
  let changed: readonly number[];

  async function sync(backend: Backend, depth: Depth) {
    const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT, depth });
    expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
    return report;
  }

  async function syncOrders(orderIds: readonly number[]) {
    const targets = { orderIds, ticketIds: [] };
    const { report } = await syncProduct(grown, { storeUrl: store.url, product: PRODUCT, targets });
    return report;
  }

  beforeAll(async () => {
    store = await freshStoreDatabase();
    grown = await freshBackend();
    fresh = await freshBackend();
    await store.loadDump(dumpPath(before));
    eventId = eventIdOf(await sync(grown, 'full'));
    old = await wholeEvent(grown.db, eventId);
    await store.loadDump(dumpPath(after));
    full = await wholeEvent(fresh.db, eventIdOf(await sync(fresh, 'full')));
    changed = differingOrders(old, full).filter((id) => id > 0);
  });
  afterAll(async () => {
    await grown.close();
    await fresh.close();
    await store.drop();
  });

  it('is read order by order: the named ones become what a full reading gives, the others stay', async () => {
    expect(changed.length).toBeGreaterThan(9);
    const state = await readingState(grown.db);
    const named = changed.filter((_, at) => at % 2 === 0);
    const report = await syncOrders(named);
    expect(report).toMatchObject({
      status: 'success',
      depth: 'targeted',
      verification: 'verified',
      proofScope: 'touched',
      notOfEvent: [],
    });
    const now = await wholeEvent(grown.db, eventId);
    const wrong = new Set(differingOrders(now, full));
    expect(named.filter((id) => wrong.has(id))).toEqual([]);
    const touched = new Set(differingOrders(now, old));
    const left = changed.filter((id) => !named.includes(id));
    expect(left.filter((id) => touched.has(id))).toEqual([]);
    expect(await readingState(grown.db)).toEqual(state);
  });

  it('writes nothing when the same orders are read again', async () => {
    const { counts } = await syncOrders(changed.filter((_, at) => at % 2 === 0));
    expect(Object.values(counts).map((one) => one.created + one.updated + one.removed)).toEqual([
      0, 0, 0, 0, 0,
    ]);
  });

  it('is whole after the other orders and a sweep, which finds no changed order any more', async () => {
    await syncOrders(changed);
    expect(differingOrders(await wholeEvent(grown.db, eventId), full).filter((id) => id > 0)).toEqual([]);
    await sync(grown, 'sweep');
    expect(await wholeEvent(grown.db, eventId)).toEqual(full);
  });
});

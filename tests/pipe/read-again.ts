import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Depth } from '../../src/vocabulary/depths.ts';
import type { StoreDatabase } from '../servers/databases.ts';
import { changedIds, rowIds } from './row-ids.ts';
import { type Backend, syncProduct } from './sync-store.ts';
import { productsOf, type SyncedSampleStore, syncedSampleStore } from './synced-sample-store.ts';
import { dumpPath, readTruth, sampleStoresPresent } from './truth-file.ts';
import { wholeEvent } from './whole-event.ts';
import { tellIfNoSampleStores } from './without-sample-stores.ts';

/**
 * A sample store before and after its changes, and the depth of the second reading; null if the execution chooses
 * it.
 */
export type StoreChange = readonly [before: string, after: string, depths: readonly (Depth | null)[]];

/** A cart that is not an order yet, so it does not appear in the end. */
const DRAFT = 'checkout-draft';

/** A backend that read a store before its changes ends like one that reads it afterwards. */
export function readAgain(changes: readonly StoreChange[]): void {
  tellIfNoSampleStores();

  describe.each(sampleStoresPresent ? changes : [])(
    'the store %s that became %s, read by %j',
    (before, after, depths) => {
      const truthBefore = readTruth(before);
      const truth = readTruth(after);
      const products = productsOf(truthBefore);
      let store: StoreDatabase;
      let grown: Backend;
      let fresh: SyncedSampleStore;
      let idsBefore: ReadonlyMap<string, string>;
      const events = new Map<number, { readonly grown: string; readonly fresh: string }>();

      async function syncGrown(depth: Depth | null): Promise<void> {
        for (const product of products) {
          const chosen = depth === null ? {} : { depth };
          const { report } = await syncProduct(grown, { storeUrl: store.url, product, ...chosen });
          const differences = report.proof.filter(({ equal }) => !equal);
          expect({ product, ...report, differences }).toMatchObject({
            product,
            verification: 'verified',
            differences: [],
            rejects: [],
          });
        }
      }

      beforeAll(async () => {
        let grownIds: ReadonlyMap<number, string>;
        ({ store, backend: grown, events: grownIds } = await syncedSampleStore(before));
        idsBefore = await rowIds(grown.db);
        await store.loadDump(dumpPath(after));
        for (const depth of depths) await syncGrown(depth);
        fresh = await syncedSampleStore(after);
        for (const [product, id] of grownIds)
          events.set(product, { grown: id, fresh: fresh.events.get(product) ?? '' });
      });
      afterAll(async () => {
        await grown.close();
        await fresh.backend.close();
        await fresh.store.drop();
        await store.drop();
      });

      it.each(products)('leaves of product %i what an empty backend reads', async (product) => {
        const ids = events.get(product) ?? { grown: '', fresh: '' };
        const grownEvent = await wholeEvent(grown.db, ids.grown);
        const freshEvent = await wholeEvent(fresh.backend.db, ids.fresh);
        const exists = truth.products.some((p) => p.product_id === product && p.exists);
        // The name of a deleted product stays; an empty backend only gets the name in its lines.
        const expected = exists
          ? freshEvent
          : { ...freshEvent, tiers: grownEvent.tiers, fields: grownEvent.fields };
        expect(grownEvent).toEqual(expected);
      });

      it('keeps the id of every row', async () => {
        expect(idsBefore.size).toBeGreaterThan(500);
        expect(changedIds(idsBefore, await rowIds(grown.db))).toEqual([]);
      });

      it('marks only deleted orders as gone, and orders without lines of the event as left', async () => {
        const { rows } = await grown.db.query<{ order: number; reason: string }>(
          `select distinct woo_order_id as order, removed_reason as reason from orders
       where removed_reason in ('gone', 'left_event') order by woo_order_id`,
        );
        const present = new Set(truth.orders.map(({ id }) => id));
        const erased = truthBefore.orders.filter(({ id, status }) => !present.has(id) && status !== DRAFT);
        const ticketed = new Set(truth.tickets.map((ticket) => Number(ticket.order_id)));
        const heldBefore = new Set(
          truthBefore.orders.filter(({ lines }) => lines.length > 0).map(({ id }) => id),
        );
        const left = truth.orders.filter(
          ({ id, lines }) => heldBefore.has(id) && lines.length === 0 && !ticketed.has(id),
        );
        expect(erased.length).toBeGreaterThan(0);
        expect(rows).toEqual(
          [
            ...erased.map(({ id }) => ({ order: id, reason: 'gone' })),
            ...left.map(({ id }) => ({ order: id, reason: 'left_event' })),
          ].toSorted((a, b) => a.order - b.order),
        );
      });
    },
  );
}

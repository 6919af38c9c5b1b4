import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { DemoLayout } from '../../src/demo/model/model.ts';
import { StoreConnection } from '../../src/woocommerce/connect/store-connection.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { countDifferences } from './history/count-differences.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCT = 173_911;
/** Orders of the event with a line and an issued ticket. */
const ORDERS = `select o.woo_order_id as "order", min(i.woo_item_id) as item, min(t.woo_ticket_id) as ticket
  from orders o join order_items i on i.order_id = o.id join tickets t on t.order_item_id = i.id
  where o.removed_at is null and o.status = 'paid' and t.woo_ticket_id is not null
  group by o.woo_order_id order by o.woo_order_id`;

interface Found {
  readonly order: number;
  readonly item: number;
  readonly ticket: number;
}

describe.each<[DemoLayout]>([['hpos'], ['posts']])(
  'the counts of a store of layout %s by ranges',
  (layout) => {
    let store: StoreDatabase;
    let backend: Backend;
    let orders: readonly Found[];

    beforeAll(async () => {
      store = await freshStoreDatabase();
      await makeDemoStore({ url: store.url, orders: 250, seed: 12, layout });
      backend = await freshBackend();
      await sync();
      orders = (await backend.db.query<Found>(ORDERS)).rows;
    });
    afterAll(async () => {
      await backend.close();
      await store.drop();
    });

    /** An execution as the schedule makes it; returns how often it counted everything. */
    async function sync() {
      const scans = vi.spyOn(StoreConnection.prototype, 'scan');
      try {
        const { report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
        const differences = report.proof.filter(({ equal }) => !equal);
        expect({ error: report.error, differences }).toEqual({ error: null, differences: [] });
        expect(report.verification).toMatch(/^verified/);
        const counting = scans.mock.calls.filter(
          ([sql]) => sql.startsWith('SELECT i.order_id FROM') && !sql.includes('BETWEEN'),
        );
        return { report, counted: counting.length };
      } finally {
        scans.mockRestore();
      }
    }

    async function storeCountsNoted(): Promise<readonly string[]> {
      const { rows } = await backend.db.query<{ message: string }>(
        `select message from sync_log_lines where message like 'the sums of the store%'`,
      );
      return rows.map(({ message }) => message);
    }

    const at = (place: number): Found => orders[place] ?? { order: 0, item: 0, ticket: 0 };
    const statusOf = (order: number, status: string): string =>
      layout === 'hpos'
        ? `update wp_wc_orders set status = '${status}' where id = ${order}`
        : `update wp_posts set post_status = '${status}' where ID = ${order}`;

    it.each<[string, () => string]>([
      ['an order that changed its status', () => statusOf(at(0).order, 'wc-on-hold')],
      [
        'a line that costs more',
        () =>
          `update wp_woocommerce_order_itemmeta set meta_value = meta_value + 1
         where order_item_id = ${at(3).item} and meta_key = '_line_total'`,
      ],
      [
        'a ticket that was moved to another order',
        () =>
          `update wp_postmeta set meta_value = '${at(40).order}'
         where post_id = ${at(5).ticket} and meta_key = 'WooCommerceEventsOrderID'`,
      ],
      [
        'a ticket without an order',
        () =>
          `update wp_postmeta set meta_value = ''
         where post_id = ${at(6).ticket} and meta_key = 'WooCommerceEventsOrderID'`,
      ],
      [
        'a ticket that was erased',
        () =>
          `delete from wp_posts where ID = ${at(7).ticket}; delete from wp_postmeta where post_id = ${at(7).ticket}`,
      ],
      [
        'a line that became another product’s',
        () =>
          `update wp_woocommerce_order_itemmeta set meta_value = '174050'
         where order_item_id = ${at(8).item} and meta_key = '_product_id'`,
      ],
      [
        'an order that was erased',
        () =>
          layout === 'hpos'
            ? `delete from wp_wc_orders where id = ${at(9).order}`
            : `delete from wp_posts where ID = ${at(9).order}`,
      ],
      [
        'an order that can no longer be read',
        () =>
          `update wp_woocommerce_order_itemmeta set meta_value = 'twelve'
         where order_item_id = ${at(10).item} and meta_key = '_line_total'`,
      ],
      [
        'an order that can be read again',
        () =>
          `update wp_woocommerce_order_itemmeta set meta_value = '1000'
         where order_item_id = ${at(10).item} and meta_key = '_line_total'`,
      ],
    ])('count again only the ranges of %s', async (_what, change) => {
      await store.exec(change());
      const { report, counted } = await sync();
      expect([report.depth, report.proofScope, counted]).toEqual(['sweep', 'whole', 0]);
      expect(await countDifferences(backend.db, store.url, PRODUCT)).toEqual([]);
      expect(await storeCountsNoted()).toEqual([]);
    });

    it('are counted again after quick executions that read new rows', async () => {
      await store.exec(statusOf(at(12).order, 'wc-cancelled'));
      if (layout === 'hpos') {
        await store.exec(
          `update wp_wc_orders set date_updated_gmt = utc_timestamp() where id = ${at(12).order}`,
        );
      } else {
        await store.exec(
          `update wp_posts set post_modified_gmt = utc_timestamp() where ID = ${at(12).order}`,
        );
      }
      await syncProduct(backend, { storeUrl: store.url, product: PRODUCT, depth: 'quick' });
      expect((await sync()).counted).toBe(0);
      expect(await countDifferences(backend.db, store.url, PRODUCT)).toEqual([]);
    });

    it('are counted as a whole after a day, which repairs and logs what differs', async () => {
      await backend.db.query(
        `update store_counts set counted = jsonb_set(counted, '{orders,0,orders}', '77')
       where counted #> '{orders,0}' is not null`,
      );
      expect(await countDifferences(backend.db, store.url, PRODUCT)).not.toEqual([]);
      await backend.db.query(`update sync_checkpoints set counted_whole_at = now() - interval '25 hours'`);
      await store.exec(statusOf(at(14).order, 'wc-on-hold'));
      expect((await sync()).counted).toBe(1);
      expect(await countDifferences(backend.db, store.url, PRODUCT)).toEqual([]);
      expect(await storeCountsNoted()).toHaveLength(1);
    });
  },
);

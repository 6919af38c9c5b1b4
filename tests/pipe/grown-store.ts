import { expect } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import { freshStoreDatabase } from '../servers/databases.ts';
import { type Metas, order, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { wholeEvent } from './whole-event.ts';

type Facts = Readonly<Record<string, unknown>>;

/** A plugin, in the form in which WordPress writes its file into the list of active plugins. */
export const FOOEVENTS = 's:23:"fooevents/fooevents.php"';
export const MULTI_DAY = 's:43:"fooevents_multi_day/fooevents-multi-day.php"';

/** A ticket of an order, for a product without variations. */
export function ticketOf(id: number, product: number, orderId: number, more: Metas = {}): string {
  return ticket(id, product, { OrderID: String(orderId), VariationID: '0', ...more });
}

/**
 * A small store that a backend has synced and that a test then changes.
 *
 * @param content the store's rows as SQL
 */
export async function openGrownStore(layout: OrderLayout, content: readonly string[]) {
  const store = await freshStoreDatabase();
  const known = await freshBackend();
  await store.exec(
    [
      tinyStore('wp_', layout),
      setOption('active_plugins', `a:2:{i:0;${FOOEVENTS};i:1;${MULTI_DAY};}`),
      // Without them, a store with its orders in posts has no change signals.
      `insert into wp_actionscheduler_actions (hook, status, args) values ('wc-admin_import_orders', 'complete', '[1]');`,
      // The newest change, so that a quick reading does not read all others again.
      order({ id: 99 }, layout),
      `update wp_posts set post_modified_gmt = '2025-06-01 12:00:00' where ID = 99;
       update wp_wc_orders set date_updated_gmt = '2025-06-01 12:00:00' where id = 99;`,
      ...content,
    ].join('\n'),
  );

  const syncInto = async (backend: typeof known, product: number, depth: 'quick' | 'sweep' | 'full') => {
    const { report } = await syncProduct(backend, {
      storeUrl: store.url,
      product,
      eventName: `Event ${product}`,
      depth,
    });
    const differences = report.proof.filter(({ equal }) => !equal);
    expect({ ...report, differences }).toMatchObject({
      status: 'success',
      verification: 'verified',
      differences: [],
      rejects: [],
    });
    return report;
  };
  const factsOf = async (sql: string, product: number): Promise<Facts> => {
    const rows = await queryRows<{ id: string; fact: unknown }>(known.db, sql, [product]);
    return Object.fromEntries(rows.map((row) => [row.id, row.fact]));
  };

  return {
    store,
    known,
    sync: async (product: number, depth: 'quick' | 'sweep' | 'full') => await syncInto(known, product, depth),

    /**
     * Syncs by a quick execution and by a sweep, which must end like a full reading into an empty backend. Returns the
     * depth.
     */
    async catchUp(product: number) {
      const quick = await syncInto(known, product, 'quick');
      const sweep = await syncInto(known, product, 'sweep');
      const fresh = await freshBackend();
      try {
        const rebuilt = await syncInto(fresh, product, 'full');
        expect(await wholeEvent(known.db, eventIdOf(sweep))).toEqual(
          await wholeEvent(fresh.db, eventIdOf(rebuilt)),
        );
      } finally {
        await fresh.close();
      }
      return [quick.depth, sweep.depth];
    },

    /** Of each ticket post by id; `t` is its row, `r` its tier's. */
    ofTickets: async (product: number, what: string) =>
      await factsOf(
        `select t.woo_ticket_id::text as id, ${what} as fact
         from tickets t join events e on e.id = t.event_id left join ticket_tiers r on r.id = t.ticket_tier_id
         where e.woo_product_id = $1 and t.woo_ticket_id is not null`,
        product,
      ),
    ofOrders: async (product: number, what: string) =>
      await factsOf(
        `select o.woo_order_id::text as id, ${what} as fact from orders o join events e on e.id = o.event_id
         where e.woo_product_id = $1`,
        product,
      ),
    notes: async (product: number) =>
      await queryRows<{ id: number; field: string; raw: string; reason: string }>(
        known.db,
        `select n.woo_id::integer as id, n.field, n.raw, n.reason from sync_notes n
         join events e on e.configuration_id = n.configuration_id
         where e.woo_product_id = $1 order by n.woo_id, n.field`,
        [product],
      ),
    async close() {
      await known.close();
      await store.drop();
    },
  };
}

export type GrownStore = Awaited<ReturnType<typeof openGrownStore>>;

export function setOption(name: string, value: string): string {
  return `insert into wp_options values ('${name}', '${value}') on duplicate key update option_value = '${value}';`;
}

/** A meta of a ticket, named without the plugin's `WooCommerceEvents`. */
export function setMeta(ticketId: number, key: string, value: string): string {
  return `update wp_postmeta set meta_value = '${value}'
    where post_id = ${ticketId} and meta_key = 'WooCommerceEvents${key}';`;
}

export function numbered(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}

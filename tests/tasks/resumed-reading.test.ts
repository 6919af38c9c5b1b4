import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readExecutionDetail } from '../../src/backend/executions/execution-list.ts';
import { executionDetailShape } from '../../src/contract/execution.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { backendEvent } from '../pipe/backend-event.ts';
import type { ExpectedEvent, Row } from '../pipe/expected-event.ts';
import { firstDifference, type WholeBackend, wholeBackend } from '../pipe/whole-backend.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { firstSync } from './kill-and-resume.ts';

const PAGE_ORDERS = 16;

/**
 * Orders, lines, tickets and refunds change after they were read; only the first of these changes gives a change
 * signal.
 */
const CHANGE = `
  update wp_wc_orders set status = 'wc-cancelled', date_updated_gmt = utc_timestamp()
    where status = 'wc-completed' and type = 'shop_order' order by id limit 1;
  delete from wp_wc_orders where status = 'wc-completed' and type = 'shop_order' order by id limit 1;
  delete from wp_wc_orders where type = 'shop_order_refund' order by id limit 1;
  delete from wp_posts where post_type = 'event_magic_tickets' and post_status = 'publish' order by ID limit 1;
  update wp_posts set post_status = 'trash' where post_type = 'event_magic_tickets' and post_status = 'publish'
    order by ID limit 1;
  update wp_postmeta set meta_value = 'Otra' where meta_key = 'WooCommerceEventsAttendeeName' order by meta_id limit 3;
  update wp_woocommerce_order_itemmeta set meta_value = meta_value + 1
    where meta_key = '_line_total' order by meta_id limit 3;`;

/**
 * Each attempt reads again the orders that changed shortly before the newest change. This change keeps all others
 * out of that time.
 */
const LAST_CHANGE_ON_LAST_ORDER = `
  update wp_wc_orders join (select max(id) as last, max(date_updated_gmt) as newest from wp_wc_orders) ends
    set date_updated_gmt = newest + interval 1 hour where id = last;`;

let store: StoreDatabase;
let unbroken: {
  readonly backend: WholeBackend;
  readonly orders: number;
  readonly proof: readonly object[];
  readonly counts: object;
};

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 440, seed: 3, layout: 'hpos' });
  await store.exec(LAST_CHANGE_ON_LAST_ORDER);
  const { world, asked, proof, counts } = await firstSync({
    storeUrl: store.url,
    pageOrders: PAGE_ORDERS,
    kill: null,
  });
  unbroken = { backend: await wholeBackend(world.db), orders: asked.length, proof, counts };
  await world.close();
});
afterAll(async () => await store.drop());

/** Without the lines and refunds of deleted orders: a new backend never had them. */
function presentRows(event: ExpectedEvent): ExpectedEvent {
  const orders = new Set(event.orders.map((row) => row['order']));
  const isPresent = (row: Row): boolean => orders.has(row['order']);
  const refunds = event.refunds.filter(isPresent);
  const refundIds = new Set(refunds.map((row) => row['refund']));
  return {
    ...event,
    items: event.items.filter(isPresent),
    refunds,
    refundLines: event.refundLines.filter((row) => refundIds.has(row['refund'])),
  };
}

describe('a worker that is killed at 60 % of a first sync', () => {
  it('leaves at most 45 % of the orders to the next one, which ends like an undisturbed sync', async () => {
    const { orders } = unbroken;
    expect(orders).toBeGreaterThan(10 * PAGE_ORDERS);
    const resumed = await firstSync({
      storeUrl: store.url,
      pageOrders: PAGE_ORDERS,
      kill: { afterOrders: orders * 0.6, change: async () => undefined },
    });
    const { world, asked, attempts, verification, depth, counts, proof } = resumed;
    try {
      expect(attempts).toMatchObject([
        { number: 1, outcome: 'worker_lost', continued_attempt: null },
        { number: 2, outcome: 'success', continued_attempt: 1, continued_phase: 'orders' },
      ]);
      expect(attempts[1]?.orders_read).toBe(asked.length);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.length).toBeLessThanOrEqual(0.45 * orders);
      expect(Math.min(...asked)).toBeGreaterThan(attempts[1]?.continued_position ?? Number.NaN);
      expect({ verification, depth }).toEqual({ verification: 'verified', depth: 'full' });
      const shown = executionDetailShape.shape.attempts.parse(
        (await readExecutionDetail(world.db, resumed.id)).attempts,
      );
      expect(shown.map(({ continued_from, orders_read }) => ({ continued_from, orders_read }))).toEqual([
        { continued_from: null, orders_read: null },
        {
          continued_from: {
            execution: resumed.id,
            attempt: 1,
            phase: 'orders',
            position: attempts[1]?.continued_position,
          },
          orders_read: asked.length,
        },
      ]);
      const logged = await world.db.query<{ message: string }>(
        'select message from sync_log_lines where execution_id = $1',
        [resumed.id],
      );
      expect(logged.rows.map(({ message }) => message)).toContain(
        `continues after order ${attempts[1]?.continued_position} of attempt 1`,
      );
      // The report counts the whole event, not only the rest of it.
      expect(counts).toEqual(unbroken.counts);
      expect(proof).toEqual(unbroken.proof);
      expect(firstDifference(await wholeBackend(world.db), unbroken.backend)).toBeNull();
    } finally {
      await world.close();
    }
  });

  it('leaves later changes to the next one as well', async () => {
    const { orders } = unbroken;
    const change = async () => await store.exec(CHANGE);
    const resumed = await firstSync({
      storeUrl: store.url,
      pageOrders: PAGE_ORDERS,
      kill: { afterOrders: orders * 0.6, change },
    });
    const fresh = await firstSync({ storeUrl: store.url, pageOrders: PAGE_ORDERS, kill: null });
    try {
      expect(resumed.attempts[1]).toMatchObject({ outcome: 'success', continued_attempt: 1 });
      expect(resumed.asked.length).toBeLessThan(orders);
      expect([resumed.verification, fresh.verification]).toEqual(['verified', 'verified']);
      expect(resumed.proof).toEqual(fresh.proof);
      expect(presentRows(await backendEvent(resumed.world.db, resumed.event_id))).toEqual(
        presentRows(await backendEvent(fresh.world.db, fresh.event_id)),
      );
    } finally {
      await resumed.world.close();
      await fresh.world.close();
    }
  });
});

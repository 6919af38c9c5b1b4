import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listRejectRows } from '../../src/backend/executions/execution-log-list.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { backendEvent } from './backend-event.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCT = 173911;
const SYNCED = [
  'events',
  'forms',
  'form_fields',
  'ticket_tiers',
  'orders',
  'order_items',
  'refunds',
  'refund_lines',
  'tickets',
  'check_ins',
];

/** The event's orders fill more than one page. */
const PAGE_ORDERS = 100;

let store: StoreDatabase;
let backend: Backend;

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 320, seed: 3, layout: 'hpos' });
});
afterAll(async () => {
  await store.drop();
});
beforeEach(async () => {
  backend = await freshBackend();
});
afterEach(async () => {
  await backend.close();
});

async function sync(input: { signal?: AbortSignal; onPage?: () => Promise<void> } = {}) {
  return await syncProduct(backend, {
    storeUrl: store.url,
    product: PRODUCT,
    pageOrders: PAGE_ORDERS,
    ...input,
  });
}

/** Every row with its physical version: two equal results mean that nothing was written in between. */
async function rowVersions() {
  const versions: Record<string, unknown> = {};
  for (const table of SYNCED) {
    const { rows } = await backend.db.query(`select id, xmin::text, ctid::text from ${table} order by id`);
    versions[table] = rows;
  }
  return versions;
}

async function one<T>(sql: string, values: readonly unknown[] = []): Promise<T> {
  const { rows } = await backend.db.query(sql, [...values]);
  return rows[0] as T;
}

describe('an execution', () => {
  it('changes no row and no id if the store has not changed', async () => {
    await sync();
    const before = await rowVersions();
    const { report } = await sync();
    expect(report.verification).toBe('verified');
    expect(await rowVersions()).toEqual(before);
    const written = Object.values(report.counts).map(({ created, updated, removed }) => [
      created,
      updated,
      removed,
    ]);
    expect(written).toEqual(written.map(() => [0, 0, 0]));
    const changes = `select count(*)::integer as n from sync_changes where execution_id = $1`;
    expect(await one(changes, [report.executionId])).toEqual({ n: 0 });
  });

  it('that is stopped keeps whole pages, and the next one ends like an undisturbed one', async () => {
    const stop = new AbortController();
    const { report, error } = await sync({
      signal: stop.signal,
      onPage: async () => stop.abort(),
    });
    expect(error?.kind).toBe('aborted');
    expect(report).toMatchObject({
      status: 'cancelled',
      verification: null,
      counts: { orders: { created: PAGE_ORDERS } },
    });
    expect(await one('select count(*)::integer as n from orders')).toEqual({ n: PAGE_ORDERS });
    expect(await one('select phase from sync_checkpoints')).toEqual({ phase: 'orders' });
    const resumed = await sync();
    expect(resumed.report.verification).toBe('verified');

    const undisturbed = await freshBackend();
    const whole = await syncProduct(undisturbed, { storeUrl: store.url, product: PRODUCT });
    expect(await backendEvent(backend.db, eventIdOf(resumed.report))).toEqual(
      await backendEvent(undisturbed.db, eventIdOf(whole.report)),
    );
    await undisturbed.close();
  });

  it('that loses its lease stops writing', async () => {
    const { report, error } = await sync({
      onPage: async () => {
        await backend.db.query('delete from sync_leases');
      },
    });
    expect(error).toMatchObject({ kind: 'conflict', code: 'execution.lease-lost' });
    expect(await one('select count(*)::integer as n from orders')).toEqual({ n: PAGE_ORDERS });
    expect(await one('select status from sync_executions where id = $1', [report.executionId])).toEqual({
      status: 'running',
    });
    // The execution that took over finishes the work of the lost one.
    expect((await sync()).report.verification).toBe('verified');
    expect(
      await one('select status, error_code from sync_executions where id = $1', [report.executionId]),
    ).toEqual({ status: 'failed', error_code: 'execution.worker-lost' });
  });

  it('is refused while another one of the same configuration runs', async () => {
    await sync();
    await sync({
      onPage: async () => {
        await expect(sync()).rejects.toMatchObject({ kind: 'conflict', code: 'execution.already-running' });
      },
    });
    const runs = await one('select count(*)::integer as n from sync_executions');
    expect(runs).toEqual({ n: 2 });
  });

  it('does not change the backend if the product was created again', async () => {
    await sync();
    await store.exec(
      `update wp_posts set post_date_gmt = post_date_gmt + interval 1 day where ID = ${PRODUCT}`,
    );
    try {
      await expect(sync()).rejects.toMatchObject({ kind: 'config', code: 'store.product-changed' });
    } finally {
      await store.exec(
        `update wp_posts set post_date_gmt = post_date_gmt - interval 1 day where ID = ${PRODUCT}`,
      );
    }
  });
});

describe('what changes in the store', () => {
  it('marks an order that was deleted there, keeps its row, and restores it when it returns', async () => {
    await sync();
    const order = await one<{ id: string; woo_order_id: number }>(
      `select o.id, o.woo_order_id from orders o where status = 'paid'
         and exists (select 1 from tickets t where t.order_id = o.id and t.status = 'active') limit 1`,
    );
    const id = order.woo_order_id;
    await store.exec(`update wp_wc_orders set type = 'erased' where id = ${id}`);
    const { report } = await sync();
    expect(report).toMatchObject({ verification: 'verified', counts: { orders: { removed: 1 } } });
    expect(await one('select id, removed_reason from orders where woo_order_id = $1', [id])).toEqual({
      id: order.id,
      removed_reason: 'gone',
    });
    // FooEvents keeps the tickets of a deleted order, which are orphaned now.
    const states = await backend.db.query('select distinct status from tickets where woo_order_id = $1', [
      id,
    ]);
    expect(states.rows).toEqual([{ status: 'orphaned' }]);

    await store.exec(`update wp_wc_orders set type = 'shop_order' where id = ${id}`);
    expect((await sync()).report.verification).toBe('verified');
    expect(await one('select id, removed_reason from orders where woo_order_id = $1', [id])).toEqual({
      id: order.id,
      removed_reason: null,
    });
  });

  it('turns an unreadable order into one reject, keeps its rows, and settles it when it is readable again', async () => {
    await sync();
    const line = await one<{ woo_item_id: number; woo_order_id: number; total: string }>(
      `select i.woo_item_id, o.woo_order_id, o.total from order_items i join orders o on o.id = i.order_id
       where o.status = 'paid' and o.total > 0 limit 1`,
    );
    const where = `order_item_id = ${line.woo_item_id} and meta_key = '_line_total'`;
    await store.exec(
      `update wp_woocommerce_order_itemmeta set meta_value = concat('x', meta_value) where ${where}`,
    );
    const broken = await sync();
    expect(broken.report).toMatchObject({
      status: 'success',
      verification: 'verified_with_rejects',
      rejects: [{ kind: 'order', wooId: line.woo_order_id, code: 'money.malformed' }],
    });
    expect(await one('select total from orders where woo_order_id = $1', [line.woo_order_id])).toEqual({
      total: line.total,
    });
    // The order is not read again, but the proof of the whole event cannot succeed with it, so the reject stays in
    // both histories.
    const again = await sync();
    expect(again.report).toMatchObject({
      depth: 'sweep',
      verification: 'verified_with_rejects',
      rejects: [{ kind: 'order', wooId: line.woo_order_id, code: 'money.malformed' }],
    });
    for (const { report } of [broken, again]) {
      const left = await listRejectRows(backend.db, report.executionId, null, { limit: 10, offset: 0 });
      expect(left.map((row) => row.woo_id)).toEqual([line.woo_order_id]);
    }
    await store.exec(
      `update wp_woocommerce_order_itemmeta set meta_value = substr(meta_value, 2) where ${where}`,
    );
    expect((await sync()).report).toMatchObject({ verification: 'verified', rejects: [] });
    expect(await one('select count(*)::integer as n from sync_rejects where settled_at is null')).toEqual({
      n: 0,
    });
  });

  it('keeps an attendee edited here while the store does not change', async () => {
    await sync();
    const ticket = await one<{ id: string }>(
      `select id from tickets where woo_ticket_id is not null limit 1`,
    );
    await backend.db.query(`update tickets set first_name = 'Edited here' where id = $1`, [ticket.id]);
    await sync();
    expect(await one('select first_name from tickets where id = $1', [ticket.id])).toEqual({
      first_name: 'Edited here',
    });
  });

  it('repairs rows that were changed outside the engine', async () => {
    await sync();
    const item = 'select id, total::text as total from order_items order by id limit 1';
    const before = await one<{ id: string }>(item);
    await backend.db.query('update order_items set total = total + 1 where id = $1', [before.id]);
    const { report } = await sync();
    expect(report).toMatchObject({ status: 'success', depth: 'sweep', verification: 'verified' });
    expect(await one(item)).toEqual(before);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listLocalEdits } from '../../src/backend/conflicts/local-edit-list.ts';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { DemoLayout } from '../../src/demo/model/model.ts';
import { proveWhole } from '../../src/sync/proof/prove.ts';
import type { Depth } from '../../src/vocabulary/depths.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { NEVER, openStore, withSnapshot } from '../woocommerce/open-store.ts';
import { NO_ORDER, PAID_ORDERS, type PaidOrder } from './paid-orders.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { type WholeEvent, wholeEvent } from './whole-event.ts';

const PRODUCT = 173911;
describe.each<[DemoLayout]>([['hpos'], ['posts']])('a sweep of a store of layout %s', (layout) => {
  let store: StoreDatabase;
  let backend: Backend;
  let eventId: string;
  let orders: readonly PaidOrder[];

  beforeAll(async () => {
    store = await freshStoreDatabase();
    await makeDemoStore({ url: store.url, orders: 250, seed: 12, layout });
    backend = await freshBackend();
    eventId = eventIdOf(await sync('full'));
    orders = (await backend.db.query<PaidOrder>(PAID_ORDERS)).rows;
  });
  afterAll(async () => {
    await backend.close();
    await store.drop();
  });

  async function sync(depth: Depth | null, on = backend) {
    const { report } = await syncProduct(on, {
      storeUrl: store.url,
      product: PRODUCT,
      ...(depth && { depth }),
    });
    const differences = report.proof.filter(({ equal }) => !equal);
    expect({ ...report, differences }).toMatchObject({ verification: 'verified', differences: [] });
    return report;
  }

  /** The result of syncing the current store into an empty backend. */
  async function readAnew(): Promise<WholeEvent> {
    const fresh = await freshBackend();
    try {
      return await wholeEvent(fresh.db, eventIdOf(await sync('full', fresh)));
    } finally {
      await fresh.close();
    }
  }

  async function wholeDifferences(): Promise<number> {
    const source = openStore(store.url);
    try {
      return await withSnapshot(source, PRODUCT, null, async (snapshot) => {
        const excluded = { wooOrderIds: [], wooTicketIds: [] };
        const facts = { excluded, counted: await snapshot.countWhole(excluded, NEVER) };
        const rows = await proveWhole(backend.db, eventId, facts, { statusMapping: {} });
        return rows.filter(({ equal }) => !equal).length;
      });
    } finally {
      await source.close();
    }
  }

  const at = (place: number): PaidOrder => orders[place] ?? NO_ORDER;
  const itemMeta = (item: number, key: string, value: string): string =>
    `update wp_woocommerce_order_itemmeta set meta_value = ${value} where order_item_id = ${item} and meta_key = '${key}';`;

  const REFUND = `select r.woo_refund_id as id from refunds r join orders o on o.id = r.order_id
    where o.removed_at is null order by r.woo_refund_id limit 1`;

  it.each<[string, boolean, () => string | Promise<string>]>([
    ['a cent', true, () => itemMeta(at(0).item, '_line_total', 'meta_value + 0.01')],
    [
      'a name',
      false,
      () =>
        `update wp_postmeta set meta_value = 'Otra' where post_id = ${at(1).ticket} and meta_key = 'WooCommerceEventsAttendeeName'`,
    ],
    ['a line that became another product’s', true, () => itemMeta(at(2).item, '_product_id', '174050')],
    [
      'two totals that changed places',
      false,
      () => itemMeta(at(3).item, '_line_subtotal', "'71'") + itemMeta(at(4).item, '_line_subtotal', "'17'"),
    ],
    [
      'the same two totals, back and forth',
      false,
      () => itemMeta(at(3).item, '_line_subtotal', "'17'") + itemMeta(at(4).item, '_line_subtotal', "'71'"),
    ],
    [
      'a ticket that was erased',
      true,
      () =>
        `delete from wp_posts where ID = ${at(5).ticket}; delete from wp_postmeta where post_id = ${at(5).ticket}`,
    ],
    [
      'a refund that was erased',
      true,
      async () => {
        const id = Number((await backend.db.query(REFUND)).rows[0].id);
        return layout === 'hpos'
          ? `delete from wp_wc_orders where id = ${id}`
          : `delete from wp_posts where ID = ${id}`;
      },
    ],
    [
      'an order that was erased',
      true,
      () =>
        layout === 'hpos'
          ? `delete from wp_wc_orders where id = ${at(6).order}`
          : `delete from wp_posts where ID = ${at(6).order}`,
    ],
  ])('finds %s', async (_what, countsOrMoney, change) => {
    await store.exec(await change());
    await sync('quick');
    expect((await wholeDifferences()) > 0).toBe(countsOrMoney);
    const report = await sync('sweep');
    expect(report).toMatchObject({ depth: 'sweep', proofScope: 'whole' });
    expect(report.counts.orders.read).toBeLessThan(130);
    expect(await wholeEvent(backend.db, eventId)).toEqual(await readAnew());
  });

  // This compares only the backend, so the store's layout does not matter.
  if (layout === 'hpos') {
    it.each([
      ['a cent', `update orders set total = total + 0.01 where id = $1`],
      ['a cent of a line', `update order_items set tax = tax + 0.01 where order_id = $1`],
      ['a status', `update tickets set status = 'cancelled' where order_id = $1`],
      [
        'a ticket that was dropped',
        `delete from tickets where id = (select max(id::text)::uuid from tickets t
       where t.order_id = $1 and not exists (select 1 from check_ins c where c.ticket_id = t.id))`,
      ],
      [
        'a row that was marked as removed',
        `update orders set removed_at = now(), removed_reason = 'gone' where id = $1`,
      ],
    ])('corrects %s without a change signal', async (_what, sql) => {
      const before = await wholeEvent(backend.db, eventId);
      const { rowCount } = await backend.db.query(sql, [at(8).id]);
      expect(rowCount).toBeGreaterThan(0);
      await sync('sweep');
      expect(await wholeEvent(backend.db, eventId)).toEqual(before);
    });

    it('restores a deleted refund row', async () => {
      const before = await wholeEvent(backend.db, eventId);
      const { rows } = await backend.db.query<{ id: string }>(
        'select r.id from refunds r where removed_at is null order by r.id limit 1',
      );
      await backend.db.query('delete from refund_lines where refund_id = $1', [rows[0]?.id]);
      await backend.db.query('delete from refunds where id = $1', [rows[0]?.id]);
      await sync('sweep');
      expect(await wholeEvent(backend.db, eventId)).toEqual(before);
    });
  }

  it('leaves a name that was edited here, and lists it', async () => {
    const { rows } = await backend.db.query<{ id: string }>(
      `update tickets set first_name = 'Editada' where woo_ticket_id = $1 returning id`,
      [at(9).ticket],
    );
    await sync('sweep');
    const all = { configuration: null, event: null, table: null };
    const listed = await listLocalEdits(backend.db, all, 10, 0);
    expect(listed).toMatchObject([
      { table: 'tickets', row_id: rows[0]?.id, field: 'first_name', ours: 'Editada' },
    ]);
    const kept = await backend.db.query('select first_name from tickets where woo_ticket_id = $1', [
      at(9).ticket,
    ]);
    expect(kept.rows).toEqual([{ first_name: 'Editada' }]);
  });

  it('is chosen by an execution itself while it is cheap', async () => {
    expect(await sync(null)).toMatchObject({ depth: 'sweep', proofScope: 'whole' });
    await backend.db.query('update sync_configurations set sweep_budget_seconds = 0');
    expect(await sync(null)).toMatchObject({ depth: 'quick', proofScope: 'touched' });
    await backend.db.query(
      `update sync_checkpoints set whole_swept_at = whole_swept_at - interval '25 hours'`,
    );
    expect(await sync(null)).toMatchObject({ depth: 'sweep' });
  });
});

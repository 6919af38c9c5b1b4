import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inTransaction } from '../../src/backend/database.ts';
import { dismissReject, listRejects, targetsOf } from '../../src/backend/readings/reject-list.ts';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';
import { syncProduct } from './sync-store.ts';

const EVENT = 455;
const ORDERS = 1000;
const IDS = Array.from({ length: ORDERS }, (_, at) => 6000 + at * 10);
/** Three of them have half a ticket, as an import wrote them. */
const BAD = [6010, 9990, 15_980] as const;
const OPEN = { configuration: null, kind: null, state: 'open' } as const;

describe('three bad rows among a thousand', () => {
  let world: SmallWorld;

  beforeEach(async () => {
    const bad = new Set<number>(BAD);
    const orders = IDS.map(
      (id) =>
        order({ id, total: '800', lines: { [id]: sold(EVENT, bad.has(id) ? '1.5' : '1', '800') } }) +
        ticket(id + 1, EVENT, { OrderID: String(id) }),
    );
    world = await smallWorld(EVENT, [tinyStore(), eventProduct(EVENT, 'Night swim'), ...orders].join('\n'));
  });
  afterEach(async () => await world.close());

  it('are left out with their money and persons, and are read again once they are mended', async () => {
    const report = await world.sync('full');
    expect(report).toMatchObject({
      status: 'success',
      verification: 'verified_with_rejects',
      counts: { orders: { created: ORDERS - BAD.length } },
      leftOut: {
        rows: BAD.length,
        money: [{ currency: 'CLP', total: '2400', is_partial: false }],
        tickets: BAD.length,
      },
    });
    const rejects = await listRejects(world.db, OPEN, 10, 0);
    expect(rejects.map(({ kind, woo_id }) => `${kind} ${woo_id}`).sort()).toEqual(
      BAD.map((id) => `order ${id}`).sort(),
    );
    expect(rejects.map(({ left_out }) => [left_out.total, left_out.tickets])).toEqual(
      BAD.map(() => ['800', 1]),
    );

    await world.store.exec(
      `update wp_woocommerce_order_itemmeta set meta_value = '1'
       where meta_key = '_qty' and order_item_id in (${BAD.join(', ')})`,
    );
    const replayed = await replay(rejects);
    expect(replayed).toMatchObject({
      depth: 'targeted',
      verification: 'verified',
      rejects: [],
      counts: { orders: { created: BAD.length } },
    });
    expect(await listRejects(world.db, OPEN, 10, 0)).toEqual([]);
    await world.verified('sweep');
    expect(await world.rows('select count(*)::int as count from orders')).toEqual([{ count: ORDERS }]);
  });

  it('are read again by the next sweep, and no longer dismissed once they change in the store', async () => {
    await world.sync('full');
    const rejects = await listRejects(world.db, OPEN, 10, 0);
    for (const { id } of rejects) {
      const decision = { by: null, note: 'The agency knows', now: new Date() };
      await inTransaction(world.db, async (tx) => await dismissReject(tx, id, decision));
    }
    expect(await listRejects(world.db, OPEN, 10, 0)).toEqual([]);
    // They are still left out, and dismissed as long as they stay the same.
    expect(await world.sync('full')).toMatchObject({ verification: 'verified_with_rejects' });
    const dismissed = { ...OPEN, state: 'dismissed' } as const;
    expect(await listRejects(world.db, dismissed, 10, 0)).toHaveLength(BAD.length);
    const [mended, worse] = BAD;
    const set = (id: number, quantity: string): string =>
      `update wp_woocommerce_order_itemmeta set meta_value = '${quantity}'
       where meta_key = '_qty' and order_item_id = ${id};`;
    await world.store.exec(set(mended, '1') + set(worse, '2.5'));
    expect(await world.sync('sweep')).toMatchObject({ verification: 'verified_with_rejects' });
    expect((await listRejects(world.db, OPEN, 10, 0)).map(({ woo_id }) => woo_id)).toEqual([worse]);
    expect(await listRejects(world.db, dismissed, 10, 0)).toHaveLength(1);
    const [settled, ...others] = await listRejects(world.db, { ...OPEN, state: 'settled' }, 10, 0);
    expect([settled?.woo_id, others]).toEqual([mended, []]);
    await expect(
      inTransaction(world.db, async (tx) =>
        dismissReject(tx, settled?.id ?? '', { by: null, note: 'again', now: new Date() }),
      ),
    ).rejects.toMatchObject({ code: 'reject.settled' });
  });

  it('are settled once the store has deleted them, by a replay or a sweep', async () => {
    await world.sync('full');
    const rejects = await listRejects(world.db, OPEN, 10, 0);
    const [replayed, swept] = rejects;
    const remove = async (id: number | undefined): Promise<void> =>
      await world.store.exec(
        `delete from wp_wc_orders where id = ${id}; delete from wp_woocommerce_order_items where order_id = ${id};
         delete from wp_posts where ID in (${id}, ${Number(id) + 1})`,
      );
    await remove(replayed?.woo_id);
    const report = await replay(rejects.slice(0, 1));
    expect(report).toMatchObject({ status: 'success', verification: 'verified', notOfEvent: [] });
    expect(await listRejects(world.db, OPEN, 10, 0)).toHaveLength(BAD.length - 1);
    expect(
      await world.rows(
        `select message from sync_log_lines where message like 'rows that could not be read%'`,
      ),
    ).toHaveLength(1);
    await remove(swept?.woo_id);
    expect(await world.sync('sweep')).toMatchObject({ verification: 'verified_with_rejects' });
    expect(await listRejects(world.db, OPEN, 10, 0)).toHaveLength(BAD.length - 2);
  });

  async function replay(rejects: Parameters<typeof targetsOf>[0]) {
    const { report } = await syncProduct(
      { db: world.db, log: world.log, close: async () => undefined },
      { storeUrl: world.store.url, product: EVENT, targets: targetsOf(rejects) },
    );
    return report;
  }
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventProduct, order, postMetas, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { recordOf, type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 455;
/** Fourteen orders of one ticket each, more than the limit of removals for a day. */
const IDS = Array.from({ length: 14 }, (_, at) => 6000 + at * 10);
const NOW = `date_updated_gmt = utc_timestamp()`;

const PENDING = IDS.map((id) =>
  order({
    id,
    status: 'wc-processing',
    total: '800',
    metas: { WooCommerceEventsOrderTickets: recordOf(EVENT, [`Guest ${id}`]) },
    lines: { [id]: sold(EVENT, '1', '800') },
  }),
);
const ISSUED = IDS.map(
  (id) =>
    order({
      id,
      total: '800',
      metas: { WooCommerceEventsTicketsGenerated: 'yes' },
      lines: { [id]: sold(EVENT, '1', '800') },
    }) + ticket(id + 1, EVENT, { OrderID: String(id) }),
);

let world: SmallWorld;
afterEach(async () => {
  await world.close();
});

async function begin(orders: readonly string[]): Promise<void> {
  world = await smallWorld(EVENT, [tinyStore(), eventProduct(EVENT, 'Night swim'), ...orders].join('\n'));
  await world.verified('full');
}

async function tickets(): Promise<Readonly<Record<string, number>>> {
  const rows = await world.rows<{ readonly state: string; readonly count: number }>(
    `select coalesce(removed_reason::text, status::text) as state, count(*)::integer as count from tickets group by 1`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

async function allow(): Promise<void> {
  await world.db.query('update sync_configurations set max_removal_percent = 100');
}

function refundOf(id: number): string {
  const lines = { [id + 5]: sold(EVENT, '-1', '-800', { _refunded_item_id: String(id) }) };
  return order({ id: id + 2, refundOf: id, total: '-800', metas: { _refund_amount: '800' }, lines });
}

/** A refund of the whole price without a unit, as a shop assistant types it in. */
function refundByAmount(id: number, metas: Readonly<Record<string, string>>): string {
  const lines = { [id + 5]: sold(EVENT, '0', '-800', metas) };
  return order({ id: id + 2, refundOf: id, total: '-800', metas: { _refund_amount: '800' }, lines });
}

const HELD = { status: 'success', verification: 'unverified', held: { tickets: expect.any(Number) } };

describe('tickets that are not issued yet', () => {
  beforeEach(async () => await begin(PENDING));

  it.each([
    [
      'says that all were made',
      'quick',
      IDS.map((id) => postMetas(id, { WooCommerceEventsTicketsGenerated: 'yes' })).join('\n'),
    ],
    ['has lost its records', 'sweep', `delete from wp_wc_orders_meta`],
    ['has cancelled their orders', 'quick', `update wp_wc_orders set status = 'wc-cancelled', ${NOW}`],
    ['has lost their orders', 'sweep', `delete from wp_wc_orders`],
  ] as const)('wait for a person if the store %s', async (_what, depth, sql) => {
    await world.store.exec(sql);
    expect(await world.sync(depth)).toMatchObject(HELD);
    expect(await tickets()).toEqual({ pending: 14 });
    await allow();
    await world.verified(depth);
    expect(await tickets()).toEqual({ gone: 14 });
  });

  it('become issued ones without a deferral', async () => {
    await world.store.exec(
      IDS.map((id) => ticket(id + 1, EVENT, { OrderID: String(id), AttendeeName: `Guest ${id}` })).join('\n'),
    );
    await world.store.exec(
      `insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values
       ${IDS.map((id) => `(${id}, 'WooCommerceEventsTicketsGenerated', 'yes')`).join(', ')};
       update wp_wc_orders set status = 'wc-completed', ${NOW}`,
    );
    await world.verified('quick');
    expect(await tickets()).toEqual({ active: 14 });
  });

  it('are removed at once if their orders were refunded', async () => {
    await world.store.exec(
      `${IDS.map(refundOf).join('\n')} update wp_wc_orders set status = 'wc-refunded', ${NOW} where type = 'shop_order'`,
    );
    await world.verified('quick');
    expect(await tickets()).toEqual({ gone: 14 });
    // They did not count for the limit of the day.
    await world.store.exec(
      order({ id: 7000, lines: { 7000: sold(EVENT, '1', '800') } }) +
        ticket(7001, EVENT, { OrderID: '7000' }),
    );
    await world.verified('quick');
    await world.store.exec(`update wp_wc_orders set status = 'wc-cancelled', ${NOW} where id = 7000`);
    await world.verified('quick');
    expect(await tickets()).toEqual({ gone: 14, cancelled: 1 });
  });
});

describe('valid tickets', () => {
  beforeEach(async () => await begin(ISSUED));

  it('are deferred alone: their orders, money, refunds and new orders are written', async () => {
    const [refunded = 0, edited = 0] = IDS;
    await world.store.exec(`
      update wp_wc_orders set status = 'wc-cancelled', ${NOW} where id <> ${refunded};
      update wp_woocommerce_order_itemmeta set meta_value = '650' where order_item_id = ${edited} and meta_key = '_line_total';
      ${refundOf(refunded)} update wp_wc_orders set ${NOW} where id = ${refunded};
      ${order({ id: 7000, total: '300', lines: { 7000: sold(EVENT, '1', '300') } })}
      ${ticket(7001, EVENT, { OrderID: '7000' })}`);
    expect(await world.sync('quick')).toMatchObject(HELD);
    expect(await tickets()).toEqual({ active: 14, refunded: 1 });
    expect(
      await world.rows(`select woo_order_id::integer as id, status, total, refunded from orders
        where woo_order_id in (${refunded}, ${edited}, 7000) order by 1`),
    ).toEqual([
      { id: refunded, status: 'paid', total: '800.00000000', refunded: '800.00000000' },
      { id: edited, status: 'cancelled', total: '650.00000000', refunded: '0.00000000' },
      { id: 7000, status: 'paid', total: '300.00000000', refunded: '0.00000000' },
    ]);
    // The next reading has the same result.
    expect(await world.sync('sweep')).toMatchObject(HELD);
    expect(await tickets()).toEqual({ active: 14, refunded: 1 });

    await allow();
    await world.verified('quick');
    expect(await tickets()).toEqual({ active: 1, refunded: 1, cancelled: 13 });
  });

  it('are removed at once if the store refunded their orders and deleted them', async () => {
    await world.store.exec(
      `${IDS.map(refundOf).join('\n')} update wp_wc_orders set status = 'wc-refunded', ${NOW} where type = 'shop_order';
       delete from wp_posts where post_type = 'event_magic_tickets'`,
    );
    await world.verified('sweep');
    expect(await tickets()).toEqual({ gone: 14 });
  });

  it('are not deferred and not counted if all of them were refunded', async () => {
    await world.store.exec(
      `${IDS.map(refundOf).join('\n')} update wp_wc_orders set status = 'wc-refunded', ${NOW} where type = 'shop_order'`,
    );
    await world.verified('quick');
    expect(await tickets()).toEqual({ refunded: 14 });
  });

  it.each([
    ['lines', IDS.map((id) => refundByAmount(id, { _refunded_item_id: String(id) })).join('\n')],
    ['orders', IDS.map((id) => order({ id: id + 2, refundOf: id, total: '-800' })).join('\n')],
  ])('are cancelled at once if their %s were refunded by amount', async (_of, refunds) => {
    await world.store.exec(`${refunds} update wp_wc_orders set ${NOW} where type = 'shop_order'`);
    await world.verified('quick');
    expect(await tickets()).toEqual({ active: 14 });
    await world.store.exec(
      `update wp_wc_orders set status = 'wc-cancelled', ${NOW} where type = 'shop_order'`,
    );
    await world.verified('quick');
    expect(await tickets()).toEqual({ cancelled: 14 });
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 640;
const LAYOUTS = ['hpos', 'posts'] as const;

let world: SmallWorld;
afterEach(async () => {
  await world.close();
});

function aStore(layout: (typeof LAYOUTS)[number]): string {
  return [
    tinyStore('wp_', layout),
    eventProduct(EVENT, 'Harbour walk'),
    order({ id: 5000, total: '4000', lines: { 1: sold(EVENT, '2', '4000') } }, layout),
    // The queue has an order, because WooCommerce once added it.
    `insert into wp_actionscheduler_actions (hook, status, args) values ('wc-admin_import_orders', 'complete', '[5000]');`,
  ].join('\n');
}

async function orders(): Promise<readonly unknown[]> {
  const rows = await world.rows('select woo_order_id, total, email from orders order by woo_order_id');
  return rows.map((row) => `${row['woo_order_id']} ${row['total']} ${row['email']}`);
}

describe('a store of posts whose analytics are updated in batches', () => {
  const option = (name: string, value: string): string =>
    `replace into wp_options values ('woocommerce_analytics_${name}_import', '${value}')`;
  const EDITED = `
    update wp_postmeta set meta_value = 'new@example.com' where post_id = 5000 and meta_key = '_billing_email';
    update wp_woocommerce_order_itemmeta set meta_value = '3100' where order_item_id = 1 and meta_key = '_line_total'`;
  const NOTICED = { warnings: ['store.analytics-in-batches'] };

  it.each([
    ['its setting', option('scheduled', 'yes')],
    ['the opposite setting of the betas', option('immediate', 'no')],
    ['both, of which the later one counts', `${option('immediate', 'yes')}; ${option('scheduled', 'yes')}`],
  ])('is swept when %s says so, whatever is in its queue', async (_how, sql) => {
    world = await smallWorld(EVENT, aStore('posts'));
    await world.verified('full');
    await world.store.exec(`${sql}; ${EDITED}`);
    expect(await world.verified('quick', 'sweep')).toMatchObject(NOTICED);
    expect(await orders()).toEqual(['5000 3100.00000000 new@example.com']);
    const [line] = await world.rows(
      `select message from sync_log_lines where message like 'the store keeps no trace%'`,
    );
    expect(line).toBeDefined();
  });

  it.each([
    ['says that it is not', option('scheduled', 'no')],
    ['says so as the betas did', option('immediate', 'yes')],
    [
      'says both, of which the later one counts',
      `${option('immediate', 'no')}; ${option('scheduled', 'no')}`,
    ],
  ])('is read quickly where it %s', async (_how, sql) => {
    world = await smallWorld(EVENT, `${aStore('posts')} ${sql}`);
    await world.verified('full');
    expect(await world.verified('quick')).toMatchObject({ warnings: [] });
  });

  it('is swept every quarter of an hour, and read quickly in between, where it syncs every minute', async () => {
    // Another change is much newer, so no time names this order.
    const other = order({ id: 5001, lines: { 2: sold(641, '1', '1000') } }, 'posts');
    const old = `update wp_posts set post_modified_gmt = '2024-05-05 05:05:05' where ID = 5000;`;
    world = await smallWorld(EVENT, `${aStore('posts')} ${other} ${old} ${option('scheduled', 'yes')}`);
    await world.verified('full');
    await world.rows(`update sync_configurations set frequency = 'every_minute'`);
    await world.store.exec(EDITED);
    await world.verified('quick');
    expect(await orders()).toEqual(['5000 4000.00000000 buyer@example.com']);
    await world.rows(`update sync_checkpoints set swept_at = swept_at - interval '15 minutes'`);
    await world.verified('quick', 'sweep');
    expect(await orders()).toEqual(['5000 3100.00000000 new@example.com']);
  });

  it('is swept once more after it was switched back, because earlier edits gave no signal', async () => {
    world = await smallWorld(EVENT, `${aStore('posts')} ${option('scheduled', 'yes')}`);
    await world.verified('full');
    await world.store.exec(`${EDITED}; ${option('scheduled', 'no')}`);
    await world.verified('quick', 'sweep');
    expect(await orders()).toEqual(['5000 3100.00000000 new@example.com']);
  });

  it('is read quickly with order tables, which store times of change', async () => {
    world = await smallWorld(EVENT, `${aStore('hpos')} ${option('scheduled', 'yes')}`);
    await world.verified('full');
    expect(await world.verified('quick')).toMatchObject({ warnings: [] });
  });
});

describe.each(LAYOUTS)('new rows of a store with its orders in %s', (layout) => {
  const time = layout === 'hpos' ? 'wp_wc_orders set date_updated_gmt' : 'wp_posts set post_modified_gmt';
  const dated = (id: number, at: string): string =>
    `update ${time} = '${at}' where ${layout === 'hpos' ? 'id' : 'ID'} = ${id};`;
  const old = (id: number, item: number): string =>
    order({ id, total: '2000', lines: { [item]: sold(EVENT, '1', '2000') } }, layout) +
    dated(id, '2011-11-11 11:11:11');

  it('are read quickly with any dates, and so are late commits', async () => {
    world = await smallWorld(EVENT, aStore(layout));
    await world.verified('full');
    await world.store.exec(old(5010, 2));
    await world.verified('quick');
    await world.store.exec(`${old(5004, 3)} ${ticket(5006, EVENT, { OrderID: '5004' })}`);
    await world.verified('quick');
    // Before the first mark as well: it was written while the first reading ran.
    await world.store.exec(`${old(4990, 4)} ${ticket(4992, EVENT, { OrderID: '4990' })}
      ${ticket(4993, EVENT, { OrderID: '5000' })}`);
    await world.verified('quick');
    expect(await orders()).toEqual(
      [4990, 5000, 5004, 5010].map(
        (id) => `${id} ${id === 5000 ? '4000' : '2000'}.00000000 buyer@example.com`,
      ),
    );
    expect(await world.rows('select woo_ticket_id::integer as id from tickets order by 1')).toEqual(
      [4992, 4993, 5006].map((id) => ({ id })),
    );
  });

  it('are not read repeatedly because they are near the newest', async () => {
    // Another change is much newer, so no time names this order.
    const other = order({ id: 5001, lines: { 2: sold(641, '1', '1000') } }, layout);
    world = await smallWorld(EVENT, `${aStore(layout)} ${other} ${dated(5000, '2024-05-05 05:05:05')}`);
    await world.verified('full');
    expect((await world.verified('quick')).counts.orders.read).toBe(0);
  });

  it('bring the refund of an order with any date', async () => {
    world = await smallWorld(EVENT, aStore(layout));
    await world.verified('full');
    const lines = { 9: sold(EVENT, '-1', '-2000', { _refunded_item_id: '1' }) };
    await world.store.exec(
      order({ id: 5020, refundOf: 5000, total: '-2000', metas: { _refund_amount: '2000' }, lines }, layout) +
        dated(5020, '2011-11-11 11:11:11'),
    );
    await world.verified('quick');
    expect(await world.rows('select refunded from orders')).toEqual([{ refunded: '2000.00000000' }]);
  });
});

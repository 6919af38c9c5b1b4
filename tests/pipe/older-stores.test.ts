import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { setCustomerNote } from '../../src/demo/edit/order-changes.ts';
import { StoreEditor } from '../../src/demo/edit/store-editor.ts';
import { gate } from '../../src/demo/edit/ticket-changes.ts';
import { NEW, OLD, PRODUCT, TwoStores } from './two-stores.ts';

describe.each(['hpos', 'posts'] as const)('a store whose orders are in %s', (layout) => {
  let stores: TwoStores;

  beforeEach(async () => {
    stores = await TwoStores.open(layout);
  });
  afterEach(async () => await stores.close());

  it('is not replaced by a copy that lacks an order, even if confirmed', async () => {
    await stores.sync(stores.live);
    await stores.sell();
    await stores.sync(stores.live);
    await stores.moveTo(NEW, stores.copy);
    expect(await stores.stops(stores.copy, 'store.older-copy')).toMatch(
      /1 orders that Taquilla holds are missing/,
    );
    await expect(stores.confirm(stores.copy, 'same_store', NEW)).rejects.toMatchObject({
      code: 'store.older-copy',
    });
    expect(await stores.compare(stores.copy)).toMatchObject({
      missing_orders: 1,
      decisions: ['another_store'],
    });
    await stores.sync(stores.live);
  });

  it('is not replaced by a copy that lacks an edit alone', async () => {
    await stores.sync(stores.live);
    const order = await stores.one(
      `select woo_order_id::int as id from orders where status = 'paid' order by 1 limit 1`,
    );
    await setCustomerNote(stores.editor, Number(order['id']), 'Llega tarde');
    await stores.sync(stores.live, { depth: 'full' });
    await stores.moveTo(NEW, stores.copy);
    await stores.stops(stores.copy, 'store.older-copy');
  });

  it('is not replaced by a copy that lacks check-ins alone', async () => {
    await stores.sync(stores.live);
    const ticket = [...stores.editor.tickets.values()].find(
      ({ productId, status }) => productId === PRODUCT && status === 'Not Checked In',
    );
    await gate(stores.editor, ticket?.id ?? 0, 'Checked In');
    // the site's own actions, which it adds every few minutes
    await stores.live.exec(
      `insert into wp_actionscheduler_actions (hook, status) values ('woocommerce_cleanup_sessions', 'complete')`,
    );
    await stores.sync(stores.live);
    expect(await stores.stops(stores.copy, 'store.older-state')).toMatch(/and 1 check-ins are missing/);
    await stores.moveTo(NEW, stores.copy);
    await stores.stops(stores.copy, 'store.older-copy');
  });

  it('is not replaced by a copy that continued and sold orders of its own', async () => {
    await stores.sync(stores.live);
    const ours = await stores.sell();
    await stores.sync(stores.live);
    await stores.moveTo(NEW, stores.copy);
    const theirs = layout === 'hpos' ? 'wc_order_operational_data' : 'postmeta';
    const other = await StoreEditor.open(stores.copy.url, stores.model);
    const id = await stores.sell(other);
    await other.close();
    expect(id).toBe(ours);
    await stores.copy.exec(
      theirs === 'postmeta'
        ? `update wp_postmeta set meta_value = 'wc_order_another1' where meta_key = '_order_key' and post_id = ${id}`
        : `update wp_wc_order_operational_data set order_key = 'wc_order_another1' where order_id = ${id}`,
    );
    await stores.stops(stores.copy, 'store.older-copy');
    await stores.moveTo(OLD, stores.copy);
    await stores.stops(stores.copy, 'store.older-state');
  });

  it('that was restored from an older backup overwrites nothing until it has caught up or a person decides', async () => {
    await stores.sync(stores.live);
    await stores.sell();
    await stores.sell();
    await stores.sync(stores.live);
    expect(await stores.stops(stores.copy, 'store.older-state')).toMatch(
      /2 orders that Taquilla holds are missing/,
    );
    await stores.stops(stores.copy, 'store.older-state', { depth: 'full' });
    // the newer backup
    await stores.sync(stores.live);
    expect(await stores.compare(stores.copy)).toMatchObject({
      verdict: 'older',
      missing_orders: 2,
      decisions: ['same_store', 'another_store'],
    });
    await stores.confirm(stores.copy, 'same_store', OLD);
    await stores.sync(stores.copy);
    expect(await stores.one(`select count(*)::int as n from orders where removed_reason = 'gone'`)).toEqual({
      n: 2,
    });
    // the acceptance counted once
    expect(await stores.one('select bool_or(accepts_older_state) as still from sync_configurations')).toEqual(
      {
        still: false,
      },
    );
  });

  it('continues when people delete its newest orders for good, with their tickets', async () => {
    const [first, second] = [await stores.sell(), await stores.sell()];
    await stores.sync(stores.live);
    await stores.backend.db.query('update sync_configurations set max_removal_percent = 100');
    const tickets = [...stores.editor.tickets.values()].filter(
      ({ orderId }) => orderId === first || orderId === second,
    );
    const posts = [first, second, ...tickets.map(({ id }) => id)].join(', ');
    await stores.live.exec(
      `delete from wp_wc_orders where id in (${first}, ${second});
       delete from wp_woocommerce_order_items where order_id in (${first}, ${second});
       delete from wp_posts where ID in (${posts}); delete from wp_postmeta where post_id in (${posts});`,
    );
    await stores.sync(stores.live, { depth: 'full' });
    expect(await stores.one(`select count(*)::int as n from orders where removed_reason = 'gone'`)).toEqual({
      n: 2,
    });
  });
});

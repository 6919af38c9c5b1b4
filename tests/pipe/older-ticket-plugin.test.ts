import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventProduct, order, postMetas, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { recordOf, type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 730;
const RECORD = 'WooCommerceEventsOrderTickets';
const GENERATED = 'WooCommerceEventsTicketsGenerated';

/** Paid orders in the order tables, whose tickets the plugin has not made. */
const STORE = [
  tinyStore(),
  eventProduct(EVENT, 'Night of the observatory'),
  ...[901, 902, 903, 904, 905].map((id) =>
    order({ id, status: 'wc-processing', total: '7500', lines: { [id * 10]: sold(EVENT, '3', '7500') } }),
  ),
].join('\n');

describe('a ticket plugin that keeps the metas of orders in postmeta beside order tables', () => {
  let world: SmallWorld;

  beforeEach(async () => {
    world = await smallWorld(EVENT, STORE);
  });
  afterEach(async () => {
    await world.close();
  });

  async function attendees(): Promise<readonly unknown[]> {
    const rows = await world.rows(
      `select woo_order_id, first_name from tickets where status = 'pending' and removed_at is null
       order by woo_order_id, first_name`,
    );
    return rows.map((row) => `${row['woo_order_id']} ${row['first_name']}`);
  }

  it('is read by a full reading, and metas in the order tables come first', async () => {
    // 901 has a placeholder, 904 and 905 have copies among the posts, the others no post at all.
    await world.store.exec(`
      insert into wp_posts (ID, post_title, post_content, post_type, post_status) values
        (901, '', '', 'shop_order_placehold', 'draft'), (904, '', '', 'shop_order', 'wc-completed'),
        (905, '', '', 'shop_order', 'wc-completed');
      ${postMetas(904, { [RECORD]: recordOf(EVENT, ['Copied']) })}
      ${postMetas(905, { [RECORD]: recordOf(EVENT, ['Stale']), [GENERATED]: 'yes' })}
      ${postMetas(901, { [RECORD]: recordOf(EVENT, ['Inés', 'Bruno']) })}
      ${postMetas(902, { [RECORD]: recordOf(EVENT, ['Old', 'Older']), [GENERATED]: 'no' })}
      insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values
        (902, '${RECORD}', '${recordOf(EVENT, ['Newer'])}'), (905, '${RECORD}', '${recordOf(EVENT, ['Waiting'])}');
      ${postMetas(903, { [RECORD]: recordOf(EVENT, ['Made']), [GENERATED]: 'yes' })}`);
    await world.verified('full');
    expect(await attendees()).toEqual(['901 Bruno', '901 Inés', '902 Newer', '904 Copied', '905 Waiting']);
  });

  it('is noticed by a quick reading if a row is new, and by a sweep if one was updated', async () => {
    await world.verified('full');
    expect(await attendees()).toEqual([]);
    await world.store.exec(postMetas(902, { [RECORD]: recordOf(EVENT, ['Inés', 'Bruno']) }));
    await world.verified('quick');
    expect(await attendees()).toEqual(['902 Bruno', '902 Inés']);

    const written = recordOf(EVENT, ['Inés', 'Bruno', 'Carla']);
    await world.store.exec(
      `update wp_postmeta set meta_value = '${written}' where post_id = 902 and meta_key = '${RECORD}'`,
    );
    await world.verified('sweep');
    expect(await attendees()).toEqual(['902 Bruno', '902 Carla', '902 Inés']);

    await world.store.exec(postMetas(902, { [GENERATED]: 'yes' }));
    await world.verified('quick');
    expect(await attendees()).toEqual([]);
  });
});

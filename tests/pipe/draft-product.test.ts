import { afterEach, expect, it } from 'vitest';
import { eventProduct, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 830;
let world: SmallWorld;
afterEach(async () => await world.close());

const save = (status: string, local: string, gmt: string): string =>
  `update wp_posts set post_status = '${status}', post_date = '${local}', post_date_gmt = '${gmt}' where ID = ${EVENT}`;
const pinned = async () =>
  await world.rows('select pinned_product_created_at::text as at from sync_configurations');

it('a draft has no creation date, also after several saves; once published it has one', async () => {
  world = await smallWorld(
    EVENT,
    `${tinyStore()} ${eventProduct(EVENT, 'Fiesta')} ${order({ id: 41, lines: { 411: sold(EVENT, '1', '1000') } })}
     insert into wp_wc_order_operational_data (order_id, order_key) values (41, 'wc_order_q7');
     ${save('draft', '2025-02-01 10:00:00', '0000-00-00 00:00:00')}`,
  );
  await world.verified('full');
  await world.store.exec(save('pending', '2025-02-03 18:30:00', '0000-00-00 00:00:00'));
  await world.verified('quick');
  expect(await pinned()).toEqual([{ at: null }]);

  await world.store.exec(save('publish', '2025-02-04 09:00:00', '2025-02-04 12:00:00'));
  await world.verified('quick');
  expect(await pinned()).toEqual([{ at: '2025-02-04 12:00:00+00' }]);

  await world.store.exec(save('publish', '2025-05-04 09:00:00', '2025-05-04 12:00:00'));
  await expect(world.sync('quick')).rejects.toMatchObject({ code: 'store.product-changed' });
});

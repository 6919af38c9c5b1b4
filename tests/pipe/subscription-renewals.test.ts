import { afterEach, describe, expect, it } from 'vitest';
import { eventProduct, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { recordOf, type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 311;
const RECORD = 'WooCommerceEventsOrderTickets';
const setting = (value: string): string =>
  `replace into wp_options values ('globalWooCommerceEventsDisableSubTicketGen', '${value}')`;

let world: SmallWorld;
afterEach(async () => {
  await world.close();
});

async function owed(): Promise<readonly unknown[]> {
  const rows = await world.rows(
    `select first_name from tickets where status = 'pending' and removed_at is null order by 1`,
  );
  return rows.map((row) => row['first_name']);
}

describe.each(['hpos', 'posts'] as const)('paid renewals of a subscription, with orders in %s', (layout) => {
  const paid = (id: number, name: string, metas: Readonly<Record<string, string>> = {}): string =>
    order(
      {
        id,
        status: 'wc-processing',
        paidGmt: '2025-03-01 10:05:00',
        total: '1500',
        metas: { [RECORD]: recordOf(EVENT, [name]), ...metas },
        lines: { [id]: sold(EVENT, '1', '1500') },
      },
      layout,
    );
  const createdVia =
    layout === 'hpos'
      ? `update wp_wc_order_operational_data set created_via = if(order_id = 8101, 'subscription', 'checkout');`
      : `insert into wp_postmeta (post_id, meta_key, meta_value) values
           (8100, '_created_via', 'checkout'), (8101, '_created_via', 'subscription');`;
  const store = [
    tinyStore('wp_', layout),
    eventProduct(EVENT, 'Season pass'),
    paid(8100, 'First month'),
    paid(8101, 'Second month'),
    paid(8102, 'Third month', { _subscription_renewal: '8099' }),
    createdVia,
  ].join('\n');

  it('owe no ticket if the ticket plugin is set so', async () => {
    world = await smallWorld(EVENT, `${store} ${setting('yes')}`);
    await world.verified('full');
    expect(await owed()).toEqual(['First month']);
  });

  it('owe one otherwise, and everything is read again when the setting changes', async () => {
    world = await smallWorld(EVENT, store);
    await world.verified('full');
    expect(await owed()).toEqual(['First month', 'Second month', 'Third month']);
    await world.store.exec(setting('yes'));
    await world.verified('quick', 'full');
    expect(await owed()).toEqual(['First month']);
    await world.store.exec(setting(''));
    await world.verified('sweep', 'full');
    expect(await owed()).toEqual(['First month', 'Second month', 'Third month']);
  });
});

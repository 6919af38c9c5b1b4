import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tiny from '../woocommerce/tiny-store.ts';
import { type GrownStore, numbered, openGrownStore, setMeta, ticketOf } from './grown-store.ts';
import { wholeEvent } from './whole-event.ts';

const { eventProduct, postMetas, sold, ticket } = tiny;

/** One product for each kind, so that none exceeds the removal limit. */
const FAIR = 600;
const PLAYS = 700;
const [BOX, STALLS] = [701, 702];
const ISSUED = { WooCommerceEventsTicketsGenerated: 'yes' };

function inZone(variationId: number, zone: string, quantity: string, total: string): tiny.Metas {
  return sold(PLAYS, quantity, total, { _variation_id: String(variationId), pa_zona: zone });
}

function variation(id: number, zone: string): string {
  return `insert into wp_posts (ID, post_title, post_content, post_type, post_parent)
      values (${id}, 'Plays - ${zone}', '', 'product_variation', ${PLAYS});
    ${postMetas(id, { attribute_pa_zona: zone, _price: '1000' })}`;
}

describe.each(['hpos', 'posts'] as const)('a store with its orders in %s', (layout) => {
  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  let grown: GrownStore;

  beforeAll(async () => {
    grown = await openGrownStore(layout, [
      eventProduct(FAIR, 'Fair'),
      order({ id: 100, total: '9000', metas: ISSUED, lines: { 1001: sold(FAIR, '9', '9000') } }),
      ...numbered(3000, 9).map((id) => ticketOf(id, FAIR, 100)),

      eventProduct(PLAYS, 'Plays'),
      variation(BOX, 'palco-alto'),
      variation(STALLS, 'platea'),
      order({
        id: 110,
        total: '13000',
        metas: ISSUED,
        lines: {
          1101: inZone(BOX, 'palco-alto', '1', '5000'),
          1102: inZone(STALLS, 'platea', '4', '8000'),
        },
      }),
      order({
        id: 111,
        refundOf: 110,
        status: 'wc-completed',
        total: '-5000',
        metas: { _refund_amount: '5000' },
      }),
      `insert into wp_woocommerce_order_items values (1111, 'x', 'line_item', 111);`,
      ...Object.entries({
        _refunded_item_id: '1101',
        _product_id: String(PLAYS),
        _qty: '-1',
        _line_total: '-5000',
      }).map(([key, value]) => tiny.itemMeta(1111, key, value)),
      order({
        id: 112,
        total: '4000',
        metas: ISSUED,
        lines: { 1121: inZone(STALLS, 'platea', '2', '4000') },
      }),
      ...numbered(3100, 4).map((id) =>
        ticketOf(id, PLAYS, 110, { VariationID: String(STALLS), Variations: '' }),
      ),
      ticketOf(3104, PLAYS, 110, { VariationID: String(BOX), Variations: '' }),
      ...numbered(3110, 2).map((id) =>
        ticketOf(id, PLAYS, 112, { VariationID: String(STALLS), Variations: '' }),
      ),
    ]);
    for (const product of [FAIR, PLAYS]) await grown.sync(product, 'full');
    expect(await states(FAIR)).toEqual(Object.fromEntries(numbered(3000, 9).map((id) => [id, 'active'])));
  });
  afterAll(async () => {
    await grown.close();
  });

  const states = async (product: number) =>
    await grown.ofTickets(
      product,
      `t.status || case when t.removed_at is null then '' else ' ' || t.removed_reason end`,
    );
  const eventId = async (): Promise<string> =>
    (await grown.known.db.query('select id from events where woo_product_id = $1', [PLAYS])).rows[0]?.id ??
    '';

  it('admits no ticket that is unpublished or marked as unpaid', async () => {
    const posts = {
      3000: 'private',
      3001: 'draft',
      3002: 'pending',
      3003: 'future',
      3004: 'rsvp-hidden',
      3005: 'trash',
    };
    await grown.store.exec(
      [
        ...Object.entries(posts).map(
          ([id, status]) => `update wp_posts set post_status = '${status}' where ID = ${id};`,
        ),
        setMeta(3006, 'Status', 'Unpaid'),
        setMeta(3007, 'Status', 'Checked In'),
      ].join('\n'),
    );
    await grown.sync(FAIR, 'quick');
    // The change moved no time, so only a sweep finds it.
    expect(new Set(Object.values(await states(FAIR)))).toEqual(new Set(['active']));
    await grown.catchUp(FAIR);
    expect(await states(FAIR)).toEqual({
      3000: 'active',
      3001: 'inactive',
      3002: 'inactive',
      3003: 'inactive',
      3004: 'inactive',
      3005: 'active trashed',
      3006: 'inactive',
      3007: 'active',
      3008: 'active',
    });
    await grown.store.exec(
      `update wp_posts set post_status = 'publish', post_modified_gmt = utc_timestamp() where ID = 3001;
       ${setMeta(3006, 'Status', 'Not Checked In')}`,
    );
    await grown.sync(FAIR, 'quick');
    expect(await states(FAIR)).toMatchObject({ 3001: 'active', 3006: 'active' });
  });

  it('has tickets whose order, variation or product is a text without an id', async () => {
    await grown.store.exec(
      [
        setMeta(3000, 'OrderID', 'Taquilla 12'),
        setMeta(3007, 'OrderID', '100-B'),
        setMeta(3008, 'OrderID', '98765432109876543210'),
        setMeta(3008, 'Status', 'Canceled'),
        setMeta(3002, 'ProductID', 'seiscientos'),
        setMeta(3001, 'VariationID', '-'),
      ].join('\n'),
    );
    await grown.catchUp(FAIR);
    expect(await states(FAIR)).toMatchObject({
      3000: 'active',
      3001: 'active',
      3002: 'inactive gone',
      3007: 'active',
      3008: 'cancelled',
    });
    const orders = await grown.ofTickets(FAIR, 't.woo_order_id::integer');
    expect(orders).toMatchObject({ 3000: null, 3001: 100, 3007: null, 3008: null });
    expect(await grown.ofTickets(FAIR, 't.check_in_status')).toMatchObject({ 3007: 'checked_in' });
    expect(await grown.notes(FAIR)).toEqual([
      { id: 3000, field: 'WooCommerceEventsOrderID', raw: 'Taquilla 12', reason: 'order_id_unreadable' },
      { id: 3001, field: 'WooCommerceEventsVariationID', raw: '-', reason: 'variation_unreadable' },
      { id: 3007, field: 'WooCommerceEventsOrderID', raw: '100-B', reason: 'order_id_unreadable' },
      {
        id: 3008,
        field: 'WooCommerceEventsOrderID',
        raw: '98765432109876543210',
        reason: 'order_id_unreadable',
      },
    ]);
  });

  it('finds item, tier, price and refund of tickets that name no variation', async () => {
    const before = await wholeEvent(grown.known.db, await eventId());
    await grown.store.exec(
      [
        // By a name instead of the slug; without an attribute in an order of two variations; the same in an order
        // of one.
        setMeta(3104, 'VariationID', ''),
        setMeta(3104, 'Variations', 'a:1:{s:17:"attribute_pa_zona";s:10:"Palco Alto";}'),
        `delete from wp_postmeta where post_id in (3100, 3103, 3110) and meta_key = 'WooCommerceEventsVariationID';`,
        setMeta(3111, 'VariationID', 'ninguna'),
        setMeta(3110, 'Variations', 'a:1:{s:17:"attr'),
        ticket(3120, PLAYS, { Variations: 'a:1:{s:17:"attribute_pa_zona";s:6:"platea";}' }),
      ].join('\n'),
    );
    await grown.catchUp(PLAYS);
    const found = await grown.ofTickets(
      PLAYS,
      `concat_ws(' ', t.status, r.woo_variation_id, t.price::integer)`,
    );
    const inStalls = `active ${STALLS} 2000`;
    expect(found).toEqual({
      3100: inStalls,
      3101: inStalls,
      3102: inStalls,
      3103: inStalls,
      3104: `refunded ${BOX} 5000`,
      3110: inStalls,
      3111: inStalls,
      3120: `active ${STALLS} 0`,
    });
    const { items } = await wholeEvent(grown.known.db, await eventId());
    expect(items).toEqual(before.items);
    expect(await grown.notes(PLAYS)).toEqual([
      {
        id: 3110,
        field: 'WooCommerceEventsVariations',
        raw: 'a:1:{s:17:"attr',
        reason: 'variation_unreadable',
      },
      { id: 3111, field: 'WooCommerceEventsVariationID', raw: 'ninguna', reason: 'variation_unreadable' },
    ]);
  });
});

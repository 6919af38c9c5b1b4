import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import * as tiny from '../woocommerce/tiny-store.ts';
import { type Backend, eventIdOf, freshBackend, syncProduct } from './sync-store.ts';
import { wholeEvent } from './whole-event.ts';

const { eventProduct, postMetas, sold, ticket, tinyStore } = tiny;

/** One product a kind, so that none of them has enough losses for the removal limit. */
const FAIR = 600;
const PLAYS = 700;
const [BOX, STALLS] = [701, 702];
const CONGRESS = 800;
const DINNER = 900;

const PLUGINS = 's:23:"fooevents/fooevents.php";i:1;s:27:"woocommerce/woocommerce.php"';
const MULTI_DAY = 's:43:"fooevents_multi_day/fooevents-multi-day.php"';
const WITH_ADD_ON = `a:3:{i:0;${PLUGINS};i:2;${MULTI_DAY};}`;
const WITHOUT_ADD_ON = `a:2:{i:0;${PLUGINS};}`;

const setMeta = (id: number, key: string, value: string): string =>
  `update wp_postmeta set meta_value = '${value.replaceAll("'", "''")}' where post_id = ${id} and meta_key = 'WooCommerceEvents${key}';`;
const setOption = (name: string, value: string): string =>
  `insert into wp_options values ('${name}', '${value}') on duplicate key update option_value = '${value}';`;

function variation(id: number, zone: string): string {
  return `insert into wp_posts (ID, post_title, post_content, post_type, post_parent)
      values (${id}, 'Plays - ${zone}', '', 'product_variation', ${PLAYS});
    ${postMetas(id, { attribute_pa_zona: zone, _price: '1000' })}`;
}

describe.each(['hpos', 'posts'] as const)('a store with its orders in %s', (layout) => {
  let store: StoreDatabase;
  let known: Backend;

  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  const ISSUED = { WooCommerceEventsTicketsGenerated: 'yes' };

  beforeAll(async () => {
    store = await freshStoreDatabase();
    known = await freshBackend();
    const numbered = (from: number, count: number): readonly number[] =>
      Array.from({ length: count }, (_, at) => from + at);
    const plain = (id: number, product: number, orderId: number, more: tiny.Metas = {}): string =>
      ticket(id, product, { OrderID: String(orderId), VariationID: '0', ...more });
    const inZone = (variationId: number, zone: string, quantity: string, total: string): tiny.Metas =>
      sold(PLAYS, quantity, total, { _variation_id: String(variationId), pa_zona: zone });
    await store.exec(
      [
        tinyStore('wp_', layout),
        setOption('active_plugins', WITH_ADD_ON),
        // Without any, a store with its orders in posts tells no changes.
        `insert into wp_actionscheduler_actions (hook, status, args) values ('wc-admin_import_orders', 'complete', '[1]');`,
        // The newest change, so that a quick reading does not go over all of the others again.
        order({ id: 99 }),
        `update wp_posts set post_modified_gmt = '2025-06-01 12:00:00' where ID = 99;
         update wp_wc_orders set date_updated_gmt = '2025-06-01 12:00:00' where id = 99;`,
        eventProduct(FAIR, 'Fair'),
        order({ id: 100, total: '9000', metas: ISSUED, lines: { 1001: sold(FAIR, '9', '9000') } }),
        ...numbered(3000, 9).map((id) => plain(id, FAIR, 100)),

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
          plain(id, PLAYS, 110, { VariationID: String(STALLS), Variations: '' }),
        ),
        plain(3104, PLAYS, 110, { VariationID: String(BOX), Variations: '' }),
        ...numbered(3110, 2).map((id) =>
          plain(id, PLAYS, 112, { VariationID: String(STALLS), Variations: '' }),
        ),

        eventProduct(CONGRESS, 'Congress', {
          WooCommerceEventsNumDays: '3',
          WooCommerceEventsType: 'sequential',
        }),
        order({ id: 120, total: '9000', metas: ISSUED, lines: { 1201: sold(CONGRESS, '9', '9000') } }),
        ...numbered(3200, 9).map((id) =>
          plain(id, CONGRESS, 120, {
            MultidayStatus: '{"1":"Not Checked In","2":"Not Checked In","3":"Not Checked In"}',
          }),
        ),

        eventProduct(DINNER, 'Dinner'),
        ...numbered(130, 8).map((id) =>
          order({
            id,
            status: 'wc-completed',
            paidGmt: '2025-03-01 10:05:00',
            metas: id === 136 ? {} : ISSUED,
            lines: { [id * 10]: sold(DINNER, '1', '1000') },
          }),
        ),
        ...numbered(130, 8)
          .filter((id) => id !== 136)
          .map((id) => plain(3300 + id, DINNER, id)),
        // Behind an order of the order tables stands a post that holds its place.
        ...(layout === 'hpos'
          ? numbered(130, 8).map(
              (id) => `insert into wp_posts (ID, post_title, post_content, post_type, post_status)
                values (${id}, '', '', 'shop_order_placehold', 'draft');`,
            )
          : []),
      ].join('\n'),
    );
    for (const product of [FAIR, PLAYS, CONGRESS, DINNER]) await sync(known, product, 'full');
    expect(await states(FAIR)).toEqual(Object.fromEntries(numbered(3000, 9).map((id) => [id, 'active'])));
  });
  afterAll(async () => {
    await known.close();
    await store.drop();
  });

  async function sync(backend: Backend, product: number, depth: 'quick' | 'sweep' | 'full' | null) {
    const { report } = await syncProduct(backend, {
      storeUrl: store.url,
      product,
      eventName: `Event ${product}`,
      ...(depth && { depth }),
    });
    const differences = report.proof.filter(({ equal }) => !equal);
    expect({ ...report, differences }).toMatchObject({
      status: 'success',
      verification: 'verified',
      differences: [],
      rejects: [],
    });
    return report;
  }

  /** Catches up as a scheduled execution does; an empty backend that reads everything must end the same. */
  async function catchUp(product: number): Promise<readonly (string | null)[]> {
    const depths: (string | null)[] = [];
    for (const depth of ['quick', 'sweep'] as const) depths.push((await sync(known, product, depth)).depth);
    const eventId = eventIdOf(await sync(known, product, 'sweep'));
    const fresh = await freshBackend();
    try {
      const anew = eventIdOf(await sync(fresh, product, 'full'));
      expect(await wholeEvent(known.db, eventId)).toEqual(await wholeEvent(fresh.db, anew));
    } finally {
      await fresh.close();
    }
    return depths;
  }

  async function column(product: number, of: string): Promise<Readonly<Record<string, unknown>>> {
    const rows = await queryRows<{ id: string; told: unknown }>(
      known.db,
      `select t.woo_ticket_id::text as id, ${of} as told
       from tickets t join events e on e.id = t.event_id left join ticket_tiers r on r.id = t.ticket_tier_id
       where e.woo_product_id = $1 and t.woo_ticket_id is not null order by t.woo_ticket_id`,
      [product],
    );
    return Object.fromEntries(rows.map(({ id, told }) => [id, told]));
  }
  const states = async (product: number) =>
    await column(
      product,
      `t.status || case when t.removed_at is null then '' else ' ' || t.removed_reason end`,
    );

  async function noted(product: number): Promise<readonly unknown[]> {
    return await queryRows(
      known.db,
      `select n.woo_id::integer as id, n.field, n.raw, n.reason from sync_notes n
       join events e on e.configuration_id = n.configuration_id
       where e.woo_product_id = $1 order by n.woo_id, n.field`,
      [product],
    );
  }

  it('lets nobody in with a ticket that is not published, or that says of itself that it is not paid', async () => {
    const posts = {
      3000: 'private',
      3001: 'draft',
      3002: 'pending',
      3003: 'future',
      3004: 'rsvp-hidden',
      3005: 'trash',
    };
    await store.exec(
      [
        ...Object.entries(posts).map(
          ([id, status]) => `update wp_posts set post_status = '${status}' where ID = ${id};`,
        ),
        setMeta(3006, 'Status', 'Unpaid'),
        setMeta(3007, 'Status', 'Checked In'),
      ].join('\n'),
    );
    await sync(known, FAIR, 'quick');
    // Nothing of it moved a time: it waits for the sweep.
    expect(new Set(Object.values(await states(FAIR)))).toEqual(new Set(['active']));
    await catchUp(FAIR);
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
    await store.exec(
      `update wp_posts set post_status = 'publish', post_modified_gmt = utc_timestamp() where ID = 3001;
       ${setMeta(3006, 'Status', 'Not Checked In')}`,
    );
    await sync(known, FAIR, 'quick');
    expect(await states(FAIR)).toMatchObject({ 3001: 'active', 3006: 'active' });
  });

  it('has tickets whose order, variation or product is a text that names none', async () => {
    await store.exec(
      [
        setMeta(3000, 'OrderID', 'Taquilla 12'),
        setMeta(3007, 'OrderID', '100-B'),
        setMeta(3008, 'OrderID', '98765432109876543210'),
        setMeta(3008, 'Status', 'Canceled'),
        setMeta(3002, 'ProductID', 'seiscientos'),
        setMeta(3001, 'VariationID', '-'),
      ].join('\n'),
    );
    await catchUp(FAIR);
    expect(await states(FAIR)).toMatchObject({
      3000: 'active',
      3001: 'active',
      3002: 'inactive gone',
      3007: 'active',
      3008: 'cancelled',
    });
    const orders = await column(FAIR, 't.woo_order_id::integer');
    expect(orders).toMatchObject({ 3000: null, 3001: 100, 3007: null, 3008: null });
    expect(await column(FAIR, 't.check_in_status')).toMatchObject({ 3007: 'checked_in' });
    expect(await noted(FAIR)).toEqual([
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
    const before = await wholeEvent(known.db, await eventId(PLAYS));
    await store.exec(
      [
        // By a name for the slug; by nothing, in an order of two variations; in an order of one.
        setMeta(3104, 'VariationID', ''),
        setMeta(3104, 'Variations', 'a:1:{s:17:"attribute_pa_zona";s:10:"Palco Alto";}'),
        `delete from wp_postmeta where post_id in (3100, 3103, 3110) and meta_key = 'WooCommerceEventsVariationID';`,
        setMeta(3111, 'VariationID', 'ninguna'),
        setMeta(3110, 'Variations', 'a:1:{s:17:"attr'),
        ticket(3120, PLAYS, { Variations: 'a:1:{s:17:"attribute_pa_zona";s:6:"platea";}' }),
      ].join('\n'),
    );
    await catchUp(PLAYS);
    const found = await column(PLAYS, `concat_ws(' ', t.status, r.woo_variation_id, t.price::integer)`);
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
    const { items } = await wholeEvent(known.db, await eventId(PLAYS));
    expect(items).toEqual(before.items);
    expect(await noted(PLAYS)).toEqual([
      {
        id: 3110,
        field: 'WooCommerceEventsVariations',
        raw: 'a:1:{s:17:"attr',
        reason: 'variation_unreadable',
      },
      { id: 3111, field: 'WooCommerceEventsVariationID', raw: 'ninguna', reason: 'variation_unreadable' },
    ]);
  });

  it('reads a record of days as the add-on does, and has a state for each day', async () => {
    const records = {
      3200: '{}',
      3201: 'false',
      3202: 'a:2:{i:1;s:10:"Checked In";i:2;s:10:"Checked In";}',
      3203: '{"3":"Checked In"}',
      3204: '{"":"Checked In","2":"Checked In"}',
      3205: '["Not Checked In","Checked In","Checked In"]',
      3206: '{"1":"Cancelled","2":"Checked In","4":"Checked In"}',
      3207: '{"1":"Checked In","2":{"at":"Checked In"},"3":null}',
      3208: '{"1":"Checked In"',
    };
    await store.exec(
      [
        ...Object.entries(records).map(([id, record]) => setMeta(Number(id), 'MultidayStatus', record)),
        setMeta(3208, 'Status', 'Checked In'),
      ].join('\n'),
    );
    await catchUp(CONGRESS);
    const days = await column(
      CONGRESS,
      `(select string_agg(case d.value when 'checked_in' then d.key else '-' end, ' ' order by d.key)
        from jsonb_each_text(t.day_status) d)`,
    );
    expect(days).toEqual({
      3200: '- - -',
      3201: '- - -',
      3202: '- - -',
      3203: '- - 3',
      3204: '- 2 -',
      3205: '- - -',
      3206: '- 2 -',
      3207: '1 - -',
      3208: '1 - -',
    });
    expect((await noted(CONGRESS)).map((one) => (one as { id: number }).id)).toEqual([
      3200, 3201, 3202, 3204, 3205, 3207, 3208,
    ]);
  });

  it('goes by the status alone while the multi-day add-on is off, and by the record again when it is on', async () => {
    const inOnDays = `(select string_agg(d.key, ' ' order by d.key) from jsonb_each_text(t.day_status) d
      where d.value = 'checked_in')`;
    await store.exec(
      [
        setOption('active_plugins', WITHOUT_ADD_ON),
        setMeta(3200, 'Status', 'Checked In'),
        setMeta(3200, 'MultidayStatus', '{"1":"Not Checked In","2":"Not Checked In","3":"Not Checked In"}'),
        `insert into wp_fooevents_check_in values (1, 3200, ${CONGRESS}, 1, 1, 'Checked In', 1741000000, now());`,
      ].join('\n'),
    );
    expect(await catchUp(CONGRESS)).toEqual(['full', 'sweep']);
    expect(await column(CONGRESS, inOnDays)).toMatchObject({ 3200: '1', 3203: null, 3206: null, 3208: '1' });
    expect(await column(CONGRESS, `t.checked_in_at is not null`)).toMatchObject({ 3200: true });
    const { rows } = await known.db.query('select num_days from events where woo_product_id = $1', [
      CONGRESS,
    ]);
    expect(rows).toEqual([{ num_days: 3 }]);
    expect(await noted(CONGRESS)).toEqual([]);

    await store.exec(setOption('active_plugins', WITH_ADD_ON));
    expect(await catchUp(CONGRESS)).toEqual(['full', 'sweep']);
    expect(await column(CONGRESS, inOnDays)).toMatchObject({ 3200: null, 3203: '3', 3206: '2', 3208: '1' });
  });

  it('knows the add-on of a network of sites', async () => {
    await store.exec(
      `create table wp_sitemeta (meta_id bigint primary key, site_id bigint, meta_key varchar(255), meta_value longtext);
       insert into wp_sitemeta values (1, 1, 'active_sitewide_plugins', 'a:1:{${MULTI_DAY};i:1700000000;}');
       ${setOption('active_plugins', WITHOUT_ADD_ON)}`,
    );
    expect(await catchUp(CONGRESS)).toEqual(['quick', 'sweep']);
    await store.exec(`update wp_sitemeta set meta_value = 'a:0:{}'`);
    expect(await catchUp(CONGRESS)).toEqual(['full', 'sweep']);
    await store.exec(`drop table wp_sitemeta; ${setOption('active_plugins', WITH_ADD_ON)}`);
  });

  const eventId = async (product: number): Promise<string> =>
    (
      await queryRows<{ id: string }>(known.db, 'select id from events where woo_product_id = $1', [product])
    )[0]?.id ?? '';

  describe('a status of a plugin', () => {
    const meta = (id: number, key: string, value: string): string =>
      layout === 'hpos'
        ? `insert into wp_wc_orders_meta (order_id, meta_key, meta_value) values (${id}, '${key}', '${value}');`
        : postMetas(id, { [key]: value });

    const ofOrders = async (of: string): Promise<Readonly<Record<string, unknown>>> => {
      const rows = await queryRows<{ id: string; told: unknown }>(
        known.db,
        `select o.woo_order_id::text as id, ${of} as told from orders o join events e on e.id = o.event_id
         where e.woo_product_id = $1 order by 1`,
        [DINNER],
      );
      return Object.fromEntries(rows.map(({ id, told }) => [id, told]));
    };

    it('is paid by a time of payment or completion, wherever that stands', async () => {
      await store.exec(
        [
          layout === 'hpos'
            ? `update wp_wc_orders set status = 'wc-retirado', date_updated_gmt = utc_timestamp() where id between 130 and 137;
               update wp_wc_order_operational_data set date_paid_gmt = null where order_id between 130 and 137;`
            : `update wp_posts set post_status = 'wc-retirado', post_modified_gmt = utc_timestamp() where ID between 130 and 137;
               delete from wp_postmeta where post_id between 130 and 137 and meta_key = '_date_paid';`,
          meta(130, '_paid_date', '2025-03-01 07:04:00'),
          meta(131, '_date_paid', '1740823440'),
          meta(132, '_completed_date', '2025-03-01 07:04:00'),
          meta(133, '_date_completed', '1740823440'),
          // One that nobody can read is a time still.
          meta(134, '_paid_date', 'ayer'),
          meta(135, '_paid_date', '0000-00-00 00:00:00'),
          meta(135, '_date_paid', ''),
          // Its tickets are not made yet: paid, it owes one.
          meta(136, '_date_completed', '1740823440'),
          meta(136, 'WooCommerceEventsOrderTickets', record()),
          // Tickets are made of completed orders only, and these were not.
          `${layout === 'hpos' ? 'update wp_wc_orders_meta set meta_value' : 'update wp_postmeta set meta_value'} = 'no'
           where meta_key = 'WooCommerceEventsTicketsGenerated' and ${layout === 'hpos' ? 'order_id' : 'post_id'} in (135, 137);`,
        ].join('\n'),
      );
      await catchUp(DINNER);
      expect(await ofOrders('o.status')).toEqual({
        130: 'paid',
        131: 'paid',
        132: 'paid',
        133: 'paid',
        134: 'paid',
        135: 'pending',
        136: 'paid',
        137: 'pending',
      });
      expect(
        await ofOrders(`to_char(coalesce(o.paid_at, o.completed_at) at time zone 'UTC', 'DD HH24:MI')`),
      ).toMatchObject({
        130: '01 10:04',
        131: '01 10:04',
        132: '01 10:04',
        133: '01 10:04',
        134: null,
      });
      const owed = await queryRows(
        known.db,
        `select t.status, t.woo_order_id::integer as "order" from tickets t join events e on e.id = t.event_id
         where e.woo_product_id = $1 and t.woo_ticket_id is null and t.removed_at is null`,
        [DINNER],
      );
      expect(owed).toEqual([{ status: 'pending', order: 136 }]);
    });

    if (layout === 'hpos') {
      it('is paid by what a migration left with the post behind the order', async () => {
        await store.exec(postMetas(137, { _paid_date: '2025-03-02 07:00:00' }));
        await catchUp(DINNER);
        expect(await ofOrders('o.status')).toMatchObject({ 135: 'pending', 137: 'paid' });
        expect(await states(DINNER)).toMatchObject({ 3435: 'inactive', 3437: 'active' });
        await store.exec(`delete from wp_postmeta where post_id = 137`);
        await catchUp(DINNER);
        expect(await ofOrders('o.status')).toMatchObject({ 137: 'pending' });
      });
    }

    it('is paid by tickets that were made, where they are made of paid orders only', async () => {
      const generated = layout === 'hpos' ? 'wp_wc_orders_meta' : 'wp_postmeta';
      const owner = layout === 'hpos' ? 'order_id' : 'post_id';
      await store.exec(`update ${generated} set meta_value = 'yes'
        where meta_key = 'WooCommerceEventsTicketsGenerated' and ${owner} = 135`);
      await catchUp(DINNER);
      expect(await ofOrders('o.status')).toMatchObject({ 135: 'paid', 137: 'pending' });
      const issuing = (...statuses: readonly string[]): string =>
        setOption(
          'globalWooCommerceEventsSendOnStatus',
          `a:${statuses.length}:{${statuses.map((one, at) => `i:${at};s:${one.length}:"${one}";`).join('')}}`,
        );
      await store.exec(issuing('wc-completed', 'wc-on-hold'));
      expect(await catchUp(DINNER)).toEqual(['full', 'sweep']);
      expect(await ofOrders('o.status')).toMatchObject({ 130: 'paid', 135: 'pending' });
      await store.exec(issuing('wc-processing', 'wc-retirado'));
      await catchUp(DINNER);
      expect(await ofOrders('o.status')).toMatchObject({ 130: 'paid', 135: 'pending' });
    });

    it('is what the configuration says, whatever the store notes', async () => {
      const map = async (to: string): Promise<void> => {
        await known.db.query(
          `update sync_configurations c set status_mapping = $2 from events e
           where e.configuration_id = c.id and e.woo_product_id = $1`,
          [DINNER, JSON.stringify({ retirado: to })],
        );
        await sync(known, DINNER, 'quick');
      };
      await map('on_hold');
      expect(new Set(Object.values(await ofOrders('o.status')))).toEqual(new Set(['on_hold']));
      await map('paid');
      expect(new Set(Object.values(await ofOrders('o.status')))).toEqual(new Set(['paid']));
    });
  });

  function record(): string {
    const fields = { WooCommerceEventsProductID: String(DINNER), WooCommerceEventsAttendeeName: 'Ana' };
    const pairs = Object.entries(fields).map(
      ([key, value]) => `s:${key.length}:"${key}";s:${value.length}:"${value}";`,
    );
    return `a:1:{i:1;a:1:{i:1;a:2:{${pairs.join('')}}}}`;
  }
});

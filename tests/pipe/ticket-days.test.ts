import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as tiny from '../woocommerce/tiny-store.ts';
import {
  FOOEVENTS,
  type GrownStore,
  MULTI_DAY,
  numbered,
  openGrownStore,
  setMeta,
  setOption,
  ticketOf,
} from './grown-store.ts';

const { eventProduct, sold } = tiny;

const CONGRESS = 800;
const WITH_ADD_ON = `a:2:{i:0;${FOOEVENTS};i:1;${MULTI_DAY};}`;
const WITHOUT_ADD_ON = `a:1:{i:0;${FOOEVENTS};}`;
const ISSUED = { WooCommerceEventsTicketsGenerated: 'yes' };

describe.each(['hpos', 'posts'] as const)('a store with its orders in %s', (layout) => {
  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  let grown: GrownStore;

  beforeAll(async () => {
    grown = await openGrownStore(layout, [
      eventProduct(CONGRESS, 'Congress', {
        WooCommerceEventsNumDays: '3',
        WooCommerceEventsType: 'sequential',
      }),
      order({ id: 120, total: '9000', metas: ISSUED, lines: { 1201: sold(CONGRESS, '9', '9000') } }),
      ...numbered(3200, 9).map((id) =>
        ticketOf(id, CONGRESS, 120, {
          MultidayStatus: '{"1":"Not Checked In","2":"Not Checked In","3":"Not Checked In"}',
        }),
      ),
    ]);
    await grown.sync(CONGRESS, 'full');
  });
  afterAll(async () => {
    await grown.close();
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
    await grown.store.exec(
      [
        ...Object.entries(records).map(([id, record]) => setMeta(Number(id), 'MultidayStatus', record)),
        setMeta(3208, 'Status', 'Checked In'),
      ].join('\n'),
    );
    await grown.catchUp(CONGRESS);
    const days = await grown.ofTickets(
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
    expect((await grown.notes(CONGRESS)).map(({ id }) => id)).toEqual([
      3200, 3201, 3202, 3204, 3205, 3207, 3208,
    ]);
  });

  it('uses only the status while the multi-day add-on is off, and the record again when it is on', async () => {
    const inOnDays = `(select string_agg(d.key, ' ' order by d.key) from jsonb_each_text(t.day_status) d
      where d.value = 'checked_in')`;
    await grown.store.exec(
      [
        setOption('active_plugins', WITHOUT_ADD_ON),
        setMeta(3200, 'Status', 'Checked In'),
        setMeta(3200, 'MultidayStatus', '{"1":"Not Checked In","2":"Not Checked In","3":"Not Checked In"}'),
        `insert into wp_fooevents_check_in values (1, 3200, ${CONGRESS}, 1, 1, 'Checked In', 1741000000, now());`,
      ].join('\n'),
    );
    expect(await grown.catchUp(CONGRESS)).toEqual(['full', 'sweep']);
    expect(await grown.ofTickets(CONGRESS, inOnDays)).toMatchObject({
      3200: '1',
      3203: null,
      3206: null,
      3208: '1',
    });
    expect(await grown.ofTickets(CONGRESS, `t.checked_in_at is not null`)).toMatchObject({ 3200: true });
    const { rows } = await grown.known.db.query('select num_days from events where woo_product_id = $1', [
      CONGRESS,
    ]);
    expect(rows).toEqual([{ num_days: 3 }]);
    expect(await grown.notes(CONGRESS)).toEqual([]);

    await grown.store.exec(setOption('active_plugins', WITH_ADD_ON));
    expect(await grown.catchUp(CONGRESS)).toEqual(['full', 'sweep']);
    expect(await grown.ofTickets(CONGRESS, inOnDays)).toMatchObject({
      3200: null,
      3203: '3',
      3206: '2',
      3208: '1',
    });
  });

  it('finds the add-on of a network of sites', async () => {
    await grown.store.exec(
      `create table wp_sitemeta (meta_id bigint primary key, site_id bigint, meta_key varchar(255), meta_value longtext);
       insert into wp_sitemeta values (1, 1, 'active_sitewide_plugins', 'a:1:{${MULTI_DAY};i:1700000000;}');
       ${setOption('active_plugins', WITHOUT_ADD_ON)}`,
    );
    expect(await grown.catchUp(CONGRESS)).toEqual(['quick', 'sweep']);
    await grown.store.exec(`update wp_sitemeta set meta_value = 'a:0:{}'`);
    expect(await grown.catchUp(CONGRESS)).toEqual(['full', 'sweep']);
    await grown.store.exec(`drop table wp_sitemeta; ${setOption('active_plugins', WITH_ADD_ON)}`);
  });
});

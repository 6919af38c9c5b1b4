import { afterEach, describe, expect, it } from 'vitest';
import { eventProduct, order, sold, ticket, tinyStore } from '../woocommerce/tiny-store.ts';
import { recordOf, type SmallWorld, smallWorld } from './small-world.ts';

const EVENT = 820;
const OTHER = 821;
const LAYOUTS = ['hpos', 'posts'] as const;

/** The effect of an interrupted import: the key is gone, and new rows have the id 0. */
function loseKey(table: string, column: string): string {
  return `alter table wp_${table} modify ${column} bigint unsigned not null default 0, drop primary key;`;
}

const LINE_METAS = loseKey('woocommerce_order_itemmeta', 'meta_id');

let world: SmallWorld;
afterEach(async () => {
  await world.close();
});

async function money(): Promise<readonly unknown[]> {
  const rows = await world.rows(
    'select woo_order_id, total, refunded, currency from orders where removed_at is null order by woo_order_id',
  );
  return rows.map((row) => `${row['woo_order_id']} ${row['total']} ${row['refunded']} ${row['currency']}`);
}

describe.each(LAYOUTS)('a store with its orders in %s whose metas have lost their key', (layout) => {
  const tables =
    layout === 'hpos'
      ? [loseKey('wc_orders_meta', 'id'), loseKey('wc_order_operational_data', 'id')]
      : [loseKey('comments', 'comment_ID')];
  const rows = [
    order({ id: 710, currency: 'CLP', total: '9000', lines: { 71: sold(EVENT, '3', '9000') } }, layout),
    order(
      {
        id: 711,
        currency: 'EUR',
        total: '40.50',
        lines: { 72: sold(EVENT, '1', '40.5', { _line_tax: '2.25' }) },
      },
      layout,
    ),
    order(
      {
        id: 712,
        refundOf: 710,
        currency: 'CLP',
        total: '-3000',
        metas: { _refund_amount: '3000', _refund_reason: 'rain' },
        lines: { 73: sold(EVENT, '-1', '-3000', { _refunded_item_id: '71' }) },
      },
      layout,
    ),
    order(
      {
        id: 713,
        status: 'wc-processing',
        paidGmt: '2025-03-01 10:05:00',
        metas: { WooCommerceEventsOrderTickets: recordOf(EVENT, ['Luz', 'Sol']) },
        lines: { 74: sold(EVENT, '2', '5000') },
      },
      layout,
    ),
    order(
      {
        id: 714,
        metas: {
          WooCommerceEventsOrderTickets: recordOf(OTHER, ['Mar']),
          WooCommerceEventsTicketsGenerated: 'yes',
        },
        lines: { 75: sold(OTHER, '1', '700') },
      },
      layout,
    ),
    ticket(9001, EVENT, { OrderID: '710', Status: 'Checked In', AttendeeName: 'Paz' }),
    ticket(9002, EVENT, { OrderID: '710', AttendeeName: 'Flor' }),
  ].join('\n');
  const CHANGED = [
    '710 9000.00000000 3000.00000000 CLP',
    '711 42.75000000 0.00000000 EUR',
    '713 5000.00000000 0.00000000 CLP',
  ];
  const people = async () =>
    (await world.rows('select first_name, status from tickets where removed_at is null order by 1')).map(
      (row) => `${row['first_name']} ${row['status']}`,
    );

  it('is read and proved by owner and name, and the missing keys are reported', async () => {
    const products = `${eventProduct(EVENT, 'Rain dance')} ${eventProduct(OTHER, 'Sun dance')}`;
    world = await smallWorld(
      EVENT,
      `${tinyStore('wp_', layout)} ${LINE_METAS} ${loseKey('postmeta', 'meta_id')} ${tables.join(' ')} ${products} ${rows}`,
    );
    const report = await world.verified('full');
    expect(report.warnings).toEqual(['store.no-primary-key']);
    expect(await money()).toEqual(CHANGED);
    expect(await people()).toEqual(['Flor refunded', 'Luz pending', 'Paz active', 'Sol pending']);
  });

  it('is updated by a quick execution, which has to sweep, and by sweeps', async () => {
    const products = `${eventProduct(EVENT, 'Rain dance')} ${eventProduct(OTHER, 'Sun dance')}`;
    world = await smallWorld(EVENT, `${tinyStore('wp_', layout)} ${products}`);
    await world.verified('full');
    await world.store.exec(`${LINE_METAS} ${loseKey('postmeta', 'meta_id')} ${tables.join(' ')} ${rows}`);
    await world.verified('quick', 'sweep');
    expect(await money()).toEqual(CHANGED);
    await world.store.exec(`update wp_postmeta set meta_value = 'Nieve' where meta_value = 'Paz';
      update wp_woocommerce_order_itemmeta set meta_value = '41.5' where meta_value = '40.5'`);
    await world.verified('sweep');
    expect(await money()).toContain('711 43.75000000 0.00000000 EUR');
    expect(await people()).toContain('Nieve active');
  });
});

describe.each(LAYOUTS)('ids of a store with its orders in %s that name more than one row', (layout) => {
  const whole = order({ id: 730, total: '1100', lines: { 91: sold(EVENT, '1', '1100') } }, layout);
  const start = (damage: string): string =>
    [
      tinyStore('wp_', layout),
      loseKey('woocommerce_order_items', 'order_item_id'),
      eventProduct(EVENT, 'Masks'),
      whole,
      damage,
    ].join('\n');

  it.each([
    [
      'lines without an id',
      [
        order({ id: 731, total: '500', lines: { 0: sold(EVENT, '1', '500') } }, layout),
        order({ id: 732, total: '900', lines: { 0: sold(EVENT, '4', '900') } }, layout),
      ].join('\n'),
      [731, 732],
    ],
    [
      'one line that two orders have',
      [
        order({ id: 731, total: '500', lines: { 92: sold(EVENT, '1', '500') } }, layout),
        `insert into wp_woocommerce_order_items values (92, 'again', 'line_item', 733);`,
        order({ id: 733, total: '500' }, layout),
      ].join('\n'),
      [731, 733],
    ],
    [
      'a line that was imported twice',
      [
        order({ id: 734, total: '500', lines: { 93: sold(EVENT, '1', '500') } }, layout),
        `insert into wp_woocommerce_order_items values (93, 'again', 'line_item', 734);`,
      ].join('\n'),
      [734],
    ],
    [
      'an order that was imported twice',
      layout === 'hpos'
        ? `alter table wp_wc_orders drop primary key;
           ${order({ id: 735, total: '500', lines: { 94: sold(EVENT, '1', '500') } })}
           insert into wp_wc_orders (id, status, currency, type, total_amount) values (735, 'wc-pending', 'CLP', 'shop_order', 1)`
        : `${loseKey('posts', 'ID')} ${order({ id: 735, total: '500', lines: { 94: sold(EVENT, '1', '500') } }, layout)}
           insert into wp_posts (ID, post_title, post_content, post_status, post_type) values (735, '', '', 'wc-pending', 'shop_order')`,
      [735],
    ],
  ])('leave out the orders of %s, and the others are right', async (_what, damage, rejected) => {
    world = await smallWorld(EVENT, start(damage));
    const report = await world.sync('full');
    expect(report).toMatchObject({ status: 'success', verification: 'verified_with_rejects' });
    expect(report.rejects.map(({ kind, wooId, code }) => [kind, wooId, code])).toEqual(
      rejected.map((id) => ['order', id, 'order.doubled-ids']),
    );
    expect(await money()).toEqual(['730 1100.00000000 0.00000000 CLP']);
  });

  it('stop the reading if the order itself has none', async () => {
    const damage =
      layout === 'hpos'
        ? order({ id: 0, lines: { 95: sold(EVENT, '1', '500') } })
        : `set sql_mode = 'NO_AUTO_VALUE_ON_ZERO'; ${order({ id: 0, lines: { 95: sold(EVENT, '1', '500') } }, layout)}`;
    world = await smallWorld(EVENT, start(damage));
    expect(await world.sync('full')).toMatchObject({
      status: 'failed',
      error: { code: 'store.order-without-id' },
    });
  });
});

describe('a log of check-ins that has lost its key', () => {
  const tickets = ['Paz', 'Flor', 'Sol'].map((name, at) =>
    ticket(9101 + at, EVENT, { OrderID: '750', Status: 'Checked In', AttendeeName: name }),
  );
  const start = [
    tinyStore(),
    eventProduct(EVENT, 'Masks'),
    order({ id: 750, total: '3000', lines: { 97: sold(EVENT, '3', '3000') } }),
    ...tickets,
  ].join('\n');
  // The plugin writes the local time as if it were UTC: 2025-03-10, three hours ahead of UTC in Santiago.
  const logged = (id: number, ticketId: number, status: string, at: string): string =>
    `insert into wp_fooevents_check_in (id, tid, eid, day, uid, status, checkin)
     values (${id}, ${ticketId}, ${EVENT}, 1, 1, '${status}', unix_timestamp(convert_tz('2025-03-10 ${at}', '+00:00', @@session.time_zone)));`;
  const lost = `${loseKey('fooevents_check_in', 'id')}
    ${logged(0, 9101, 'Checked In', '20:05:00')} ${logged(0, 9102, 'Checked In', '20:06:00')}
    ${logged(0, 9103, 'Not Checked In', '20:06:30')} ${logged(0, 9103, 'Checked In', '20:07:00')}`;
  const times = async () =>
    (
      await world.rows(
        `select first_name, to_char(checked_in_at at time zone 'UTC', 'HH24:MI:SS') as at from tickets
         where removed_at is null order by woo_ticket_id`,
      )
    ).map((row) => `${row['first_name']} ${row['at']}`);
  const log = async () =>
    (
      await world.rows(
        `select t.first_name, c.status, to_char(c.at at time zone 'UTC', 'HH24:MI:SS') as at from check_ins c
           join tickets t on t.id = c.ticket_id order by c.at nulls first, t.first_name`,
      )
    ).map((row) => `${row['first_name']} ${row['status']} ${row['at']}`);
  const WHOLE_LOG = [
    'Sol checked_in 22:00:00',
    'Paz checked_in 23:05:00',
    'Flor checked_in 23:06:00',
    'Sol not_checked_in 23:06:30',
    'Sol checked_in 23:07:00',
  ];

  it('keeps the time of each of its rows, and is the same when it is read again', async () => {
    world = await smallWorld(EVENT, `${start} ${logged(40, 9103, 'Checked In', '19:00:00')} ${lost}`);
    await world.verified('full');
    expect(await times()).toEqual(['Paz 23:05:00', 'Flor 23:06:00', 'Sol 23:07:00']);
    expect(await log()).toEqual(WHOLE_LOG);
    await world.verified('full');
    expect(await log()).toEqual(WHOLE_LOG);
  });

  it('adds to the earlier rows, and has nothing new when its rows get ids again', async () => {
    world = await smallWorld(EVENT, `${start} ${logged(40, 9103, 'Checked In', '19:00:00')}`);
    await world.verified('full');
    await world.store.exec(lost);
    await world.verified('full');
    expect(await times()).toEqual(['Paz 23:05:00', 'Flor 23:06:00', 'Sol 23:07:00']);
    const all = await log();
    await world.store.exec(`set @next = 40;
      update wp_fooevents_check_in set id = (@next := @next + 1) where id = 0 order by checkin;
      alter table wp_fooevents_check_in add primary key (id)`);
    await world.verified('full');
    expect(await log()).toEqual(all);
    expect(await times()).toEqual(['Paz 23:05:00', 'Flor 23:06:00', 'Sol 23:07:00']);
    await world.store.exec(
      `${logged(51, 9101, 'Not Checked In', '20:10:00')} ${logged(52, 9101, 'Checked In', '20:11:00')}`,
    );
    await world.verified('full');
    expect(
      (
        await world.rows(
          'select woo_check_in_id as id from check_ins where woo_check_in_id is not null order by 1',
        )
      ).map(({ id }) => Number(id)),
    ).toEqual([40, 41, 42, 43, 44, 51, 52]);
    expect(await times()).toEqual(['Paz 23:11:00', 'Flor 23:06:00', 'Sol 23:07:00']);
  });

  it('has two rows of one ticket under one id', async () => {
    world = await smallWorld(
      EVENT,
      `${start} ${loseKey('fooevents_check_in', 'id')} ${logged(41, 9101, 'Not Checked In', '20:04:00')}
       ${logged(41, 9101, 'Checked In', '20:05:00')}`,
    );
    await world.verified('full');
    await world.verified('full');
    expect((await log()).filter((row) => row.startsWith('Paz'))).toEqual([
      'Paz not_checked_in 23:04:00',
      'Paz checked_in 23:05:00',
    ]);
  });
});

describe('duplicate settings', () => {
  it('count as in WordPress: the last one if autoloaded, else the first', async () => {
    world = await smallWorld(
      EVENT,
      `${tinyStore()} ${eventProduct(EVENT, 'Doubles')}
       alter table wp_options drop primary key, add autoload varchar(20) not null default 'yes';
       ${order({ id: 740, lines: { 99: sold(EVENT, '1', '1000') } })}
       insert into wp_options values ('timezone_string', 'Europe/Madrid', 'on'), ('timezone_string', 'Asia/Tokyo', 'off');
       update wp_options set autoload = 'no' where option_name = 'woocommerce_currency';
       insert into wp_options values ('woocommerce_currency', 'JPY', 'auto-off'), ('home', 'http://second.example.cl', 'auto')`,
    );
    expect(await world.verified('full')).toMatchObject({ warnings: ['store.no-primary-key'] });
    expect(
      await world.rows('select pinned_site_url as site_url, store_timezone from sync_configurations'),
    ).toEqual([{ site_url: 'http://second.example.cl', store_timezone: 'Europe/Madrid' }]);
  });
});

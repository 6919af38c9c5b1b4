import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import * as tiny from '../woocommerce/tiny-store.ts';
import { type GrownStore, numbered, openGrownStore, setMeta, ticketOf } from './grown-store.ts';
import { recordOf } from './small-world.ts';

const { eventProduct, itemMeta, sold, ticket } = tiny;

const GALA = 730;
const OTHER = 731;
const RECORD = 'WooCommerceEventsOrderTickets';
const GENERATED = 'WooCommerceEventsTicketsGenerated';
/** Orders with tickets; the tickets of the others are pending. */
const MADE = numbered(200, 20);
const WAITING = numbered(300, 13);

describe.each(['hpos', 'posts'] as const)('a store with its orders in %s', (layout) => {
  let grown: GrownStore;

  const order = (of: Parameters<typeof tiny.order>[0]): string => tiny.order(of, layout);
  const lines = (id: number) => ({
    [10 * id]: sold(GALA, '2', '2000'),
    [10 * id + 1]: sold(OTHER, '1', '500'),
  });
  const place =
    layout === 'hpos' ? (['wp_wc_orders_meta', 'order_id'] as const) : (['wp_postmeta', 'post_id'] as const);
  const orderMeta = (id: number, key: string, value: string): string =>
    `delete from ${place[0]} where ${place[1]} = ${id} and meta_key = '${key}';
     insert into ${place[0]} (${place[1]}, meta_key, meta_value) values (${id}, '${key}', '${value}');`;
  const lineMeta = (id: number, key: string, value: string): string =>
    `delete from wp_woocommerce_order_itemmeta where order_item_id = ${10 * id} and meta_key = '${key}';
     ${itemMeta(10 * id, key, value)}`;
  const becomes = (id: number, status: string): string =>
    layout === 'hpos'
      ? `update wp_wc_orders set status = '${status}', date_updated_gmt = utc_timestamp() where id = ${id};`
      : `update wp_posts set post_status = '${status}', post_modified_gmt = utc_timestamp() where ID = ${id};`;

  beforeAll(async () => {
    grown = await openGrownStore(layout, [
      eventProduct(GALA, 'Gala'),
      eventProduct(OTHER, 'Other'),
      ...MADE.map((id) => order({ id, total: '2500', metas: { [GENERATED]: 'yes' }, lines: lines(id) })),
      ...MADE.flatMap((id) => [ticketOf(10 * id, GALA, id), ticketOf(10 * id + 1, GALA, id)]),
      ...WAITING.map((id) =>
        order({
          id,
          status: 'wc-processing',
          total: '2500',
          metas: { [RECORD]: recordOf(GALA, ['Ana', 'Bea']) },
          lines: lines(id),
        }),
      ),
    ]);
    await grown.sync(GALA, 'full');
  });
  afterAll(async () => {
    await grown.close();
  });

  async function waiting(): Promise<Readonly<Record<string, unknown>>> {
    const rows = await queryRows<{ id: string; names: string }>(
      grown.known.db,
      `select t.woo_order_id::text as id, string_agg(coalesce(t.first_name, '?'), ' ' order by t.first_name) as names
       from tickets t join events e on e.id = t.event_id
       where e.woo_product_id = $1 and t.woo_ticket_id is null and t.status = 'pending' and t.removed_at is null
       group by 1`,
      [GALA],
    );
    return Object.fromEntries(rows.map(({ id, names }) => [id, names]));
  }

  it('that has ids, amounts and statuses in other forms is read as WordPress and its database read them', async () => {
    await grown.store.exec(
      [
        lineMeta(200, '_product_id', ` ${GALA}`),
        lineMeta(201, '_product_id', `0${GALA}`),
        lineMeta(202, '_product_id', `${GALA}.0`),
        lineMeta(203, '_qty', '\t2 '),
        lineMeta(204, '_line_total', '\n2000'),
        setMeta(2050, 'ProductID', ` ${GALA}`),
        setMeta(2051, 'OrderID', '205.0'),
        becomes(206, 'WC-Completed'),
        `update wp_posts set post_status = 'Publish' where ID = 2070;`,
        // An order without tickets is found only by its line.
        order({
          id: 290,
          metas: { [GENERATED]: 'yes' },
          lines: { 2900: sold(GALA, '1', '1000', { _product_id: ` ${GALA}` }) },
        }),
        ticket(2999, GALA, { ProductID: `${GALA}-old` }),
      ].join('\n'),
    );
    await grown.catchUp(GALA);
    const whole = Object.fromEntries(numbered(200, 9).map((id) => [id, 'completed paid 2000']));
    expect(
      await grown.ofOrders(GALA, `o.source_status || ' ' || o.status || ' ' || o.total::integer`),
    ).toMatchObject({
      ...whole,
      290: 'completed paid 1000',
    });
    const tickets = await grown.ofTickets(GALA, `t.status || ' ' || t.price::integer`);
    for (const id of numbered(200, 9)) {
      expect([tickets[10 * id], tickets[10 * id + 1]]).toEqual(['active 1000', 'active 1000']);
    }
    expect(tickets[2999]).toBeUndefined();
  });

  it('that has a record of attendees in another shape misses no attendee', async () => {
    const good = recordOf(GALA, ['Ana', 'Bea']);
    const text = (value: string): string => `s:${Buffer.byteLength(value)}:"${value}";`;
    const product = `${text('WooCommerceEventsProductID')}${text(String(GALA))}`;
    const records = {
      300: text(good),
      301: text(text(good)),
      302: good.replace(text(String(GALA)), 'N;'),
      303: good.replaceAll(product, `${text('Other')}${text(String(GALA))}`),
      304: good.slice('a:1:{i:1;'.length, -1),
      305: `a:1:{i:1;${good}}`,
      306: good
        .replace(`${product}`, `${product}${text('price')}d:INF;`)
        .replace('{i:1;a:2:{s', '{i:1;a:3:{s'),
      307: text('Array'),
      308: JSON.stringify({ 1: { 1: { WooCommerceEventsProductID: GALA } } }),
      309: good.replaceAll(text(String(GALA)), `d:${GALA};`),
    };
    await grown.store.exec(
      [
        ...Object.entries(records).map(([id, record]) => orderMeta(Number(id), RECORD, record)),
        orderMeta(310, GENERATED, 'Yes'),
        // The database strips only spaces, so this is not a `yes`.
        orderMeta(312, GENERATED, 'yes\n'),
      ].join('\n'),
    );
    await grown.catchUp(GALA);
    expect(await waiting()).toEqual({
      300: 'Ana Bea',
      301: 'Ana Bea',
      302: 'Bea ?',
      303: '? ?',
      304: '? ?',
      305: '? ?',
      306: 'Ana Bea',
      307: '? ?',
      308: '? ?',
      309: 'Ana Bea',
      311: 'Ana Bea',
      312: 'Ana Bea',
    });
    const notes = await grown.notes(GALA);
    expect(notes.filter(({ reason }) => reason === 'attendees_unreadable').map(({ id }) => id)).toEqual([
      302, 303, 304, 305, 307, 308,
    ]);
  });

  it('counts a plugin’s status as paid with a time of payment in any form', async () => {
    const times = {
      210: '05/03/2025',
      211: '31/12/2025 10:00',
      212: '1741324161000',
      213: 'Wed, 05 Mar 2025 14:00:27 +0000',
      214: 'N/A',
      215: '0000-00-00',
      216: 'O:8:"DateTime":0:{}',
    };
    await grown.store.exec(
      Object.entries(times)
        .map(([id, time]) =>
          [
            orderMeta(Number(id), '_paid_date', time),
            orderMeta(Number(id), GENERATED, 'no'),
            becomes(Number(id), 'wc-sena'),
          ].join('\n'),
        )
        .join('\n'),
    );
    await grown.catchUp(GALA);
    expect(
      await grown.ofOrders(
        GALA,
        `o.status || coalesce(to_char(o.paid_at at time zone 'UTC', ' YYYY-MM-DD HH24:MI'), '')`,
      ),
    ).toMatchObject({
      210: 'paid',
      211: 'paid 2025-12-31 13:00',
      212: 'paid 2025-03-07 05:09',
      213: 'paid 2025-03-05 14:00',
      214: 'pending',
      215: 'pending',
      216: 'paid',
    });
    expect((await grown.notes(GALA)).filter(({ field }) => field === '_paid_date')).toMatchObject([
      { id: 210, reason: 'time_unreadable' },
      { id: 211, reason: 'time_other_form' },
      { id: 212, reason: 'time_other_form' },
      { id: 213, reason: 'time_other_form' },
      { id: 214, reason: 'time_unreadable' },
      { id: 216, reason: 'time_unreadable' },
    ]);
  });

  it('that has a refund with a sign takes its total', async () => {
    await grown.store.exec(
      order({
        id: 900,
        refundOf: 217,
        total: '-1000',
        metas: { _refund_amount: '-1000' },
        lines: { 9000: sold(GALA, '-1', '-1000', { _refunded_item_id: '2170' }) },
      }),
    );
    await grown.catchUp(GALA);
    expect(await grown.ofOrders(GALA, 'o.net::integer')).toMatchObject({ 217: 1000 });
  });
});

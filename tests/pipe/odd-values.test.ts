import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { queryRows } from '../../src/backend/database.ts';
import { createRandom, type Random } from '../../src/demo/model/random.ts';
import type { OrderLayout } from '../../src/woocommerce/schema/store-tables.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { eventProduct, itemMeta, order, sold, tinyStore } from '../woocommerce/tiny-store.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const FAIR = 500;
const OTHER = 501;
const ORDERS = 40;
/** An attendee of the fair, serialised by PHP. */
const ATTENDEE = 'a:1:{s:26:"WooCommerceEventsProductID";s:3:"500";}';

/** Ids of the rows of one order, by kind. */
const place = (id: number) => ({
  id,
  own: 10 * id,
  other: 10 * id + 1,
  fee: 10 * id + 2,
  shipping: 10 * id + 3,
  refund: 10_000 + id,
  back: 100_000 + id,
});
type Place = ReturnType<typeof place>;

/** A harmless odd value: the SQL for the store, and the expected note. */
interface Odd {
  /** The subject of the value: two odd values with the same subject would hide each other. */
  readonly about: 'weight' | 'time' | 'money of the refund' | 'currency' | 'quantity' | 'record' | 'text';
  readonly field: (at: Place) => string;
  readonly values: readonly [string, ...string[]];
  readonly reason: string;
  readonly set: (at: Place, value: string) => string;
  readonly only?: OrderLayout;
}

const NO_AMOUNTS = ['14990,00', 'free', '9'.repeat(30), '1.000.000', '$ 5'] as const;
const NO_QUANTITIES = ['0.5', 'a few', '99999999', '1e12', '--2', '3,5'] as const;
const NO_TIMES = ['soon', '03/04/2025', '2025-13-01 10:00:00', '20250301T10', '-'] as const;
const OTHER_TIMES = [
  '2025-03-05T14:00:27+02:00',
  '1741324161.0',
  '2025-02-30 10:00:00',
  '2025-03-00',
  '31/12/2025 09:15',
  '1741324161000',
  'Wed, 05 Mar 2025 14:00:27 +0000',
] as const;

function item(of: 'other' | 'fee' | 'shipping' | 'back', meta: string): Pick<Odd, 'field' | 'set'> {
  return {
    field: (at) => `${meta} of line ${at[of]}`,
    set: (at, value) =>
      `update wp_woocommerce_order_itemmeta set meta_value = '${value}'
       where order_item_id = ${at[of]} and meta_key = '${meta}'`,
  };
}

function meta(name: string): Pick<Odd, 'field' | 'set' | 'only'> {
  return {
    only: 'posts',
    field: () => name,
    set: ({ id }, value) =>
      `insert into wp_postmeta (meta_id, post_id, meta_key, meta_value)
       select coalesce(min(meta_id), (select max(meta_id) + 1 from wp_postmeta x)), ${id}, '${name}', '${value}'
       from wp_postmeta m where post_id = ${id} and meta_key = '${name}'
       on duplicate key update meta_value = '${value}'`,
  };
}

function column(name: string): Pick<Odd, 'field' | 'set' | 'only'> {
  return {
    only: 'hpos',
    field: () => name,
    set: ({ id }, value) =>
      `set session sql_mode = 'ALLOW_INVALID_DATES'; update wp_wc_orders set ${name} = '${value}' where id = ${id}`,
  };
}

const ODD: readonly Odd[] = [
  { about: 'quantity', values: NO_QUANTITIES, reason: 'quantity_unreadable', ...item('other', '_qty') },
  { about: 'quantity', values: NO_QUANTITIES, reason: 'quantity_unreadable', ...item('back', '_qty') },
  { about: 'weight', values: NO_AMOUNTS, reason: 'amount_unreadable', ...item('other', '_line_total') },
  { about: 'weight', values: NO_AMOUNTS, reason: 'amount_unreadable', ...item('other', '_line_tax') },
  { about: 'weight', values: NO_AMOUNTS, reason: 'amount_unreadable', ...item('fee', '_line_total') },
  { about: 'weight', values: NO_AMOUNTS, reason: 'amount_unreadable', ...item('shipping', 'cost') },
  { about: 'weight', values: NO_AMOUNTS, reason: 'total_unreadable', ...meta('_order_total') },
  {
    about: 'money of the refund',
    values: NO_AMOUNTS,
    reason: 'amount_unreadable',
    ...item('back', '_line_total'),
  },
  { about: 'currency', values: ['', ' '], reason: 'currency_missing', ...meta('_order_currency') },
  { about: 'currency', values: ['', ' '], reason: 'currency_missing', ...column('currency') },
  { about: 'currency', values: ['clp', ' CLP'], reason: 'currency_other_form', ...column('currency') },
  { about: 'time', values: NO_TIMES, reason: 'time_unreadable', ...meta('_date_paid') },
  { about: 'time', values: OTHER_TIMES, reason: 'time_other_form', ...meta('_date_completed') },
  {
    about: 'time',
    values: ['2025-02-31 08:00:00', '2025-04-00 08:00:00'],
    reason: 'time_other_form',
    ...column('date_created_gmt'),
  },
  {
    about: 'text',
    values: ['x'.repeat(100_001)],
    reason: 'text_too_long',
    ...meta('_billing_company'),
    field: () => 'billing_company',
  },
  {
    about: 'record',
    values: [
      'a:1:{i:1;a:1:{',
      'O:8:"stdClass":0:{}',
      `a:2:{i:1;${ATTENDEE}i:2;R:1;}`,
      '?',
      `a:1:{i:0;${ATTENDEE}}`,
      'a:1:{i:1;a:1:{i:1;a:1:{s:26:"WooCommerceEventsProductID";N;}}}',
      's:5:"Array";',
    ],
    reason: 'attendees_unreadable',
    field: () => 'WooCommerceEventsOrderTickets',
    set: ({ id }, value) =>
      `update wp_wc_orders_meta set meta_value = '${value}' where order_id = ${id};
       update wp_postmeta set meta_value = '${value}'
       where post_id = ${id} and meta_key = 'WooCommerceEventsOrderTickets'`,
  },
];

/** A paid order of the fair and of something else, with a fee and shipping, and a refund of one of two kinds. */
function sale(id: number, random: Random, layout: OrderLayout): string {
  const at = place(id);
  const amount = (most: number): number => random.between(1, most);
  const units = random.between(1, 3);
  const [own, other, tax, fee, shipping] = [
    amount(90_000),
    amount(40_000),
    amount(5_000),
    amount(900),
    amount(3_000),
  ];
  const total = own + other + tax + fee + shipping;
  const namesLine = random.chance(50);
  const back = namesLine ? other : amount(total);
  const entries = Array.from({ length: units }, (_, unit) => `i:${unit + 1};${ATTENDEE}`).join('');
  const more = (itemId: number, type: string, metas: Readonly<Record<string, string>>): string =>
    [
      `INSERT INTO wp_woocommerce_order_items VALUES (${itemId}, '${type}', '${type}', ${id});`,
      ...Object.entries(metas).map(([key, value]) => itemMeta(itemId, key, value)),
    ].join('\n');
  const lines = {
    [at.back]: sold(OTHER, '-1', String(-other), { _refunded_item_id: String(at.other) }),
  };
  return [
    order(
      {
        id,
        total: String(total),
        metas: { WooCommerceEventsOrderTickets: `a:1:{i:1;a:${units}:{${entries}}}` },
        lines: {
          [at.own]: sold(FAIR, String(units), String(own)),
          [at.other]: sold(OTHER, '1', String(other), { _line_tax: String(tax) }),
        },
      },
      layout,
    ),
    more(at.fee, 'fee', { _line_total: String(fee), _line_tax: '0' }),
    more(at.shipping, 'shipping', { cost: String(shipping), total_tax: '0' }),
    order(
      {
        id: at.refund,
        refundOf: id,
        total: String(-back),
        metas: { _refund_amount: String(back) },
        lines: namesLine ? lines : {},
      },
      layout,
    ),
  ].join('\n');
}

interface StoredNote {
  readonly wooOrderId: number;
  readonly field: string;
  readonly reason: string;
}

/** Random odd values, at most one for each field of an order. */
function damage(random: Random, layout: OrderLayout, hasLine: (id: number) => boolean) {
  const statements: string[] = [];
  const expected: StoredNote[] = [];
  for (let id = 1; id <= ORDERS; id += 1) {
    const at = place(id);
    const touched = new Set<string>();
    for (const odd of ODD) {
      const isThere = odd.only === undefined || odd.only === layout;
      const onRefund = odd.field(at).endsWith(`${at.back}`);
      if (!isThere || touched.has(odd.about) || (onRefund && !hasLine(id)) || !random.chance(30)) continue;
      touched.add(odd.about);
      statements.push(odd.set(at, random.pick(odd.values)));
      expected.push({ wooOrderId: id, field: odd.field(at), reason: odd.reason });
    }
  }
  return { statements, expected };
}

describe.each([
  ['hpos', 1],
  ['hpos', 2],
  ['posts', 3],
  ['posts', 4],
] as const)('odd values in a store with its orders in %s (seed %i)', (layout, seed) => {
  let store: StoreDatabase;
  let known: Backend;
  let fresh: Backend;

  beforeEach(async () => {
    store = await freshStoreDatabase();
    known = await freshBackend();
    fresh = await freshBackend();
  });
  afterEach(async () => {
    await known.close();
    await fresh.close();
    await store.drop();
  });

  async function sync(backend: Backend) {
    const { report } = await syncProduct(backend, { storeUrl: store.url, product: FAIR });
    expect(report.proof.filter(({ equal }) => !equal)).toEqual([]);
    expect(report).toMatchObject({ status: 'success', verification: 'verified', rejects: [] });
  }

  async function money({ db }: Backend): Promise<readonly unknown[]> {
    return await queryRows(
      db,
      `select o.woo_order_id, o.status, o.currency, o.total, o.refunded_by_lines, o.refunded_apportioned, o.refunded,
         o.net, o.service_fee, o.organizer_amount, o.rounding, o.order_total, o.order_refunded,
         (select array_agg(t.price order by t.price) from tickets t
          where t.order_id = o.id and t.removed_at is null) as prices
       from orders o order by o.woo_order_id`,
    );
  }

  async function notes({ db }: Backend): Promise<readonly StoredNote[]> {
    return await queryRows<StoredNote & Record<string, unknown>>(
      db,
      'select woo_order_id as "wooOrderId", field, reason from sync_notes order by woo_order_id, field collate "C"',
    );
  }

  it('reject nothing and do not change the event’s money, with a note of each', async () => {
    const random = createRandom(seed, 0);
    const sales = Array.from({ length: ORDERS }, (_, at) => sale(at + 1, random, layout));
    await store.exec([tinyStore('wp_', layout), eventProduct(FAIR, 'Fair'), ...sales].join('\n'));
    await sync(known);
    const before = await money(known);
    expect(before.length).toBe(ORDERS);
    expect(await notes(known)).toEqual([]);

    const hasLine = (id: number): boolean => sales[id - 1]?.includes(String(place(id).back)) ?? false;
    const { statements, expected } = damage(random, layout, hasLine);
    expect(expected.length).toBeGreaterThan(ORDERS);
    await store.exec(statements.join(';\n'));
    const wantedNotes = expected.toSorted(
      (a, b) => a.wooOrderId - b.wooOrderId || (a.field < b.field ? -1 : 1),
    );
    for (const backend of [known, fresh]) {
      await sync(backend);
      expect(await money(backend)).toEqual(before);
      expect(await notes(backend)).toEqual(wantedNotes);
    }
  });
});

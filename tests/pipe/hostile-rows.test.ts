import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeDemoStore } from '../../src/demo/demo-store.ts';
import type { SyncReport } from '../../src/vocabulary/sync-report.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { type Backend, freshBackend, syncProduct } from './sync-store.ts';

const PRODUCT = 173911;
const MEGABYTE = 1_048_576;
const WEIRD = 'tab\\there\\nline “quotes” \\\\ back 🎟️ שלום مرحبا NULL';
const WEIRD_TEXT = 'tab\there\nline “quotes” \\ back 🎟️ שלום مرحبا NULL';

/** The backend's rows before the change; each case has a separate order and ticket. */
interface Subject {
  readonly order: number;
  readonly item: number;
  readonly ticket: number;
}

interface Case {
  readonly what: string;
  /** The SQL for the store; `order`, `item` and `ticket` name a paid order of one line with an issued ticket. */
  readonly damage: (subject: Subject) => string;
  /** The expected reject; null if the row is read. */
  readonly reject: { readonly kind: 'order' | 'ticket'; readonly code: string } | null;
  /** The backend's columns afterwards. */
  readonly row?: {
    readonly table: 'orders' | 'tickets';
    readonly columns: Readonly<Record<string, unknown>>;
  };
}

const itemMeta = (subject: Subject, key: string, value: string) =>
  `update wp_woocommerce_order_itemmeta set meta_value = ${value}
   where order_item_id = ${subject.item} and meta_key = '${key}'`;
const order = (subject: Subject, set: string) => `update wp_wc_orders set ${set} where id = ${subject.order}`;
const ticketMeta = (subject: Subject, key: string, value: string) =>
  `update wp_postmeta set meta_value = ${value}
   where post_id = ${subject.ticket} and meta_key = 'WooCommerceEvents${key}'`;

const CASES: readonly Case[] = [
  {
    what: 'an amount that is no number',
    damage: (s) => itemMeta(s, '_line_total', `'12,50 €'`),
    reject: { kind: 'order', code: 'money.malformed' },
  },
  {
    what: 'the text NULL for an amount',
    damage: (s) => itemMeta(s, '_line_total', `'NULL'`),
    reject: { kind: 'order', code: 'money.malformed' },
  },
  {
    what: 'an absurd amount',
    damage: (s) => itemMeta(s, '_line_total', `repeat('9', 40)`),
    reject: { kind: 'order', code: 'money.out-of-range' },
  },
  {
    what: 'a negative amount, as a manual correction makes it',
    damage: (s) => itemMeta(s, '_line_total', `'-500'`),
    reject: null,
    row: { table: 'orders', columns: { total: '-500.00000000', service_fee: '0.00000000' } },
  },
  {
    what: 'an unknown currency',
    damage: (s) => order(s, `currency = 'ZZZ'`),
    reject: { kind: 'order', code: 'order.unknown-currency' },
  },
  {
    what: 'a quantity that is no whole number',
    damage: (s) => itemMeta(s, '_qty', `'one and a half'`),
    reject: { kind: 'order', code: 'order.quantity-not-whole' },
  },
  {
    what: 'zero dates',
    damage: (s) =>
      `set session sql_mode = ''; ${order(s, `date_created_gmt = '0000-00-00 00:00:00'`)};
       update wp_wc_order_operational_data set date_paid_gmt = '0000-00-00 00:00:00'
       where order_id = ${s.order}`,
    reject: null,
    row: { table: 'orders', columns: { ordered_at: null, paid_at: null, status: 'paid' } },
  },
  {
    what: 'a text as long as its column',
    damage: (s) => order(s, `payment_method_title = repeat('x', 65000)`),
    reject: null,
    row: { table: 'orders', columns: { payment_method_title: 'x'.repeat(65_000) } },
  },
  {
    what: 'an answer of one megabyte',
    damage: (s) =>
      `insert into wp_postmeta (post_id, meta_key, meta_value)
       values (${s.ticket}, 'fooevents_custom_huge', repeat('y', ${MEGABYTE}))`,
    reject: null,
    row: { table: 'tickets', columns: { source_post_status: 'publish', status: 'active' } },
  },
  {
    what: 'text with tabs, line ends, quotes, backslashes, emoji and right-to-left letters',
    damage: (s) => order(s, `customer_note = '${WEIRD}'`),
    reject: null,
    row: { table: 'orders', columns: { customer_note: WEIRD_TEXT } },
  },
  {
    what: 'the text NULL for a name, which is a name',
    damage: (s) => ticketMeta(s, 'AttendeeName', `'NULL'`),
    reject: null,
    row: { table: 'tickets', columns: { first_name: 'NULL' } },
  },
  {
    what: 'a NUL character in a name, which no text may hold',
    damage: (s) => ticketMeta(s, 'AttendeeName', `concat('Ana', char(0), 'María')`),
    reject: null,
    row: { table: 'tickets', columns: { first_name: 'AnaMaría' } },
  },
  {
    what: 'two metas of one name: the first one counts',
    damage: (s) =>
      `insert into wp_postmeta (post_id, meta_key, meta_value)
       values (${s.ticket}, 'WooCommerceEventsAttendeeEmail', 'second@example.com');
       ${ticketMeta(s, 'AttendeeEmail', `if(meta_value = 'second@example.com', meta_value, 'first@example.com')`)}`,
    reject: null,
    row: { table: 'tickets', columns: { email: 'first@example.com' } },
  },
  {
    what: 'a broken serialised record once the tickets are made: it is no longer needed',
    damage: (s) =>
      `update wp_wc_orders_meta set meta_value = 'a:1:{i:1;O:8:"stdClass":0:{}'
       where order_id = ${s.order} and meta_key = 'WooCommerceEventsOrderTickets'`,
    reject: null,
    row: { table: 'orders', columns: { status: 'paid' } },
  },
  {
    what: 'a broken serialised record while the tickets are not made',
    damage: (s) =>
      `update wp_wc_orders_meta set meta_value = left(meta_value, 40)
       where order_id = ${s.order} and meta_key = 'WooCommerceEventsOrderTickets';
       delete from wp_wc_orders_meta
       where order_id = ${s.order} and meta_key = 'WooCommerceEventsTicketsGenerated'`,
    reject: null,
    row: { table: 'orders', columns: { status: 'paid' } },
  },
  {
    what: 'a ticket number that is no number',
    damage: (s) => ticketMeta(s, 'TicketNumber', `'many'`),
    reject: null,
    row: { table: 'tickets', columns: { sequence_number: null } },
  },
  {
    what: 'an order that a ticket names in words',
    damage: (s) => ticketMeta(s, 'OrderID', `'the one of Ana'`),
    reject: null,
    row: { table: 'tickets', columns: { removed_reason: null, status: 'active', woo_order_id: null } },
  },
];

let store: StoreDatabase;
let backend: Backend;
let report: SyncReport;
const subjects = new Map<string, Subject>();
const before = new Map<string, unknown>();

beforeAll(async () => {
  store = await freshStoreDatabase();
  await makeDemoStore({ url: store.url, orders: 400, seed: 11, layout: 'hpos' });
  backend = await freshBackend();
  await syncProduct(backend, { storeUrl: store.url, product: PRODUCT });
  const { rows } = await backend.db.query<Subject>(
    `select o.woo_order_id as order, min(i.woo_item_id)::integer as item, min(t.woo_ticket_id)::integer as ticket
     from orders o join order_items i on i.order_id = o.id join tickets t on t.order_id = o.id
     where o.source_status = 'completed' and o.refunded = 0 and o.total > 0
       and o.order_total = o.total and t.woo_ticket_id is not null and t.create_type is null
     group by o.id having count(distinct i.id) = 1 and count(distinct t.id) = 1
       and min(t.woo_ticket_id) > o.woo_order_id -- not one that was added by hand, which has no record
     order by o.woo_order_id limit $1`,
    [CASES.length],
  );
  expect(rows.length).toBe(CASES.length);
  for (const [index, { what, damage }] of CASES.entries()) {
    const subject = rows[index];
    if (subject === undefined) throw new Error('too few orders to damage');
    subjects.set(what, subject);
    before.set(what, await orderRow(subject));
    for (const statement of damage(subject).split(';\n')) await store.exec(statement);
  }
  ({ report } = await syncProduct(backend, { storeUrl: store.url, product: PRODUCT }));
});
afterAll(async () => {
  await backend.close();
  await store.drop();
});

async function orderRow(subject: Subject): Promise<unknown> {
  const { rows } = await backend.db.query('select * from orders where woo_order_id = $1', [subject.order]);
  return rows[0];
}

describe('a store with hostile rows', () => {
  it('is synced and verified, except for unreadable rows', () => {
    expect(report).toMatchObject({ status: 'success', verification: 'verified_with_rejects', error: null });
    expect(report.rejects.length).toBe(CASES.filter((one) => one.reject !== null).length);
  });

  it.each(CASES.filter((one) => one.reject !== null))('$what becomes one reject with its reason', (one) => {
    const subject = subjects.get(one.what);
    const id = one.reject?.kind === 'ticket' ? subject?.ticket : subject?.order;
    const found = report.rejects.filter((reject) => reject.wooId === id);
    expect(found).toEqual([
      {
        ...one.reject,
        wooId: id,
        wooOrderId: subject?.order ?? null,
        message: expect.stringMatching(/\w/) as string,
        leftOut: expect.objectContaining({ tickets: expect.any(Number) as number }) as unknown,
      },
    ]);
  });

  it.each(CASES.filter((one) => one.reject?.kind === 'order'))(
    '$what leaves the existing row',
    async (one) => {
      const subject = subjects.get(one.what) as Subject;
      expect(await orderRow(subject)).toEqual(before.get(one.what));
    },
  );

  it.each(CASES.filter((one) => one.row !== undefined))('$what is read unchanged', async (one) => {
    const subject = subjects.get(one.what) as Subject;
    const column = one.row?.table === 'tickets' ? 'woo_ticket_id' : 'woo_order_id';
    const id = one.row?.table === 'tickets' ? subject.ticket : subject.order;
    const { rows } = await backend.db.query(`select * from ${one.row?.table} where ${column} = $1`, [id]);
    expect(rows[0]).toMatchObject(one.row?.columns ?? {});
  });
});

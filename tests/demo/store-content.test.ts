import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { unserialize } from 'php-serialize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoStoreMade, makeDemoStore } from '../../src/demo/demo-store.ts';
import { expectEvents } from '../../src/demo/model/expect.ts';
import type { DemoLayout } from '../../src/demo/model/model.ts';
import { HOSTILE_NAMES } from '../../src/demo/model/people.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';

const ORDERS = 300;
const LAYOUTS: readonly DemoLayout[] = ['hpos', 'posts', 'compatibility'];

type Row = RowDataPacket & Readonly<Record<string, string | number | null>>;

/** A store of each layout in one database, each with its own prefix. */
let database: StoreDatabase;
let connection: Connection;
const made = new Map<DemoLayout, DemoStoreMade>();
const prefixOf = (layout: DemoLayout): string => `${layout.slice(0, 2)}_`;

beforeAll(async () => {
  database = await freshStoreDatabase();
  for (const layout of LAYOUTS) {
    made.set(
      layout,
      await makeDemoStore({ url: database.url, orders: ORDERS, layout, prefix: prefixOf(layout) }),
    );
  }
  connection = await createConnection({
    uri: database.url,
    charset: 'utf8mb4',
    supportBigNumbers: true,
    bigNumberStrings: false,
    dateStrings: true,
  });
});

afterAll(async () => {
  await connection.end();
  await database.drop();
});

async function ask(sql: string): Promise<Row[]> {
  const [rows] = await connection.query<Row[]>(sql);
  return rows;
}

/** The orders of a store: from WooCommerce's tables, or from posts and their metas. */
const ordersSql = {
  hpos: (prefix: string) => `
    SELECT o.id, o.status, o.currency, o.type, CAST(o.total_amount AS CHAR) AS total, o.parent_order_id AS parent,
           COALESCE(o.billing_email, '') AS email, CAST(o.date_created_gmt AS CHAR) AS created,
           CAST(o.date_updated_gmt AS CHAR) AS updated
      FROM ${prefix}wc_orders o ORDER BY o.id`,
  posts: (prefix: string) => `
    SELECT p.ID AS id, p.post_status AS status, MAX(IF(m.meta_key = '_order_currency', m.meta_value, NULL)) AS currency,
           p.post_type AS type,
           CAST(CAST(MAX(IF(m.meta_key = '_order_total', m.meta_value, NULL)) AS DECIMAL(26,8)) AS CHAR) AS total,
           p.post_parent AS parent, COALESCE(MAX(IF(m.meta_key = '_billing_email', m.meta_value, NULL)), '') AS email,
           CAST(p.post_date_gmt AS CHAR) AS created, CAST(p.post_modified_gmt AS CHAR) AS updated
      FROM ${prefix}posts p JOIN ${prefix}postmeta m ON m.post_id = p.ID
     WHERE p.post_type IN ('shop_order', 'shop_order_refund') GROUP BY p.ID ORDER BY p.ID`,
};

test('all layouts have the same orders and refunds', async () => {
  const hpos = await ask(ordersSql.hpos('hp_'));
  expect(hpos.length).toBeGreaterThan(ORDERS - 5);
  expect(await ask(ordersSql.posts('po_'))).toEqual(hpos);
  expect(await ask(ordersSql.hpos('co_'))).toEqual(hpos);
  expect(await ask(ordersSql.posts('co_'))).toEqual(hpos);
});

test('HPOS tables are empty in posts layout, and posts are placeholders in HPOS layout', async () => {
  expect(await ask('SELECT COUNT(*) AS n FROM po_wc_orders')).toEqual([{ n: 0 }]);
  expect(
    await ask("SELECT COUNT(*) AS n FROM hp_posts WHERE post_type IN ('shop_order', 'shop_order_refund')"),
  ).toEqual([{ n: 0 }]);
  expect(
    await ask(
      "SELECT o.id FROM hp_wc_orders o LEFT JOIN hp_posts p ON p.ID = o.id AND p.post_type = 'shop_order_placehold' AND p.post_status = 'draft' WHERE p.ID IS NULL",
    ),
  ).toEqual([]);
});

test('the options contain the layout, the zone and the currency', async () => {
  for (const layout of LAYOUTS) {
    const rows = await ask(
      `SELECT option_name AS name, option_value AS value FROM ${prefixOf(layout)}options`,
    );
    const options = Object.fromEntries(rows.map((row) => [String(row['name']), row['value']]));
    expect(options).toMatchObject({
      siteurl: 'https://tienda-demo.example',
      timezone_string: 'America/Santiago',
      woocommerce_currency: 'CLP',
      woocommerce_price_num_decimals: '0',
      woocommerce_custom_orders_table_enabled: layout === 'posts' ? 'no' : 'yes',
      woocommerce_custom_orders_table_data_sync_enabled: layout === 'compatibility' ? 'yes' : 'no',
    });
  }
});

describe.each(LAYOUTS)('in %s layout', (layout) => {
  const prefix = prefixOf(layout);
  /** id, status, currency of the orders that count. */
  const headers =
    layout === 'posts'
      ? `SELECT p.ID AS id, p.post_status AS status, c.meta_value AS currency FROM ${prefix}posts p JOIN ${prefix}postmeta c ON c.post_id = p.ID AND c.meta_key = '_order_currency' WHERE p.post_type = 'shop_order'`
      : `SELECT id, status, currency FROM ${prefix}wc_orders WHERE type = 'shop_order'`;
  const refunds =
    layout === 'posts'
      ? `SELECT ID AS id, post_parent AS parent FROM ${prefix}posts WHERE post_type = 'shop_order_refund'`
      : `SELECT id, parent_order_id AS parent FROM ${prefix}wc_orders WHERE type = 'shop_order_refund'`;
  const orderMeta =
    layout === 'posts'
      ? `SELECT post_id AS order_id, meta_key, meta_value FROM ${prefix}postmeta`
      : `SELECT order_id, meta_key, meta_value FROM ${prefix}wc_orders_meta`;
  const lines = `
    SELECT i.order_id, MAX(IF(m.meta_key = '_product_id', m.meta_value, 0)) + 0 AS product,
           MAX(IF(m.meta_key = '_qty', m.meta_value, NULL)) + 0 AS qty,
           CAST(MAX(IF(m.meta_key = '_line_total', m.meta_value, NULL)) AS DECIMAL(26,8)) AS total
      FROM ${prefix}woocommerce_order_items i JOIN ${prefix}woocommerce_order_itemmeta m USING (order_item_id)
     WHERE i.order_item_type = 'line_item' GROUP BY i.order_item_id`;

  test('orders of each event have the number and sums of the model', async () => {
    const { store } = made.get(layout) as DemoStoreMade;
    for (const event of expectEvents(store)) {
      const rows = await ask(`
        SELECT h.status, h.currency, COUNT(*) AS orders, SUM(COALESCE(l.qty, 0)) AS quantity,
               CAST(SUM(COALESCE(l.total, 0)) AS CHAR) AS total,
               CAST(SUM(COALESCE(r.refunded, 0)) AS CHAR) AS refunded, CAST(SUM(COALESCE(w.refunded, 0)) AS CHAR) AS whole
          FROM (${headers}) h
          LEFT JOIN (SELECT order_id, SUM(qty) AS qty, SUM(total) AS total FROM (${lines}) x
                      WHERE product = ${event.productId} GROUP BY order_id) l ON l.order_id = h.id
          LEFT JOIN (SELECT f.parent, -SUM(x.total) AS refunded FROM (${refunds}) f JOIN (${lines}) x ON x.order_id = f.id
                      WHERE x.product = ${event.productId} GROUP BY f.parent) r ON r.parent = h.id
          LEFT JOIN (SELECT f.parent, SUM(CAST(m.meta_value AS DECIMAL(26,8))) AS refunded FROM (${refunds}) f
                       JOIN (${orderMeta}) m ON m.order_id = f.id AND m.meta_key = '_refund_amount'
                      GROUP BY f.parent) w ON w.parent = h.id
         WHERE h.status <> 'wc-checkout-draft'
           AND (l.order_id IS NOT NULL OR h.id IN (
                 SELECT o.meta_value + 0 FROM ${prefix}postmeta o JOIN ${prefix}postmeta p ON p.post_id = o.post_id
                  WHERE o.meta_key = 'WooCommerceEventsOrderID' AND p.meta_key = 'WooCommerceEventsProductID'
                    AND p.meta_value = '${event.productId}'))
         GROUP BY h.status, h.currency`);
      const found = rows.map((row) => ({
        sourceStatus: String(row['status']).replace('wc-', ''),
        currency: row['currency'],
        orders: row['orders'],
        quantity: Number(row['quantity']),
        total: row['total'],
        refundedByLines: eightDigits(row['refunded']),
        orderRefunded: eightDigits(row['whole']),
      }));
      expect(found.toSorted(byText)).toEqual([...event.orders].toSorted(byText));
    }
  });

  test('tickets and check-ins of each event have the numbers of the model', async () => {
    const { store } = made.get(layout) as DemoStoreMade;
    for (const event of expectEvents(store)) {
      const rows = await ask(`
        SELECT t.post_status AS post, COALESCE(s.meta_value, '') AS status, COUNT(*) AS tickets,
               SUM(IF(d.meta_value IS NULL, COALESCE(s.meta_value, '') = 'Checked In',
                      (LENGTH(d.meta_value) - LENGTH(REPLACE(d.meta_value, ':"Checked In"', ''))) / 13)) AS days
          FROM ${prefix}posts t
          JOIN ${prefix}postmeta p ON p.post_id = t.ID AND p.meta_key = 'WooCommerceEventsProductID'
          LEFT JOIN ${prefix}postmeta s ON s.post_id = t.ID AND s.meta_key = 'WooCommerceEventsStatus'
          LEFT JOIN ${prefix}postmeta d ON d.post_id = t.ID AND d.meta_key = 'WooCommerceEventsMultidayStatus'
         WHERE t.post_type = 'event_magic_tickets' AND p.meta_value = '${event.productId}' GROUP BY 1, 2`);
      const found = rows.map((row) => ({
        postStatus: row['post'],
        sourceStatus: row['status'],
        tickets: row['tickets'],
        daysCheckedIn: Number(row['days']),
      }));
      expect(found.toSorted(byText)).toEqual([...event.tickets].toSorted(byText));
      expect(
        await ask(`SELECT COUNT(*) AS n FROM ${prefix}fooevents_check_in WHERE eid = ${event.productId}`),
      ).toEqual([{ n: event.checkIns }]);
    }
  });

  test('attendees of paid orders without tickets are those of the model', async () => {
    const { store } = made.get(layout) as DemoStoreMade;
    const records = await ask(`
      SELECT r.meta_value AS record FROM (${headers}) h
        JOIN (${orderMeta}) r ON r.order_id = h.id AND r.meta_key = 'WooCommerceEventsOrderTickets'
       WHERE h.status IN ('wc-processing', 'wc-completed', 'wc-validado')
         AND h.id NOT IN (SELECT order_id FROM (${orderMeta}) g WHERE meta_key = 'WooCommerceEventsTicketsGenerated')`);
    const pending = new Map<number, number>();
    for (const { record } of records) {
      for (const event of Object.values(
        unserialize(String(record)) as Record<string, Record<string, TicketRecord>>,
      )) {
        for (const one of Object.values(event)) {
          expect(Object.keys(one)).toHaveLength(21);
          const id = Number(one['WooCommerceEventsProductID']);
          pending.set(id, (pending.get(id) ?? 0) + 1);
        }
      }
    }
    for (const event of expectEvents(store)) {
      expect(pending.get(event.productId) ?? 0).toBe(event.pendingTickets);
    }
  });

  test('an order’s total is its lines, fees and shipping', async () => {
    const totals =
      layout === 'posts'
        ? `SELECT p.ID AS id, CAST(m.meta_value AS DECIMAL(26,8)) AS total FROM ${prefix}posts p JOIN ${prefix}postmeta m ON m.post_id = p.ID AND m.meta_key = '_order_total' WHERE p.post_type = 'shop_order'`
        : `SELECT id, total_amount AS total FROM ${prefix}wc_orders WHERE type = 'shop_order'`;
    const wrong = await ask(`
      SELECT t.id, t.total, s.total AS parts FROM (${totals}) t
        LEFT JOIN (SELECT i.order_id, SUM(CAST(m.meta_value AS DECIMAL(26,8))) AS total
                     FROM ${prefix}woocommerce_order_items i JOIN ${prefix}woocommerce_order_itemmeta m USING (order_item_id)
                    WHERE (i.order_item_type IN ('line_item', 'fee') AND m.meta_key IN ('_line_total', '_line_tax'))
                       OR (i.order_item_type = 'shipping' AND m.meta_key IN ('cost', 'total_tax'))
                    GROUP BY i.order_id) s ON s.order_id = t.id
       WHERE NOT (t.total <=> s.total)`);
    expect(wrong).toEqual([]);
  });

  test('a checkout ticket’s product is in its order', async () => {
    const strangers = await ask(`
      SELECT o.post_id FROM ${prefix}postmeta o
        JOIN ${prefix}postmeta p ON p.post_id = o.post_id AND p.meta_key = 'WooCommerceEventsProductID'
        JOIN (${headers}) h ON h.id = o.meta_value + 0
        LEFT JOIN ${prefix}postmeta c ON c.post_id = o.post_id AND c.meta_key = 'WooCommerceEventsCreateType'
        LEFT JOIN (${lines}) l ON l.order_id = h.id AND l.product = p.meta_value + 0
       WHERE o.meta_key = 'WooCommerceEventsOrderID' AND c.meta_id IS NULL AND l.product IS NULL`);
    expect(strangers).toEqual([]);
  });

  test('names with special characters are stored as they were typed', async () => {
    const names = await ask(
      layout === 'posts'
        ? `SELECT f.meta_value AS first, l.meta_value AS last FROM ${prefix}postmeta f JOIN ${prefix}postmeta l ON l.post_id = f.post_id AND l.meta_key = '_billing_last_name' WHERE f.meta_key = '_billing_first_name'`
        : `SELECT first_name AS first, last_name AS last FROM ${prefix}wc_order_addresses WHERE address_type = 'billing'`,
    );
    const stored = new Set(names.map((row) => JSON.stringify([row['first'] ?? '', row['last'] ?? ''])));
    for (const name of HOSTILE_NAMES.filter(([first]) => first !== '')) {
      expect(stored).toContain(JSON.stringify(name));
    }
  });

  test('the check-in log’s times are shifted from UTC by the site’s offset', async () => {
    const offsets = await ask(
      `SELECT DISTINCT checkin - UNIX_TIMESTAMP(CONVERT_TZ(updated, '+00:00', @@session.time_zone)) + 1 AS seconds FROM ${prefix}fooevents_check_in`,
    );
    // Chile is three hours behind UTC in summer, four in winter.
    expect(new Set(offsets.map((row) => Number(row['seconds'])))).toEqual(new Set([-10_800, -14_400]));
  });
});

type TicketRecord = Readonly<Record<string, unknown>>;

test('a refund deleted in HPOS layout leaves its items behind, in posts layout nothing', async () => {
  const ownerless = (prefix: string, owner: string): string =>
    `SELECT COUNT(*) AS n FROM ${prefix}woocommerce_order_items i WHERE NOT EXISTS (SELECT 1 FROM ${owner} o WHERE o.id = i.order_id)`;
  const [hpos] = await ask(ownerless('hp_', 'hp_wc_orders'));
  expect(Number(hpos?.['n'])).toBeGreaterThan(0);
  expect(await ask(ownerless('po_', 'po_posts'))).toEqual([{ n: 0 }]);
});

function eightDigits(value: string | number | null | undefined): string {
  const text = String(value);
  return text.includes('.') ? text : `${text}.00000000`;
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

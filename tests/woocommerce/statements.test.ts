import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StoreSnapshot } from '../../src/source/source.ts';
import { fromCursor, toCursor } from '../../src/woocommerce/changes/change-cursor.ts';
import { newRotation } from '../../src/woocommerce/changes/post-rotation.ts';
import { selectLists } from '../../src/woocommerce/connect/fallback/select-lists.ts';
import { StoreConnection } from '../../src/woocommerce/connect/store-connection.ts';
import { tablesByAlias } from '../../src/woocommerce/values/latin1/reread-rows.ts';
import type { WooStore } from '../../src/woocommerce/woo-store.ts';
import { freshStoreDatabase, type StoreDatabase } from '../servers/databases.ts';
import { CONCERT, concertStore, OTHER } from './concert-store.ts';
import { countsOf, digestsOf, NEVER, openStore, signalsOf, withSnapshot } from './open-store.ts';
import { ticket, tinyStore } from './tiny-store.ts';

/** Deleted, but still named by a ticket. */
const DELETED = 599;

/**
 * All words allowed in a statement: those that MySQL 5.7, MySQL 8 and MariaDB 10.3 and later read alike. Others (window
 * functions, WITH, LATERAL, RETURNING, INTERSECT, JSON functions, REGEXP_REPLACE …) are missing in one of them or
 * differ; see docs/store-sql.md.
 */
const KEYWORDS =
  words(`AND AS ASC BETWEEN BY CASE CONSISTENT DESC DISTINCT DIV END ESCAPE FALSE FROM GROUP HAVING IN IS ISOLATION JOIN LEFT LEVEL
  LIKE LIMIT NOT NULL ON ONLY OR ORDER READ REGEXP REPEATABLE SELECT SESSION SET SHOW SNAPSHOT START THEN TRANSACTION VARIABLES
  WHEN WHERE WITH DECIMAL UNSIGNED EXISTS NAMES`);
const FUNCTIONS =
  words(`CAST COALESCE CONCAT COUNT CRC32 DATABASE IF INSTR LEFT LENGTH LOWER MAX MD5 MIN NULLIF REPLACE SUBSTRING SUM TRIM
  UTC_TIMESTAMP VERSION`);
/** Our own names and the server's: none is reserved in any server. */
const NAMES = words(`information_schema Variable_name order_id refund_id first_id amount_id
  amount own_amount total_id record_id made_id paid_id local_id completed_id local_completed_id refunded_item product variation
  sql_mode time_zone net_read_timeout
  net_write_timeout wait_timeout autocommit utf8mb4 sql_big_selects sql_select_limit`);
/** Settings of only one kind of server, chosen by the server's version. */
const BRANCHED = words('max_statement_time max_execution_time');

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

describe.each(['hpos', 'posts'] as const)('what is asked of a store with its orders in %s', (layout) => {
  const statements = new Set<string>();
  let database: StoreDatabase;

  beforeAll(async () => {
    database = await freshStoreDatabase();
    await database.exec(concertStore(layout));
    await database.exec(ticket(990, DELETED, { ProductName: 'Gone' }));
    const spies = (['query', 'scan'] as const).map((method) => vi.spyOn(StoreConnection.prototype, method));
    const store = openStore(database.url);
    try {
      await store.identify(NEVER);
      await store.listEventProducts(NEVER);
      for (const [product, variation] of [
        [CONCERT, null],
        [CONCERT, 7],
        [OTHER, null],
        [DELETED, null],
      ] as const) {
        await withSnapshot(store, product, variation, async (snapshot) => {
          const whole = await snapshot.selectWhole(NEVER);
          for await (const page of whole.readPages(null, 2, NEVER)) expect(page.rejects).toEqual([]);
          await readQuickly(snapshot);
          await sweep(snapshot);
          await snapshot.existingOrders([10, 77], NEVER);
          await snapshot.countOrders([10, 40], [900], NEVER);
          await snapshot.countWhole({ wooOrderIds: [], wooTicketIds: [] }, NEVER);
          await countsOf(snapshot).readBasis(NEVER);
          await countsOf(snapshot).countSome(
            new Set([0]),
            [900],
            { wooOrderIds: [], wooTicketIds: [] },
            NEVER,
          );
        });
      }
      await watch(store);
      for (const spy of spies) for (const [sql] of spy.mock.calls) statements.add(sql);
    } finally {
      for (const spy of spies) spy.mockRestore();
      await store.close();
    }
  });
  afterAll(async () => await database.drop());

  it('contains only words that every supported server reads alike', () => {
    expect(statements.size).toBeGreaterThan(25);
    for (const sql of statements) {
      expect([unknownWords(sql), sql]).toEqual([[], sql]);
    }
  });

  it('has no operator, quotation or comment that servers read differently', () => {
    for (const sql of statements) {
      const bare = withoutTexts(sql);
      expect(bare).not.toMatch(/\|\||&&|->|:=|--|#|\/\*|"|<=>/);
      // MySQL has no LIMIT in a subquery of IN, and no statement may page by offset
      expect(bare).not.toMatch(/\bIN \(\s*SELECT\b|\bLIMIT \d+\s*,|\bOFFSET\b/i);
    }
  });

  it('names the one table of each text column that it selects: its character set decides how it is read', () => {
    const columns = [...tinyStore('wp_', layout).matchAll(/\b(\w+) (?:var)?(?:char\(|text|longtext)/g)];
    const texts = new Set(columns.map(([, column]) => column));
    expect(texts.size).toBeGreaterThan(20);
    for (const sql of statements) {
      const tables = tablesByAlias(sql);
      for (const expression of (selectLists(sql) ?? []).flatMap((list) => list.columns)) {
        for (const [, alias = '', column = ''] of withoutTexts(expression).matchAll(/(?:(\w+)\.)?\b(\w+)/g)) {
          if (texts.has(column)) expect([tables.get(alias)?.size, column, sql]).toEqual([1, column, sql]);
        }
      }
    }
  });

  it('reads, and writes nothing', () => {
    for (const sql of statements)
      expect(sql).toMatch(/^\s*(?:SELECT|SHOW|SET NAMES|SET SESSION|START TRANSACTION)\b/);
  });

  it('reads orders from the other storage only to check whether there are any', () => {
    const elsewhere = layout === 'hpos' ? /post_type = 'shop_order/ : /`wp_wc_order/;
    const strayed = [...statements].filter((sql) => elsewhere.test(sql));
    expect(strayed.map((sql) => sql.slice(0, 'SELECT EXISTS'.length))).toEqual(['SELECT EXISTS']);
  });
});

/** Asks twice: the second time everything has moved. */
async function watch(store: WooStore): Promise<void> {
  const events = [
    { key: 'concert', scope: { productId: CONCERT, variationId: null, otherProductIds: [OTHER] } },
  ];
  const kept = await store.openWatch?.(NEVER);
  if (kept === undefined) throw new Error('the store cannot be watched');
  const { cursor } = await kept.ask(null, events, NEVER);
  const marks = fromCursor(cursor);
  const none = { post: 0, postmeta: 0, order: 0, checkIn: 0, action: 0, note: 0 };
  const again = { ...marks, ids: none, seen: {}, late: null, readTo: new Date(0) };
  const moves = await kept.ask(toCursor(again), events, NEVER);
  expect(moves.ofEvents.size).toBe(1);
}

async function readQuickly(snapshot: StoreSnapshot): Promise<void> {
  const signals = signalsOf(snapshot);
  const { ids } = fromCursor((await signals.readCursor(NEVER)).cursor);
  const long = new Date('2020-01-01T00:00:00Z');
  const notedAtUtc = long;
  const rest = { posts: newRotation(long, null), seen: {}, late: null };
  const cursor = toCursor({ readTo: long, ids, nextIds: ids, openActions: [7], notedAtUtc, ...rest });
  const { orderIds, ticketIds } = await signals.findSince(cursor, NEVER);
  expect(orderIds).toContain(10);
  const named = { wooOrderIds: orderIds, ownWooOrderIds: new Set(orderIds) };
  const tickets = await snapshot.newTicketsOf(named, cursor, NEVER);
  expect(tickets).toContain(900);
  expect(new Set(await snapshot.newTicketsOf(named, null, NEVER))).toEqual(new Set(tickets));
  const places = await snapshot.ticketPlaces(ticketIds, NEVER);
  const asked = { wooOrderIds: orderIds, ownWooOrderIds: new Set<number>(), places };
  const some = await snapshot.selectSome(asked, NEVER);
  for await (const page of some.readPages(null, 2, NEVER)) expect(page.rejects).toEqual([]);
}

async function sweep(snapshot: StoreSnapshot): Promise<void> {
  const tables = digestsOf(snapshot);
  const digests = await tables.take(256, null, NEVER);
  expect(digests.length).toBeGreaterThan(3);
  const range = { start: 0, end: 255 };
  await tables.take(16, new Map([['items', [range]]]), NEVER);
  await tables.takeOrders(new Map([[10, [900]]]), NEVER);
  const found = await tables.rowsInRanges({ orders: [range], items: [range], posts: [range] }, NEVER);
  expect(found.orderIds).toContain(10);
}

/** Texts and quoted names do not depend on the dialect. */
function withoutTexts(sql: string): string {
  return sql.replace(/'(?:[^'\\]|\\.)*'|`[^`]*`/g, "''");
}

function unknownWords(sql: string): readonly string[] {
  const unknown: string[] = [];
  for (const match of withoutTexts(sql).matchAll(/(\.?)\b([A-Za-z_]\w*)(\s*\()?/g)) {
    const [, qualified, word = '', call] = match;
    // a column of a table that is named before the dot; a table's alias has one or two letters
    if (qualified === '.' || /^[a-z]{1,2}$/.test(word)) continue;
    if (KEYWORDS.has(word) || NAMES.has(word) || BRANCHED.has(word)) continue;
    if (call !== undefined && FUNCTIONS.has(word)) continue;
    unknown.push(word);
  }
  return unknown;
}

import { createHash } from 'node:crypto';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { FoundStore, OrderFound, OrderMark, StoreState } from '../../ticketing/model/store-identity.ts';
import type { Cell, Row, StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import { cellId, cellText, firstRow, idList } from '../values/cells.ts';
import { DRAFTS } from '../values/drafts.ts';
import { parseLocalTime, parseStoreTime } from '../values/times/store-time.ts';

/** Enough orders that some remain after people delete others, and few enough to read every time. */
const OLDEST = 10;
const NEWEST = 20;
const MOST_IDS = 2000;

/**
 * Posts that keep an id for good. With order tables, WooCommerce reserves order ids with posts of other types.
 */
const TAKES_AN_ID: ReadonlySet<string | null> = new Set([
  'attachment',
  'page',
  'post',
  'product',
  'product_variation',
  'revision',
  'shop_coupon',
  'shop_order_refund',
]);

/** Reads the facts by which the store is recognised, and the state of these orders. */
export async function findStore(
  connection: StoreConnection,
  layout: StoreLayout,
  event: StoreEvent,
  wooOrderIds: readonly number[],
  signal: AbortSignal,
): Promise<FoundStore> {
  const { siteUrl, prefix: tablePrefix } = layout;
  const productCreatedAtUtc = event.createdAtUtc;
  const { state, nextPostId } = await readStoreState(connection, layout, signal);
  const asked = await findOrders(connection, layout, wooOrderIds, signal);
  return { siteUrl, tablePrefix, productCreatedAtUtc, state, nextPostId, asked };
}

/** The extent of the store's data: its oldest and newest orders, and the last ids that were given. */
async function readStoreState(
  connection: StoreConnection,
  layout: StoreLayout,
  signal: AbortSignal,
): Promise<{ readonly state: StoreState; readonly nextPostId: number | null }> {
  const { tables, prefix } = layout;
  const marks = async (order: 'ASC' | 'DESC', limit: number): Promise<readonly OrderMark[]> =>
    await readMarks(connection, layout, `${order} LIMIT ${limit}`, signal);
  const [oldest, newest, posts, next, actions, checkIns] = await Promise.all([
    marks('ASC', OLDEST),
    marks('DESC', NEWEST),
    connection.query(`SELECT COALESCE(MAX(p.ID), 0) FROM ${tables.posts} p`, signal),
    connection.query(
      `SELECT t.AUTO_INCREMENT FROM information_schema.TABLES t
       WHERE t.TABLE_SCHEMA = DATABASE() AND t.TABLE_NAME = '${prefix}posts'`,
      signal,
    ),
    layout.hasActions
      ? connection.query(`SELECT COALESCE(MAX(a.action_id), 0) FROM ${tables.actions} a`, signal)
      : null,
    layout.hasCheckIns
      ? connection.query(`SELECT COALESCE(MAX(c.id), 0) FROM ${tables.checkIns} c`, signal)
      : null,
  ]);
  const nextPostId = next[0]?.[0] ?? null;
  return {
    state: {
      layout: layout.orders,
      oldest,
      newest,
      greatestPostId: cellId(firstRow(posts)[0]),
      greatestActionId: actions === null ? null : cellId(firstRow(actions)[0]),
      greatestCheckInId: checkIns === null ? null : cellId(firstRow(checkIns)[0]),
    },
    nextPostId: nextPostId === null ? null : cellId(nextPostId),
  };
}

/** What these ids are used for in the store; unused ones are left out. */
async function findOrders(
  connection: StoreConnection,
  layout: StoreLayout,
  wooOrderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, OrderFound>> {
  const found = new Map<number, OrderFound>();
  for (let at = 0; at < wooOrderIds.length; at += MOST_IDS) {
    const ids = wooOrderIds.slice(at, at + MOST_IDS);
    const orders =
      layout.orders === 'hpos'
        ? await tableOrders(connection, layout, ids, signal)
        : await postOrders(connection, layout, ids, signal);
    for (const [id, order] of orders) found.set(id, order);
    const others = ids.filter((id) => !found.has(id));
    const types = await connection.query(
      `SELECT p.ID, p.post_type FROM ${layout.tables.posts} p WHERE p.ID IN (${idList(others)})`,
      signal,
    );
    for (const [id, type] of types) {
      const postType = cellText(type);
      if (TAKES_AN_ID.has(postType) || postType === layout.tables.tickets.postType)
        found.set(cellId(id), { as: 'taken' });
    }
  }
  return found;
}

/** The number of orders in the store, and the time of the last change. */
export async function readOrderFigures(
  connection: StoreConnection,
  { tables, orders, timezone }: StoreLayout,
  signal: AbortSignal,
): Promise<{ readonly orders: number; readonly newestChangeAtUtc: Date | null }> {
  const [count, gmt, local] = firstRow(
    await connection.query(
      orders === 'hpos'
        ? `SELECT COUNT(*), MAX(o.date_updated_gmt), NULL FROM ${tables.orders} o
           WHERE o.type = 'shop_order' AND COALESCE(o.status, '') NOT IN (${DRAFTS})`
        : `SELECT COUNT(*), MAX(p.post_modified_gmt), MAX(p.post_modified) FROM ${tables.posts} p
           WHERE p.post_type = 'shop_order' AND p.post_status NOT IN (${DRAFTS})`,
      signal,
    ),
  );
  const newestChangeAtUtc = timeOfPost(gmt, local, timezone);
  return { orders: cellId(count), newestChangeAtUtc };
}

async function readMarks(
  connection: StoreConnection,
  { tables, orders }: StoreLayout,
  ordered: string,
  signal: AbortSignal,
): Promise<readonly OrderMark[]> {
  const ids = await connection.query(
    orders === 'hpos'
      ? `SELECT o.id FROM ${tables.orders} o
         WHERE o.type = 'shop_order' AND COALESCE(o.status, '') NOT IN (${DRAFTS}) ORDER BY o.id ${ordered}`
      : `SELECT p.ID FROM ${tables.posts} p
         WHERE p.post_type = 'shop_order' AND p.post_status NOT IN (${DRAFTS}) ORDER BY p.ID ${ordered}`,
    signal,
  );
  const list = idList(ids.map(([id]) => cellId(id)));
  const keys = keysOf(
    await connection.query(
      orders === 'hpos'
        ? `SELECT d.order_id, d.order_key FROM ${tables.orderOperationalData} d WHERE d.order_id IN (${list})`
        : `SELECT m.post_id, m.meta_value FROM ${tables.postmeta} m
           WHERE m.post_id IN (${list}) AND m.meta_key = '_order_key'`,
      signal,
    ),
  );
  return ids.map(([cell]) => {
    const wooOrderId = cellId(cell);
    return { wooOrderId, keyDigest: keys.get(wooOrderId) ?? null };
  });
}

async function tableOrders(
  connection: StoreConnection,
  { tables }: StoreLayout,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, OrderFound>> {
  const rows = await connection.query(
    `SELECT o.id, d.order_key, o.date_updated_gmt, o.type FROM ${tables.orders} o
     LEFT JOIN ${tables.orderOperationalData} d ON d.order_id = o.id
     WHERE o.id IN (${idList(ids)}) AND o.type IN ('shop_order', 'shop_order_refund')`,
    signal,
  );
  const keys = keysOf(rows);
  return new Map(
    rows.map(([id, , updated, type]) => [
      cellId(id),
      cellText(type) === 'shop_order'
        ? {
            as: 'order',
            keyDigest: keys.get(cellId(id)) ?? null,
            modifiedAtUtc: parseStoreTime(cellText(updated)),
          }
        : { as: 'taken' },
    ]),
  );
}

async function postOrders(
  connection: StoreConnection,
  { tables, timezone }: StoreLayout,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, OrderFound>> {
  const [rows, metas] = await Promise.all([
    connection.query(
      `SELECT p.ID, p.post_modified_gmt, p.post_modified FROM ${tables.posts} p
       WHERE p.ID IN (${idList(ids)}) AND p.post_type = 'shop_order'`,
      signal,
    ),
    connection.query(
      `SELECT m.post_id, m.meta_value FROM ${tables.postmeta} m
       WHERE m.post_id IN (${idList(ids)}) AND m.meta_key = '_order_key'`,
      signal,
    ),
  ]);
  const keys = keysOf(metas);
  return new Map(
    rows.map(([id, gmt, local]) => [
      cellId(id),
      {
        as: 'order',
        keyDigest: keys.get(cellId(id)) ?? null,
        modifiedAtUtc: timeOfPost(gmt, local, timezone),
      },
    ]),
  );
}

/**
 * After an import that lost the primary key, rows may be duplicates. Then the same key must always be chosen.
 */
function keysOf(rows: readonly Row[]): ReadonlyMap<number, string> {
  const keys = new Map<number, string>();
  for (const [id, cell] of rows) {
    const key = cellText(cell);
    if (key === null || key === '') continue;
    const digest = createHash('sha256').update(key).digest('hex');
    const other = keys.get(cellId(id));
    if (other === undefined || digest < other) keys.set(cellId(id), digest);
  }
  return keys;
}

/** The UTC time, or else the converted local time. An unreadable time counts as none. */
function timeOfPost(gmt: Cell | undefined, local: Cell | undefined, timezone: string): Date | null {
  return parseStoreTime(cellText(gmt)) ?? parseLocalTime(cellText(local), timezone);
}

import type { FoundRows } from '../../source/source.ts';
import { soldAs } from '../read/membership/members.ts';
import { cellId, cellText, firstRow, isMetaIdIn } from '../values/cells.ts';
import { DRAFTS } from '../values/drafts.ts';
import type { SignalIds, StoreMarks } from './change-cursor.ts';
import type { ChangeScope } from './changes.ts';
import { AGAIN_S, previousSecondsOf, secondsOf } from './seen-signals.ts';

/** How far below the newest id a late commit may be: as many ids as other writes took in the meantime. */
export const LATE_IDS = 1000;

export const NO_LATE_ROWS: FoundRows = { orderIds: [], ticketIds: [] };

/** All orders and tickets, of any event, where late rows are searched. */
export interface LateWindow {
  /** Which they are. */
  readonly digest: string;
  /** When this reading or an earlier one first found just these. @unit seconds since 1970 */
  readonly sinceS: number;
}

interface LateRows {
  readonly rows: FoundRows;
  readonly window: LateWindow;
}

/**
 * The event's orders and tickets a little below the ids that were the newest at the marks. An id is given when a row is
 * written, and becomes visible to others when it is committed, which may be in another order. While no row has appeared
 * there up to a while before the previous reading, nothing is searched.
 */
export async function findLateRows(
  scope: ChangeScope,
  { ids, late, posts }: Pick<StoreMarks, 'ids' | 'late' | 'posts'>,
  signal: AbortSignal,
): Promise<LateRows> {
  const digest = await digestOfWindow(scope, ids, signal);
  const takenS = secondsOf(scope.takenAtUtc);
  const previousS = previousSecondsOf(posts.walkedAtUtc, scope.takenAtUtc);
  const sinceS = late?.digest === digest ? Math.min(late.sinceS, takenS) : takenS;
  const window = { digest, sinceS };
  // What belongs to a row may be written after it.
  const rows = previousS - sinceS < AGAIN_S ? await searchWindow(scope, ids, signal) : NO_LATE_ROWS;
  return { rows, window };
}

async function digestOfWindow(
  { connection, layout }: ChangeScope,
  ids: SignalIds,
  signal: AbortSignal,
): Promise<string> {
  const { tables } = layout;
  const count = async (column: string, from: string, newest: number, condition: string): Promise<string> => {
    const rows = await connection.query(
      `SELECT COUNT(*), SUM(${column}), SUM(CRC32(${column})) FROM ${from} WHERE ${isLate(column, newest)} AND ${condition}`,
      signal,
    );
    return firstRow(rows).map(cellText).join(' ');
  };
  const parts = await Promise.all([
    count('p.ID', `${tables.posts} p`, ids.post, `p.post_type = '${tables.tickets.postType}'`),
    layout.orders === 'hpos'
      ? count('o.id', `${tables.orders} o`, ids.order, IS_TABLE_ORDER)
      : count('o.ID', `${tables.posts} o`, ids.post, IS_POST_ORDER),
  ]);
  return [ids.post, ids.order, ...parts].join(' ');
}

const IS_TABLE_ORDER = `o.type = 'shop_order' AND COALESCE(o.status, '') NOT IN (${DRAFTS})`;
const IS_POST_ORDER = `o.post_type = 'shop_order' AND o.post_status NOT IN (${DRAFTS})`;

function isLate(column: string, newest: number): string {
  return `${column} BETWEEN ${Math.max(0, newest - LATE_IDS)} AND ${newest}`;
}

async function searchWindow(
  { connection, layout, event }: ChangeScope,
  ids: SignalIds,
  signal: AbortSignal,
): Promise<FoundRows> {
  const { tables } = layout;
  const lateOrders =
    layout.orders === 'hpos'
      ? `SELECT o.id FROM ${tables.orders} o
         WHERE ${isLate('o.id', ids.order)} AND ${IS_TABLE_ORDER}`
      : `SELECT o.ID AS id FROM ${tables.posts} o
         WHERE ${isLate('o.ID', ids.post)} AND ${IS_POST_ORDER}`;
  const line = soldAs(event, { productId: '_product_id', variationId: '_variation_id' });
  const ticket = soldAs(event, tables.tickets.ticket);
  const [orders, tickets] = await Promise.all([
    connection.query(
      `SELECT DISTINCT l.id FROM (${lateOrders}) l
       JOIN ${tables.orderItems} i ON i.order_id = l.id AND i.order_item_type = 'line_item'
       JOIN ${tables.orderItemmeta} m ON m.order_item_id = i.order_item_id
       WHERE m.meta_key = '${line.key}' AND ${isMetaIdIn('m.meta_value', line.ids)}`,
      signal,
    ),
    connection.query(
      `SELECT DISTINCT p.ID FROM ${tables.posts} p
       JOIN ${tables.postmeta} m ON m.post_id = p.ID
       WHERE ${isLate('p.ID', ids.post)} AND p.post_type = '${tables.tickets.postType}'
         AND m.meta_key = '${ticket.key}' AND ${isMetaIdIn('m.meta_value', ticket.ids)}`,
      signal,
    ),
  ]);
  return {
    orderIds: orders.map(([order]) => cellId(order)),
    ticketIds: tickets.map(([post]) => cellId(post)),
  };
}

import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import { cellId, cellText, idList } from '../values/cells.ts';
import type { StoreMarks } from './change-cursor.ts';
import type { NamedRows } from './seen-signals.ts';

/** WooCommerce keeps finished actions for about a month. */
const KEPT_MS = 20 * 24 * 3600 * 1000;
const OPEN = `a.status IN ('pending', 'in-progress')`;
const HOOK = `a.hook = 'wc-admin_import_orders'`;

/** WooCommerce's queue of actions. */
interface QueuedOrders {
  /** The ids of actions that are not finished. */
  readonly open: readonly number[];
  /** False if this store does not queue actions, or has deleted some since the last reading. */
  readonly isComplete: boolean;
}

const NONE: QueuedOrders = { open: [], isComplete: true };

/**
 * Adds changed orders where orders are posts: most edits move no time of the order, but WooCommerce queues an action
 * for its analytics and writes a note. A second change of an order joins an action that still waits, so a waiting
 * action is read again until it has finished.
 */
export async function readQueuedOrders(
  connection: StoreConnection,
  layout: StoreLayout,
  since: StoreMarks,
  rows: NamedRows,
  takenAtUtc: Date,
  signal: AbortSignal,
): Promise<QueuedOrders> {
  if (layout.orders === 'hpos') return NONE;
  if (!layout.hasActions) return { ...NONE, isComplete: false };
  const { tables } = layout;
  const [taken, open, notes, any] = await Promise.all([
    connection.query(
      `SELECT a.action_id, a.args, a.status FROM ${tables.actions} a
       WHERE ${HOOK} AND (a.action_id > ${since.ids.action} OR a.action_id IN (${idList(since.openActions)}))`,
      signal,
    ),
    connection.query(`SELECT a.action_id, a.args FROM ${tables.actions} a WHERE ${HOOK} AND ${OPEN}`, signal),
    connection.query(
      `SELECT c.comment_ID, c.comment_post_ID FROM ${tables.comments} c
       WHERE c.comment_type = 'order_note' AND c.comment_ID > ${since.ids.note}`,
      signal,
    ),
    connection.query(`SELECT 1 FROM ${tables.actions} a WHERE ${HOOK} LIMIT 1`, signal),
  ]);
  for (const [id, args, status] of taken) {
    // The end of the wait is a signal of its own.
    const name = `action ${cellId(id)} ${cellText(status)}`;
    for (const orderId of orderOf(cellText(args))) rows.note(name, 'order', orderId);
  }
  for (const [, args] of open) for (const orderId of orderOf(cellText(args))) rows.orders.add(orderId);
  for (const [id, orderId] of notes) rows.note(`note ${cellId(id)}`, 'order', cellId(orderId));
  return {
    open: open.map(([id]) => cellId(id)),
    // If the last reading stored no action id, the queue was off at that time and recorded no change.
    isComplete:
      since.ids.action > 0 && any.length > 0 && takenAtUtc.getTime() - since.notedAtUtc.getTime() < KEPT_MS,
  };
}

export async function readOpenActions(
  connection: StoreConnection,
  layout: StoreLayout,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (layout.orders === 'hpos' || !layout.hasActions) return [];
  const rows = await connection.query(
    `SELECT a.action_id FROM ${layout.tables.actions} a WHERE ${HOOK} AND ${OPEN}`,
    signal,
  );
  return rows.map(([id]) => cellId(id));
}

/**
 * The arguments of an action are text such as `[174256]`. Only long arguments are stored elsewhere, and a
 * single number is short.
 */
function orderOf(args: string | null): readonly number[] {
  const [, id] = /^\[(\d{1,15})\]$/.exec(args ?? '') ?? [];
  return id === undefined ? [] : [Number(id)];
}

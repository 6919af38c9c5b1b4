import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import { cellId, cellText, idList } from '../values/cells.ts';
import type { StoreMarks } from './change-cursor.ts';

/** WooCommerce keeps finished actions for about a month. */
const KEPT_MS = 20 * 24 * 3600 * 1000;
const OPEN = `a.status IN ('pending', 'in-progress')`;
const HOOK = `a.hook = 'wc-admin_import_orders'`;

/** Orders that WooCommerce's own follow-up work names. */
interface QueuedOrders {
  readonly orderIds: readonly number[];
  /** Actions that are not finished. */
  readonly open: readonly number[];
  /** false: this store does not queue them, or has thrown some away since. */
  readonly isComplete: boolean;
}

const NONE: QueuedOrders = { orderIds: [], open: [], isComplete: true };

/**
 * Where orders are posts, most edits move no time of theirs; but WooCommerce queues an action for its analytics,
 * and writes a note. A second change of an order joins an action that still waits, so each of those is taken
 * again until it was seen finished.
 */
export async function readQueuedOrders(
  connection: StoreConnection,
  layout: StoreLayout,
  since: StoreMarks,
  takenAtUtc: Date,
  signal: AbortSignal,
): Promise<QueuedOrders> {
  if (layout.orders === 'hpos') return NONE;
  if (!layout.hasActions) return { ...NONE, isComplete: false };
  const { tables } = layout;
  const [taken, open, notes, any] = await Promise.all([
    connection.query(
      `SELECT a.action_id, a.args FROM ${tables.actions} a
       WHERE ${HOOK} AND (a.action_id > ${since.ids.action} OR a.action_id IN (${idList(since.openActions)}))`,
      signal,
    ),
    connection.query(`SELECT a.action_id, a.args FROM ${tables.actions} a WHERE ${HOOK} AND ${OPEN}`, signal),
    connection.query(
      `SELECT c.comment_post_ID FROM ${tables.comments} c
       WHERE c.comment_type = 'order_note' AND c.comment_ID > ${since.ids.note}`,
      signal,
    ),
    connection.query(`SELECT 1 FROM ${tables.actions} a WHERE ${HOOK} LIMIT 1`, signal),
  ]);
  const orderIds = [...taken, ...open].flatMap(([, args]) => orderOf(cellText(args)));
  return {
    orderIds: [...orderIds, ...notes.map(([id]) => cellId(id))],
    open: open.map(([id]) => cellId(id)),
    // Nothing of the queue was known at the marks: it recorded no change before it was switched on.
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

/** `[174256]`; long arguments are kept elsewhere, which one number never is. */
function orderOf(args: string | null): readonly number[] {
  const [, id] = /^\[(\d{1,15})\]$/.exec(args ?? '') ?? [];
  return id === undefined ? [] : [Number(id)];
}

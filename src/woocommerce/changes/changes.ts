import { type EventScope, productsOf } from '../../ticketing/membership.ts';
import type { StoreConnection } from '../connect/store-connection.ts';
import type { StoreLayout } from '../schema/layout.ts';
import { cellId, cellText, firstRow, textList } from '../values/cells.ts';
import { parseStoreTime } from '../values/times/store-time.ts';
import { readOpenActions, readQueuedOrders } from './action-queue.ts';
import type { FoundChanges, SignalIds, StoreMarks } from './change-cursor.ts';
import { findLateRows, NO_LATE_ROWS } from './late-rows.ts';
import { duePartsOf, walksOf } from './post-rotation.ts';
import { NamedRows } from './seen-signals.ts';

/** Where changes are searched, and the time after which a date counts as wrong. */
export interface ChangeScope {
  readonly connection: StoreConnection;
  readonly layout: StoreLayout;
  readonly event: EventScope;
  readonly takenAtUtc: Date;
}

/**
 * Finds the changes in the store's signals since the last reading. Times have a resolution of a second and do
 * not show every change; docs/decisions/0005-three-depths.md lists what each signal misses.
 */
export async function findChanges(
  scope: ChangeScope,
  since: StoreMarks,
  signal: AbortSignal,
): Promise<FoundChanges> {
  const { connection, layout } = scope;
  const found = new Found(scope.takenAtUtc, since);
  const walked = duePartsOf(since.posts, scope.takenAtUtc);
  const [signalIds, queued, late] = await Promise.all([
    readSignalIds(scope, signal),
    readQueuedOrders(connection, layout, since, found.rows, scope.takenAtUtc, signal),
    findLateRows(scope, since, signal),
    layout.orders === 'hpos' ? scanOrders(scope, since, found, signal) : null,
    scanPosts(scope, since, walked, found, signal),
    scanOrderMetas(scope, since.ids.postmeta, found, signal),
    scanCheckIns(scope, since.ids.checkIn, found, signal),
  ]);
  return {
    orderIds: [...found.rows.orders].sort((a, b) => a - b),
    ticketIds: [...found.rows.tickets].sort((a, b) => a - b),
    lateRows: late.rows,
    late: late.window,
    newestChangeAtUtc: found.newestAtUtc,
    signalIds,
    openActions: queued.open,
    walked,
    seen: found.rows.seen,
    isComplete:
      queued.isComplete && signalTablesOf(layout).every((table) => !layout.tables.withoutKey.has(table)),
  };
}

/** The tables whose new rows are found by their ids. */
function signalTablesOf({ orders, tables }: StoreLayout): readonly string[] {
  const { posts, postmeta, checkIns } = tables;
  return [
    posts,
    postmeta,
    checkIns,
    ...(orders === 'hpos' ? [tables.orders] : [tables.actions, tables.comments]),
  ];
}

/** The present position in the change signals, for the first quick reading after a full one. */
export async function readChangeSignals(scope: ChangeScope, signal: AbortSignal): Promise<FoundChanges> {
  const { connection, layout, takenAtUtc } = scope;
  const { tables } = layout;
  const [signalIds, openActions, newest] = await Promise.all([
    readSignalIds(scope, signal),
    readOpenActions(connection, layout, signal),
    connection.query(
      layout.orders === 'hpos'
        ? `SELECT MAX(o.date_updated_gmt) FROM ${tables.orders} o
           WHERE o.date_updated_gmt <= ${sqlTime(takenAtUtc)}`
        : `SELECT MAX(p.post_modified_gmt) FROM ${tables.posts} p
           WHERE p.post_type IN ('shop_order', '${tables.tickets.postType}')
             AND p.post_modified_gmt <= ${sqlTime(takenAtUtc)}`,
      signal,
    ),
  ]);
  return {
    orderIds: [],
    ticketIds: [],
    lateRows: NO_LATE_ROWS,
    late: null,
    newestChangeAtUtc: parseStoreTime(cellText(firstRow(newest)[0])),
    signalIds,
    openActions,
    walked: [],
    seen: {},
    isComplete: true,
  };
}

class Found {
  readonly rows: NamedRows;
  newestAtUtc: Date | null = null;
  readonly #takenAtUtc: Date;

  constructor(takenAtUtc: Date, { seen, posts }: Pick<StoreMarks, 'seen' | 'posts'>) {
    this.#takenAtUtc = takenAtUtc;
    this.rows = new NamedRows(seen, posts.walkedAtUtc, takenAtUtc);
  }

  /** Ignores a time in the future, which is a mistake and would hide later changes. */
  noteTime(gmt: string | null): void {
    const at = parseStoreTime(gmt);
    if (at === null || at > this.#takenAtUtc) return;
    if (this.newestAtUtc === null || at > this.newestAtUtc) this.newestAtUtc = at;
  }
}

/**
 * Finds orders by their time of change, and new ids with any time, because an import or a person may give an
 * order an old date.
 */
async function scanOrders(
  { connection, layout: { tables } }: ChangeScope,
  { readTo, ids }: StoreMarks,
  found: Found,
  signal: AbortSignal,
): Promise<void> {
  // One statement for each index. With both conditions in one statement, a server scans the whole table.
  for (const isNew of [`o.date_updated_gmt >= ${sqlTime(readTo)}`, `o.id > ${ids.order}`]) {
    await connection.scan(
      `SELECT o.id, IF(o.type = 'shop_order', o.id, COALESCE(o.parent_order_id, 0)), o.date_updated_gmt
       FROM ${tables.orders} o WHERE ${isNew} AND o.type IN ('shop_order', 'shop_order_refund')`,
      ([id, orderId, updated]) => {
        const gmt = cellText(updated);
        found.rows.note(`order ${cellId(id)} ${gmt}`, 'order', cellId(orderId));
        found.noteTime(gmt);
      },
      signal,
    );
  }
}

/**
 * Finds orders by new metas of the ticket plugin, or of a plugin that numbers orders. Both write some metas
 * without WooCommerce, so that no time is updated. An updated row gives no signal.
 */
async function scanOrderMetas(
  { connection, layout }: ChangeScope,
  after: number,
  found: Found,
  signal: AbortSignal,
): Promise<void> {
  const { tickets, orderNumberMetas } = layout.tables;
  await connection.scan(
    `SELECT m.meta_id, m.post_id FROM ${layout.tables.postmeta} m
     WHERE m.meta_id > ${after}
       AND m.meta_key IN (${textList([...tickets.order.changeSignals, ...orderNumberMetas])})`,
    ([id, orderId]) => found.rows.note(`meta ${cellId(id)}`, 'order', cellId(orderId)),
    signal,
  );
}

/**
 * Finds new posts, and changed ones among the newest posts and some parts of the others. The cheapest condition that
 * excludes most posts comes first, because a server need not reorder conditions, and MariaDB does not.
 */
async function scanPosts(
  { connection, layout }: ChangeScope,
  { readTo, ids, posts }: StoreMarks,
  parts: readonly number[],
  found: Found,
  signal: AbortSignal,
): Promise<void> {
  const ticketType = layout.tables.tickets.postType;
  const types =
    layout.orders === 'hpos'
      ? `= '${ticketType}'`
      : `IN ('${ticketType}', 'shop_order', 'shop_order_refund')`;
  const [newest, others] = walksOf(posts, parts, ids.post, readTo);
  for (const [{ where, readTo: from }, orNew] of [
    [newest, ` OR p.ID > ${ids.post}`],
    [others, ''],
  ] as const) {
    await connection.scan(
      `SELECT p.ID, p.post_type, p.post_parent, p.post_modified_gmt FROM ${layout.tables.posts} p
       WHERE (p.post_modified_gmt >= ${sqlTime(from)}${orNew}) AND ${where} AND p.post_type ${types}`,
      ([postId, type, parent, modified]) => {
        const gmt = cellText(modified);
        const id = cellId(postId);
        const name = `post ${id} ${gmt}`;
        if (type === ticketType) found.rows.note(name, 'ticket', id);
        else found.rows.note(name, 'order', type === 'shop_order' ? id : cellId(parent));
        found.noteTime(gmt);
      },
      signal,
    );
  }
}

async function scanCheckIns(
  { connection, layout, event }: ChangeScope,
  after: number,
  found: Found,
  signal: AbortSignal,
): Promise<void> {
  const { log } = layout.tables.tickets;
  if (!layout.hasCheckIns || log === null) return;
  const products = new Set(productsOf(event));
  await connection.scan(
    `SELECT c.id, c.${log.ticket}, c.${log.product} FROM ${layout.tables.checkIns} c WHERE c.id > ${after}`,
    ([id, ticket, product]) => {
      if (products.has(cellId(product))) found.rows.note(`check-in ${cellId(id)}`, 'ticket', cellId(ticket));
    },
    signal,
  );
}

async function readSignalIds({ connection, layout }: ChangeScope, signal: AbortSignal): Promise<SignalIds> {
  const { tables, hasCheckIns, hasActions } = layout;
  const newest = (column: string, table: string, there: boolean): string =>
    there ? `(SELECT COALESCE(MAX(t.${column}), 0) FROM ${table} t)` : '0';
  const rows = await connection.query(
    `SELECT ${newest('ID', tables.posts, true)}, ${newest('meta_id', tables.postmeta, true)},
       ${newest('id', tables.orders, layout.orders === 'hpos')}, ${newest('id', tables.checkIns, hasCheckIns)},
       ${newest('action_id', tables.actions, hasActions)}, ${newest('comment_ID', tables.comments, hasActions)}`,
    signal,
  );
  const [post = 0, postmeta = 0, order = 0, checkIn = 0, action = 0, note = 0] = firstRow(rows).map((cell) =>
    cellId(cell),
  );
  return { post, postmeta, order, checkIn, action, note };
}

/** A time as a number, which these servers compare with a column of times without quoting. */
function sqlTime(at: Date): string {
  return at.toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace(/\D/g, '');
}

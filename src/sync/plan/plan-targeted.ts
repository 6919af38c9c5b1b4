import { ordersLackingTickets, ownOrders } from '../../backend/loader/existing-ids.ts';
import { listOpenRejects } from '../../backend/readings/reject-records.ts';
import { AppError } from '../../kernel/errors.ts';
import type { ChangeCursor } from '../../source/source.ts';
import { SIGNAL_TRIGGERS } from '../../vocabulary/configurations.ts';
import type { Targets } from '../../vocabulary/depths.ts';
import type { EventSync } from '../model/event-sync.ts';
import { productChanges } from '../model/product-marks.ts';
import { noteAsked, type ReadingPlan } from './plan-whole.ts';
import { type RelatedRows, relatedRows } from './related-rows.ts';

/**
 * Plans to read named orders and tickets, with all that relates to them. The next reading of the event continues where
 * the last one ended, as if these rows had not been read, and reads them again.
 *
 * @param isUnfinished a reading of the whole event was interrupted
 */
export async function planTargeted(
  sync: EventSync,
  targets: Targets,
  isUnfinished: boolean,
  signal: AbortSignal,
): Promise<ReadingPlan> {
  const { execution, last, rulesDigest, note, snapshot } = sync;
  if (isUnfinished || last === null || last.rulesDigest !== rulesDigest) {
    await note('warn', 'the whole event must be read as well: only these orders are read now', {
      reason: isUnfinished ? 'unfinished' : last === null ? 'never-read' : 'settings-changed',
    });
  }
  const asked = await findTargets(sync, targets, !SIGNAL_TRIGGERS.includes(execution.trigger), signal);
  await noteAsked(sync, asked);
  const rejectedOrderIds = await findRejectedTargets(sync, targets);
  return {
    depth: 'targeted',
    isPartial: false,
    showsCost: false,
    selection: await snapshot.selectSome(asked, signal),
    continued: null,
    asked,
    targets: {
      ...targets,
      ownOrderIds: asked.ownWooOrderIds,
      rejectedOrderIds,
    },
    cursor: null,
    namesEveryChange: null,
    newestChangeAtUtc: null,
    digests: async () => null,
    settled: async () => undefined,
  };
}

/** The named orders that could not be read before: they are known, even if they are not here. */
export async function findRejectedTargets(
  { db, configuration }: Pick<EventSync, 'db' | 'configuration'>,
  { orderIds }: Targets,
): Promise<ReadonlySet<number>> {
  const rejected = await listOpenRejects(db, configuration.id);
  const unread = new Set(
    rejected.map(({ kind, wooId, wooOrderId }) => (kind === 'order' ? wooId : wooOrderId)),
  );
  return new Set(orderIds.filter((id) => unread.has(id)));
}

/** What a search for targets needs of an event; a preview has no more. */
export type TargetSearch = Pick<EventSync, 'db' | 'snapshot' | 'configuration' | 'last' | 'productMarks'> & {
  readonly event: Pick<EventSync['event'], 'id'>;
};

/**
 * The targets, and all orders and tickets that are linked to them here and in the store. Their tickets are searched among
 * those that are newer than the last reading.
 *
 * @param searchesAll a person names an order because something of it is missing here, perhaps an old ticket: if it has
 *   fewer tickets than it sold, they are searched in the whole store, which takes longer than everything else
 */
export async function findTargets(
  search: TargetSearch,
  targets: Targets,
  searchesAll: boolean,
  signal: AbortSignal,
): Promise<RelatedRows> {
  const { db, snapshot, event } = search;
  const related = await linkedRows(search, targets, searchesAll, signal);
  if (!searchesAll) return related;
  const lacking = await ordersLackingTickets(db, event.id, targets.orderIds, related.places);
  if (lacking.length === 0) return related;
  const asked = { wooOrderIds: lacking, ownWooOrderIds: new Set<number>() };
  const old = await snapshot.newTicketsOf(asked, null, signal);
  return await linkedRows(
    search,
    { ...targets, ticketIds: [...targets.ticketIds, ...old] },
    searchesAll,
    signal,
  );
}

async function linkedRows(
  search: TargetSearch,
  targets: Targets,
  searchesAll: boolean,
  signal: AbortSignal,
): Promise<RelatedRows> {
  const { db, snapshot, event } = search;
  const searched = new Set<number>();
  let from: Targets = targets;
  for (;;) {
    const others = from.orderIds.filter((id) => !searched.has(id));
    for (const id of others) searched.add(id);
    const found = await ticketsOf(search, others, searchesAll, signal);
    const tickets = new Set([...from.ticketIds, ...found]);
    const related = await relatedRows(db, snapshot, event.id, { ...from, ticketIds: [...tickets] }, signal);
    if (related.wooOrderIds.every((id) => searched.has(id))) return related;
    from = { orderIds: related.wooOrderIds, ticketIds: related.wooTicketIds };
  }
}

/**
 * The position up to which the backend has all tickets of its orders; null if it does not have them, because the
 * event was never read as a whole, or not with all of its products.
 */
function positionOf({ last, productMarks }: TargetSearch): ChangeCursor | null {
  if (last === null || productChanges(last.productMarks, productMarks).read.length > 0) return null;
  return last.cursor;
}

/** The tickets of these orders that the backend may not have: new ones, and those that could not be read before. */
async function ticketsOf(
  search: TargetSearch,
  orderIds: readonly number[],
  searchesAll: boolean,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (orderIds.length === 0) return [];
  const { db, snapshot, event, configuration } = search;
  const own = new Set(searchesAll ? await ownOrders(db, event.id, orderIds) : orderIds);
  const asked = { wooOrderIds: orderIds, ownWooOrderIds: own };
  const position = searchesAll ? positionOf(search) : (search.last?.cursor ?? null);
  const posts = await snapshot.newTicketsOf(asked, position, signal);
  const named = new Set(orderIds);
  const rejected = (await listOpenRejects(db, configuration.id)).filter(
    ({ kind, wooOrderId }) => kind === 'ticket' && wooOrderId !== null && named.has(wooOrderId),
  );
  return [...posts, ...rejected.map(({ wooId }) => wooId)];
}

/** How many ids a sentence names. */
const MOST_NAMED = 10;

/**
 * The named orders that the event neither has nor ever had.
 *
 * @param ownOrderIds orders that ever belonged to the event
 * @param seen orders that were read of it
 */
export function ordersNotOfEvent(
  { orderIds }: Targets,
  ownOrderIds: ReadonlySet<number>,
  seen: Iterable<number>,
): readonly number[] {
  const met = new Set([...ownOrderIds, ...seen]);
  return orderIds.filter((id) => !met.has(id));
}

/**
 * The same for orders that a person named.
 *
 * @throws missing `execution.orders-not-of-event` if the event has none of the named rows
 */
export function requireTargets(
  targets: Targets,
  ownOrderIds: ReadonlySet<number>,
  seen: Iterable<number>,
): readonly number[] {
  const { orderIds, ticketIds } = targets;
  const others = ordersNotOfEvent(targets, ownOrderIds, seen);
  if (others.length === 0 || others.length < orderIds.length || ticketIds.length > 0) return others;
  const which = others.length === 1 ? 'order' : 'the orders';
  const named = others.slice(0, MOST_NAMED).join(', ');
  const more = others.length > MOST_NAMED ? ' …' : '';
  throw new AppError({
    code: 'execution.orders-not-of-event',
    message: `The store has nothing of this event under ${which} ${named}${more}.`,
    details: { orderIds: others },
  });
}

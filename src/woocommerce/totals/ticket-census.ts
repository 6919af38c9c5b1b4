import { cellId, cellText, idList } from '../values/cells.ts';
import { lowerBound, NumberColumn, placeOf } from '../values/number-column.ts';
import { type CountScope, countedProducts } from './scope.ts';

/** Ticket posts of the event in columns, one place a post: what the proof counts of them. */
export interface TicketCensus {
  /** Ascending. */
  readonly ids: Float64Array;
  /** 0: the ticket names no order. */
  readonly orderIds: Float64Array;
  readonly postStatuses: readonly string[];
  readonly statuses: readonly string[];
  readonly daysCheckedIn: Uint16Array;
  /** 1: made by the checkout; 0: imported. */
  readonly fromCheckout: Uint8Array;
  /** How many of them name this order. */
  ofOrder(orderId: number): number;
}

/** From this many tickets on, walking the whole key is quicker than looking each up. */
const WALK_FROM = 5000;

/**
 * Counts the event's tickets for the proof: one walk along each meta key, joined and evaluated here by post. Where a post
 * has a key twice the row with the lower id counts, so every walk asks for it.
 *
 * @param only these posts; null: all
 */
export async function takeTicketCensus(
  scope: CountScope,
  only: readonly number[] | null,
  signal: AbortSignal,
): Promise<TicketCensus> {
  const all = await ticketPosts(scope, only, signal);
  const ours = new Uint8Array(all.ids.length);
  const daysOf = new Map(countedProducts(scope).map((id) => [id, scope.countedDays]));
  for (const [id, days] of scope.otherCountedDays ?? []) daysOf.set(id, days);
  const allDays = new Uint16Array(all.ids.length);
  await walk(scope, scope.plugin.ticket.productId, all.ids, signal, (at, told) => {
    const days = daysOf.get(idIn(told));
    ours[at] = days === undefined ? 0 : 1;
    allDays[at] = days ?? 0;
  });
  if (scope.variationId !== null) {
    const ofVariation = new Uint8Array(all.ids.length);
    await walk(scope, scope.plugin.ticket.variationId, all.ids, signal, (at, variationId) => {
      ofVariation[at] = idIn(variationId) === scope.variationId ? 1 : 0;
    });
    for (const at of ours.keys()) ours[at] = (ours[at] ?? 0) & (ofVariation[at] ?? 0);
  }
  const ids = all.ids.filter((_, at) => ours[at] === 1);
  const postStatuses = all.postStatuses.filter((_, at) => ours[at] === 1);
  const countedDays = allDays.filter((_, at) => ours[at] === 1);

  const orderIds = new Float64Array(ids.length);
  await walk(scope, scope.plugin.ticket.orderId, ids, signal, (at, told) => {
    orderIds[at] = idIn(told);
  });
  const statuses = Array.from(ids, () => '');
  const known = new Map<string, string>();
  await walk(scope, scope.plugin.ticket.status, ids, signal, (at, told) => {
    // Each row brings a text of its own; a handful of them are kept.
    if (!known.has(told)) known.set(told, told);
    statuses[at] = known.get(told) ?? told;
  });
  const fromCheckout = new Uint8Array(ids.length).fill(1);
  await walk(scope, scope.plugin.ticket.createType, ids, signal, (at, told) => {
    fromCheckout[at] = told === '' ? 1 : 0;
  });
  const byStatus = (at: number): number => (scope.plugin.isCheckedIn(statuses[at] ?? '') ? 1 : 0);
  const daysCheckedIn = Uint16Array.from(ids.keys(), byStatus);
  if (countedDays.some((days) => days > 1)) {
    await walk(scope, scope.plugin.ticket.days, ids, signal, (at, told) => {
      const days = countedDays[at] ?? 1;
      if (days > 1) daysCheckedIn[at] = scope.plugin.daysCheckedIn(told, days) ?? byStatus(at);
    });
  }
  const sortedOrders = orderIds.toSorted();
  const ofOrder = (orderId: number): number =>
    lowerBound(sortedOrders, orderId + 1) - lowerBound(sortedOrders, orderId);
  return { ids, orderIds, postStatuses, statuses, daysCheckedIn, fromCheckout, ofOrder };
}

async function ticketPosts(
  { connection, tables, plugin }: CountScope,
  only: readonly number[] | null,
  signal: AbortSignal,
): Promise<Pick<TicketCensus, 'ids' | 'postStatuses'>> {
  const among = only === null ? '' : `AND p.ID IN (${idList(only)})`;
  const arrived = new NumberColumn();
  const statusOf = new Map<string, NumberColumn>();
  await connection.scan(
    `SELECT p.ID, p.post_status FROM ${tables.posts} p WHERE p.post_type = '${plugin.postType}' ${among}`,
    ([postId, postStatus]) => {
      const id = cellId(postId);
      const status = cellText(postStatus) ?? '';
      arrived.push(id);
      const column = statusOf.get(status) ?? new NumberColumn();
      statusOf.set(status, column);
      column.push(id);
    },
    signal,
  );
  const ids = arrived.takeSorted();
  const postStatuses = Array.from(ids, () => '');
  for (const [status, column] of statusOf) {
    for (const id of column.take()) postStatuses[placeOf(ids, id)] = status;
  }
  return { ids, postStatuses };
}

/** Passes on the first value of a meta key by place in `ids`; a lower row that arrives later is passed on again. */
async function walk(
  { connection, tables }: CountScope,
  key: string,
  ids: Float64Array,
  signal: AbortSignal,
  tell: (at: number, value: string) => void,
): Promise<void> {
  if (ids.length === 0) return;
  const metaIds = new Float64Array(ids.length).fill(Number.POSITIVE_INFINITY);
  const among = ids.length < WALK_FROM ? `AND m.post_id IN (${ids.join(',')})` : '';
  await connection.scan(
    `SELECT m.post_id, m.meta_id, m.meta_value FROM ${tables.postmeta} m WHERE m.meta_key = '${key}' ${among}`,
    ([post, meta, told]) => {
      const at = placeOf(ids, cellId(post));
      if (at < 0) return;
      const metaId = cellId(meta);
      if ((metaIds[at] ?? 0) <= metaId) return;
      metaIds[at] = metaId;
      tell(at, cellText(told) ?? '');
    },
    signal,
  );
}

/** A text such as '#1234', as imports bring it, is no id: the server would cast some of them to one. */
function idIn(told: string): number {
  return /^[ \t\n\v\f\r]*[0-9]{1,15}([.]0*)?[ \t\n\v\f\r]*$/.test(told) ? Number(told) : 0;
}

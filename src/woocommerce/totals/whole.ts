import type {
  Excluded,
  OrderFacts,
  OrderGroup,
  PendingGroup,
  PendingPlaces,
  StoreProof,
  TicketGroup,
} from '../../source/totals.ts';
import { cellId } from '../values/cells.ts';
import { addDecimals } from './decimal-sum.ts';
import { type CountedOrder, countOrderFacts } from './order-facts.ts';
import { namesOneOf } from './order-sql.ts';
import { countWaitingOrders, type WaitingOrder } from './pending-attendees.ts';
import { PlaceCounts } from './places/place-groups.ts';
import { whenOf } from './places/slot-times.ts';
import { type CountScope, countedProducts } from './scope.ts';
import type { TicketCensus } from './ticket-census.ts';

/** The number of orders whose ids one statement lists. */
const ORDERS_AT_ONCE = 1000;

/**
 * The figures of the orders that one view has counted already. A full reading counts all of them page by page.
 * Nothing changes within one view, so they need not be counted again for the whole.
 */
export class CountedOrders {
  readonly #ids = new Set<number>();
  readonly #groups = new Map<string, OrderGroup>();

  add(orderId: number, order: CountedOrder): void {
    if (this.#ids.has(orderId)) return;
    this.#ids.add(orderId);
    addOrder(this.#groups, order);
  }

  /**
   * The figures of the orders that need not be counted again. There are none if one of these orders is to be
   * left out.
   */
  sums(excluded: Excluded): { readonly ids: ReadonlySet<number>; readonly groups: Map<string, OrderGroup> } {
    if (excluded.wooOrderIds.some((id) => this.#ids.has(id))) return { ids: new Set(), groups: new Map() };
    return { ids: this.#ids, groups: new Map(this.#groups) };
  }
}

/** Counts and sums a whole event for the proof. */
export async function countWhole(
  scope: CountScope,
  census: TicketCensus,
  counted: CountedOrders,
  excluded: Excluded,
  signal: AbortSignal,
): Promise<StoreProof> {
  const withoutOrders = new Set(excluded.wooOrderIds);
  const made = new Map<number, number>();
  for (const [at, orderId] of census.orderIds.entries()) {
    if (census.fromCheckout[at] === 1) made.set(orderId, (made.get(orderId) ?? 0) + 1);
  }
  const candidates = await candidateOrders(scope, census.orderIds, signal);
  const { ids: summed, groups: orders } = counted.sums(excluded);
  const pending = new PendingCounts();
  for (let at = 0; at < candidates.length; at += ORDERS_AT_ONCE) {
    const ids = candidates.slice(at, at + ORDERS_AT_ONCE).filter((id) => !withoutOrders.has(id));
    const uncounted = ids.filter((id) => !summed.has(id));
    const [facts, waiting] = await Promise.all([
      countOrderFacts(scope, uncounted, signal),
      countWaitingOrders(scope, census.productSlots, ids, signal),
    ]);
    const members = new Set(ids.filter((id) => summed.has(id)));
    for (const [id, order] of facts) {
      if (!order.hasLine && census.ofOrder(id) === 0) continue;
      addOrder(orders, order);
      members.add(id);
    }
    for (const [id, waits] of waiting) {
      if (members.has(id)) pending.add(id, waits, made.get(id) ?? 0);
    }
  }
  return {
    orders: [...orders.values()],
    tickets: groupTickets(census, excluded),
    ...pending.counted(),
    ...countPlaces(census, excluded),
  };
}

/**
 * Counts orders that were just read, for the proof. Orders that are gone or do not belong to the event are
 * absent.
 */
export async function countSome(
  scope: CountScope,
  census: TicketCensus,
  counted: CountedOrders,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<readonly OrderFacts[]> {
  const some: OrderFacts[] = [];
  const ids = [...new Set(orderIds)];
  for (let at = 0; at < ids.length; at += ORDERS_AT_ONCE) {
    const facts = await countOrderFacts(scope, ids.slice(at, at + ORDERS_AT_ONCE), signal);
    for (const [wooOrderId, order] of facts) {
      const tickets = census.ofOrder(wooOrderId);
      if (!order.hasLine && tickets === 0) continue;
      counted.add(wooOrderId, order);
      const { hasLine: _, ...figures } = order;
      some.push({ wooOrderId, ...figures, tickets });
    }
  }
  return some;
}

async function candidateOrders(
  scope: CountScope,
  ticketOrders: Iterable<number>,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { connection, tables } = scope;
  const ids = new Set(ticketOrders);
  ids.delete(0);
  await connection.scan(
    `SELECT i.order_id FROM ${tables.orderItemmeta} m
     JOIN ${tables.orderItems} i ON i.order_item_id = m.order_item_id
     WHERE m.meta_key = '_product_id' AND ${namesOneOf('m.meta_value', countedProducts(scope))}`,
    ([orderId]) => ids.add(cellId(orderId)),
    signal,
  );
  return [...ids].sort((a, b) => a - b);
}

function addOrder(groups: Map<string, OrderGroup>, order: CountedOrder): void {
  const { sourceStatus, currency } = order;
  const key = `${sourceStatus} ${currency}`;
  const group = groups.get(key);
  groups.set(key, {
    sourceStatus,
    currency,
    orders: (group?.orders ?? 0) + 1,
    quantity: (group?.quantity ?? 0) + order.quantity,
    total: group === undefined ? order.total : addDecimals(group.total, order.total),
    refundedByLines:
      group === undefined ? order.refundedByLines : addDecimals(group.refundedByLines, order.refundedByLines),
    orderRefunded:
      group === undefined ? order.orderRefunded : addDecimals(group.orderRefunded, order.orderRefunded),
  });
}

/** Attendees of orders whose tickets were not made yet, by what decides whether the order is paid. */
class PendingCounts {
  readonly #groups = new Map<string, PendingGroup>();
  readonly #places = new Map<string, PlaceCounts>();
  readonly #unplacedOrderIds: number[] = [];

  /** While the plugin is still creating an order's tickets, some attendees already have theirs. */
  add(orderId: number, { sourceStatus, everPaid, attendees, places }: WaitingOrder, made: number): void {
    const left = attendees - made;
    if (left <= 0) return;
    const key = `${sourceStatus} ${everPaid}`;
    const tickets = (this.#groups.get(key)?.tickets ?? 0) + left;
    this.#groups.set(key, { sourceStatus, everPaid, tickets });
    if (places.length === 0) return;
    if (made > 0) {
      this.#unplacedOrderIds.push(orderId);
      return;
    }
    const counts = this.#places.get(key) ?? new PlaceCounts();
    this.#places.set(key, counts);
    for (const place of places) counts.add(place);
  }

  counted(): Pick<StoreProof, 'pending' | 'pendingPlaces' | 'unplacedOrderIds'> {
    const pendingPlaces = [...this.#places].map(([key, counts]): PendingPlaces => {
      const { sourceStatus = '', everPaid = false } = this.#groups.get(key) ?? {};
      return { sourceStatus, everPaid, slots: counts.slots(), seatRows: counts.seatRows() };
    });
    return { pending: [...this.#groups.values()], pendingPlaces, unplacedOrderIds: this.#unplacedOrderIds };
  }
}

/** If an order is left out, its tickets are left out as well. */
function groupTickets(census: TicketCensus, excluded: Excluded): readonly TicketGroup[] {
  const withoutOrders = new Set(excluded.wooOrderIds);
  const withoutTickets = new Set(excluded.wooTicketIds);
  const groups = new Map<string, TicketGroup>();
  for (const [at, id] of census.ids.entries()) {
    if (withoutTickets.has(id) || withoutOrders.has(census.orderIds[at] ?? 0)) continue;
    const postStatus = census.postStatuses[at] ?? '';
    const sourceStatus = census.statuses[at] ?? '';
    const key = `${postStatus} ${sourceStatus}`;
    const group = groups.get(key);
    groups.set(key, {
      postStatus,
      sourceStatus,
      tickets: (group?.tickets ?? 0) + 1,
      daysCheckedIn: (group?.daysCheckedIn ?? 0) + (census.daysCheckedIn[at] ?? 0),
    });
  }
  return [...groups.values()];
}

function countPlaces(
  { ids, orderIds, slots, seats }: TicketCensus,
  excluded: Excluded,
): Pick<StoreProof, 'slots' | 'seatRows'> {
  const withoutOrders = new Set(excluded.wooOrderIds);
  const withoutTickets = new Set(excluded.wooTicketIds);
  const counts = new PlaceCounts();
  for (const at of new Set([...slots.keys(), ...seats.keys()])) {
    if (withoutTickets.has(ids[at] ?? 0) || withoutOrders.has(orderIds[at] ?? 0)) continue;
    const raw = slots.get(at);
    const slot = raw === undefined ? null : { slot: raw.shown, when: whenOf(raw) };
    counts.add({ slot, seat: seats.get(at) ?? null });
  }
  return { slots: counts.slots(), seatRows: counts.seatRows() };
}

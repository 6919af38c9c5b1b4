import { createHash } from 'node:crypto';
import { COUNTED_IDS, rangeStart } from '../../source/range-counts.ts';
import type { Excluded, OrderFacts, RangeCount } from '../../source/totals.ts';
import { cellId } from '../values/cells.ts';
import { type CountedOrder, countOrderFacts } from './order-facts.ts';
import { namesOneOf } from './order-sql.ts';
import { countWaitingOrders } from './pending-attendees.ts';
import { readProductSlots } from './places/product-slots.ts';
import { whenOf } from './places/slot-times.ts';
import { addOrder, type OrderGroups, TotalsByRange } from './range-totals.ts';
import { type CountScope, countedProducts } from './scope.ts';
import type { TicketCensus } from './ticket-census.ts';

/** The number of orders whose ids one statement lists. */
const ORDERS_AT_ONCE = 1000;
/** The number of ranges that one statement lists. */
const RANGES_AT_ONCE = 100;

/**
 * The figures of the orders that one view has counted already. A full reading counts all of them page by page.
 * Nothing changes within one view, so they need not be counted again for the whole.
 */
export class CountedOrders {
  readonly #ids = new Set<number>();
  readonly #ranges = new Map<number, OrderGroups>();

  add(orderId: number, order: CountedOrder): void {
    if (this.#ids.has(orderId)) return;
    this.#ids.add(orderId);
    const start = rangeStart(orderId);
    const groups: OrderGroups = this.#ranges.get(start) ?? new Map();
    this.#ranges.set(start, groups);
    addOrder(groups, order);
  }

  /**
   * The figures of the orders that need not be counted again, by range. There are none if one of these orders is to be
   * left out.
   *
   * @param starts only these ranges; null means all
   */
  sums(
    excluded: Excluded,
    starts: ReadonlySet<number> | null,
  ): { readonly ids: ReadonlySet<number>; readonly ranges: ReadonlyMap<number, OrderGroups> } {
    if (excluded.wooOrderIds.some((id) => this.#ids.has(id))) return { ids: new Set(), ranges: new Map() };
    const wanted = [...this.#ranges].filter(([start]) => starts?.has(start) ?? true);
    return { ids: this.#ids, ranges: new Map(wanted.map(([start, groups]) => [start, new Map(groups)])) };
  }
}

/** Which part of an event is counted, and what is left out. */
interface CountedPart {
  /** Null means all ranges. Otherwise the census has all tickets of these ranges. */
  readonly starts: ReadonlySet<number> | null;
  readonly excluded: Excluded;
}

/**
 * Counts and sums an event for the proof, by ranges of its orders. Null if a ticket of the census is in none of the
 * ranges.
 */
export async function countRanges(
  scope: CountScope,
  census: TicketCensus,
  counted: CountedOrders,
  { starts, excluded }: CountedPart,
  signal: AbortSignal,
): Promise<readonly RangeCount[] | null> {
  if (starts !== null && hasOthers(census, starts)) return null;
  const withoutOrders = new Set(excluded.wooOrderIds);
  const made = new Map<number, number>();
  for (const [at, orderId] of census.orderIds.entries()) {
    if (census.fromCheckout[at] === 1) made.set(orderId, (made.get(orderId) ?? 0) + 1);
  }
  const candidates = await candidateOrders(scope, census.orderIds, starts, signal);
  const { ids: summed, ranges } = counted.sums(excluded, starts);
  const totals = new TotalsByRange(ranges);
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
      totals.of(id).addOrder(order);
      members.add(id);
    }
    for (const [id, waits] of waiting) {
      if (members.has(id)) totals.of(id).addPending(id, waits, made.get(id) ?? 0);
    }
  }
  addTickets(totals, census, excluded);
  return totals.counted();
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

/** A digest of everything that decides the figures, besides the rows of orders and tickets. */
export async function countBasis(scope: CountScope, signal: AbortSignal): Promise<string> {
  const { connection: _connection, plugin: _plugin, otherCountedDays, ...rest } = scope;
  const slots = await readProductSlots(scope, signal);
  const parts = [
    rest,
    [...(otherCountedDays ?? [])],
    [...slots].map(([id, { timezone, offered }]) => [
      id,
      timezone,
      [...offered].map(([key, slot]) => [key, { ...slot, dates: [...slot.dates] }]),
    ]),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

async function candidateOrders(
  scope: CountScope,
  ticketOrders: Iterable<number>,
  starts: ReadonlySet<number> | null,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { connection, tables } = scope;
  const ids = new Set(ticketOrders);
  ids.delete(0);
  for (const among of placesOf(starts)) {
    await connection.scan(
      `SELECT i.order_id FROM ${tables.orderItemmeta} m
       JOIN ${tables.orderItems} i ON i.order_item_id = m.order_item_id
       WHERE m.meta_key = '_product_id' AND ${namesOneOf('m.meta_value', countedProducts(scope))} ${among}`,
      ([orderId]) => ids.add(cellId(orderId)),
      signal,
    );
  }
  return [...ids].sort((a, b) => a - b);
}

/** Conditions that together select the orders of these ranges. */
function placesOf(starts: ReadonlySet<number> | null): readonly string[] {
  if (starts === null) return [''];
  const places: string[] = [];
  const ranges = [...starts].filter((start) => start >= 0);
  for (let at = 0; at < ranges.length; at += RANGES_AT_ONCE) {
    const some = ranges.slice(at, at + RANGES_AT_ONCE);
    places.push(
      `AND (${some.map((start) => `i.order_id BETWEEN ${start} AND ${start + COUNTED_IDS - 1}`).join(' OR ')})`,
    );
  }
  return places;
}

function hasOthers({ ids, orderIds }: TicketCensus, starts: ReadonlySet<number>): boolean {
  return orderIds.some((orderId, at) => !starts.has(rangeStart(orderId, ids[at])));
}

/** If an order is left out, its tickets are left out as well. */
function addTickets(totals: TotalsByRange, census: TicketCensus, excluded: Excluded): void {
  const withoutOrders = new Set(excluded.wooOrderIds);
  const withoutTickets = new Set(excluded.wooTicketIds);
  for (const [at, id] of census.ids.entries()) {
    const orderId = census.orderIds[at] ?? 0;
    const range = totals.of(orderId, id);
    range.noteTicket(id);
    if (withoutTickets.has(id) || withoutOrders.has(orderId)) continue;
    range.addTicket(census.postStatuses[at] ?? '', census.statuses[at] ?? '', census.daysCheckedIn[at] ?? 0);
    const raw = census.slots.get(at);
    const seat = census.seats.get(at) ?? null;
    if (raw === undefined && seat === null) continue;
    range.addPlace({ slot: raw === undefined ? null : { slot: raw.shown, when: whenOf(raw) }, seat });
  }
}

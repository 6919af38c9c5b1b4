import { cellId, cellText, idList } from '../values/cells.ts';
import { lowerBound, NumberColumn, placeOf } from '../values/number-column.ts';
import { walk } from './meta-walk.ts';
import { type ProductSlots, readProductSlots } from './places/product-slots.ts';
import type { RawSlot } from './places/slot-times.ts';
import { type Seat, seatsOfTickets, slotsOfTickets } from './places/ticket-places.ts';
import { type CountScope, countedProducts } from './scope.ts';

/** The proof's data about the event's ticket posts, in columns with one position for each post. */
export interface TicketCensus {
  /** The ids in ascending order. */
  readonly ids: Float64Array;
  /** The order that each ticket names; 0 if it names none. */
  readonly orderIds: Float64Array;
  readonly postStatuses: readonly string[];
  readonly statuses: readonly string[];
  readonly daysCheckedIn: Uint16Array;
  /** 1 if the checkout created the ticket; 0 if it was imported. */
  readonly fromCheckout: Uint8Array;
  /** By position, unless the census leaves them out; most events have none. */
  readonly slots: ReadonlyMap<number, RawSlot>;
  /** The same of seats. */
  readonly seats: ReadonlyMap<number, Seat>;
  /** The slots and seats that the products of the event offer, in a census of the whole event. */
  readonly productSlots: ReadonlyMap<number, ProductSlots>;
  /** How many of the tickets name this order. */
  ofOrder(orderId: number): number;
}

/** Which posts a census takes. */
interface CensusPart {
  /** Only these posts; null means all. */
  readonly only: readonly number[] | null;
  /** Whether slots and seats are counted. */
  readonly withPlaces: boolean;
}

/** Everything. */
export const WHOLE_CENSUS: CensusPart = { only: null, withPlaces: true };

/**
 * Counts the event's tickets for the proof. It scans each meta key once and joins the values here by post. If a
 * post has a key twice, the row with the lower id counts, so every scan reads the id.
 */
export async function takeTicketCensus(
  scope: CountScope,
  { only, withPlaces }: CensusPart,
  signal: AbortSignal,
): Promise<TicketCensus> {
  const all = await ticketPosts(scope, only, signal);
  const ours = new Uint8Array(all.ids.length);
  const daysOf = new Map(countedProducts(scope).map((id) => [id, scope.countedDays]));
  for (const [id, days] of scope.otherCountedDays ?? []) daysOf.set(id, days);
  const allDays = new Uint16Array(all.ids.length);
  const allProducts = new Float64Array(all.ids.length);
  await walk(scope, scope.plugin.ticket.productId, all.ids, signal, (at, product) => {
    const days = daysOf.get(idIn(product));
    ours[at] = days === undefined ? 0 : 1;
    allDays[at] = days ?? 0;
    allProducts[at] = idIn(product);
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
  const products = allProducts.filter((_, at) => ours[at] === 1);

  const orderIds = new Float64Array(ids.length);
  await walk(scope, scope.plugin.ticket.orderId, ids, signal, (at, orderId) => {
    orderIds[at] = idIn(orderId);
  });
  const statuses = Array.from(ids, () => '');
  const shared = new Map<string, string>();
  await walk(scope, scope.plugin.ticket.status, ids, signal, (at, status) => {
    // Keeps one string for each status instead of one for each row.
    if (!shared.has(status)) shared.set(status, status);
    statuses[at] = shared.get(status) ?? status;
  });
  const fromCheckout = new Uint8Array(ids.length).fill(1);
  await walk(scope, scope.plugin.ticket.createType, ids, signal, (at, createType) => {
    fromCheckout[at] = createType === '' ? 1 : 0;
  });
  const byStatus = (at: number): number => (scope.plugin.isCheckedIn(statuses[at] ?? '') ? 1 : 0);
  const daysCheckedIn = Uint16Array.from(ids.keys(), byStatus);
  if (countedDays.some((days) => days > 1)) {
    await walk(scope, scope.plugin.ticket.days, ids, signal, (at, record) => {
      const days = countedDays[at] ?? 1;
      if (days > 1) daysCheckedIn[at] = scope.plugin.daysCheckedIn(record, days) ?? byStatus(at);
    });
  }
  const places = withPlaces ? await placesOf(scope, ids, products, signal) : NO_PLACES;
  const sortedOrders = orderIds.toSorted();
  const ofOrder = (orderId: number): number =>
    lowerBound(sortedOrders, orderId + 1) - lowerBound(sortedOrders, orderId);
  return { ids, orderIds, postStatuses, statuses, daysCheckedIn, fromCheckout, ...places, ofOrder };
}

type Places = Pick<TicketCensus, 'slots' | 'seats' | 'productSlots'>;

const NO_PLACES: Places = { slots: new Map(), seats: new Map(), productSlots: new Map() };

async function placesOf(
  scope: CountScope,
  ids: Float64Array,
  products: Float64Array,
  signal: AbortSignal,
): Promise<Places> {
  const productSlots = await readProductSlots(scope, signal);
  return {
    productSlots,
    slots: await slotsOfTickets(scope, ids, products, productSlots, signal),
    seats: await seatsOfTickets(scope, ids, signal),
  };
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

/** Imports write texts such as '#1234', which are not ids although the server casts some of them to numbers. */
function idIn(text: string): number {
  return /^[ \t\n\v\f\r]*[0-9]{1,15}([.]0*)?[ \t\n\v\f\r]*$/.test(text) ? Number(text) : 0;
}

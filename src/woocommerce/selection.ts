import type {
  FoundRows,
  Place,
  Position,
  SplitSelection,
  StorePage,
  StoreSelection,
} from '../source/source.ts';
import type { StoreConnection } from './connect/store-connection.ts';
import type { Members } from './read/membership/members.ts';
import type { OrderHeaderReader } from './read/orders/order-headers.ts';
import { readOrders } from './read/orders/read-orders.ts';
import { readTickets } from './read/tickets.ts';
import type { StoreTables } from './schema/store-tables.ts';
import { type PageContext, readPageOrders, readPageTickets } from './translate/page.ts';
import { lowerBound } from './values/number-column.ts';

/** The pages of a selection of a store's orders and tickets, in one snapshot. */
export class WooSelection implements StoreSelection {
  readonly expected: { readonly orders: number; readonly tickets: number };
  readonly #connection: StoreConnection;
  readonly #tables: StoreTables;
  readonly #headers: OrderHeaderReader;
  readonly #members: Members;
  readonly #context: PageContext;

  constructor(
    connection: StoreConnection,
    tables: StoreTables,
    headers: OrderHeaderReader,
    members: Members,
    context: PageContext,
  ) {
    this.#connection = connection;
    this.#tables = tables;
    this.#headers = headers;
    this.#members = members;
    this.#context = context;
    this.expected = { orders: members.orderIds.length, tickets: members.ticketCount };
  }

  splitAt({ phase, id }: Place, again: FoundRows): SplitSelection {
    const { orderIds, orphanIds } = this.#members;
    // Orders come first, so a position among the tickets or at the end is after all orders.
    const ordersBefore = phase === 'orders' ? lowerBound(orderIds, id + 1) : orderIds.length;
    const orphansBefore =
      phase === 'orders' ? 0 : phase === 'orphans' ? lowerBound(orphanIds, id + 1) : orphanIds.length;
    const [orders, skippedOrders] = parted(orderIds.subarray(0, ordersBefore), new Set(again.orderIds));
    const [orphans, skippedOrphans] = parted(orphanIds.subarray(0, orphansBefore), new Set(again.ticketIds));
    return {
      again: this.#of(orders, orphans),
      rest: this.#of(orderIds.subarray(ordersBefore), orphanIds.subarray(orphansBefore)),
      againRows: { orderIds: [...orders], ticketIds: [...orphans] },
      skippedRows: { orderIds: [...skippedOrders], ticketIds: [...skippedOrphans] },
    };
  }

  #of(orderIds: Float64Array, orphanIds: Float64Array): WooSelection {
    const ticketsOf = (orderId: number): readonly number[] => this.#members.ticketsOf(orderId);
    const ticketCount = orderIds.reduce((sum, id) => sum + ticketsOf(id).length, orphanIds.length);
    const members = { orderIds, orphanIds, ticketCount, ticketsOf };
    return new WooSelection(this.#connection, this.#tables, this.#headers, members, this.#context);
  }

  /** Reads one page ahead while the caller processes the current one. */
  async *readPages(after: Position | null, limit: number, signal: AbortSignal): AsyncIterable<StorePage> {
    let ahead = this.#startPage(after, limit, signal);
    while (ahead !== null) {
      const page: StorePage = await ahead;
      ahead = this.#startPage(page.position, limit, signal);
      yield page;
    }
  }

  /** The page after a position; null if there is none. */
  #startPage(after: Position | null, limit: number, signal: AbortSignal): Promise<StorePage> | null {
    const { orderIds, orphanIds } = this.#members;
    const page =
      this.#sliceAfter(
        'orders',
        orderIds,
        after?.phase === 'orphans' ? null : (after?.id ?? 0),
        limit,
        signal,
      ) ?? this.#sliceAfter('orphans', orphanIds, after?.phase === 'orphans' ? after.id : 0, limit, signal);
    // A consumer that stops early never awaits this page, so its failure must not count as unhandled.
    page?.catch(() => undefined);
    return page;
  }

  #sliceAfter(
    phase: Position['phase'],
    ids: Float64Array,
    after: number | null,
    limit: number,
    signal: AbortSignal,
  ): Promise<StorePage> | null {
    if (after === null) return null;
    const from = lowerBound(ids, after + 1);
    const slice = [...ids.subarray(from, from + limit)];
    const last = slice.at(-1);
    if (last === undefined) return null;
    const position = { phase, id: last };
    return phase === 'orders'
      ? this.#readOrderPage(slice, position, signal)
      : this.#readOrphanPage(slice, position, signal);
  }

  async #readOrderPage(ids: readonly number[], position: Position, signal: AbortSignal): Promise<StorePage> {
    // By now, the page before this one is translated.
    this.#context.rereads.forget();
    const raw = await readOrders(
      this.#connection,
      this.#tables,
      this.#headers,
      this.#context.plugin,
      ids,
      (orderId) => this.#members.ticketsOf(orderId),
      signal,
    );
    const { orders, rejects, notes } = readPageOrders(raw, this.#context);
    const read = new Set(orders.map(({ wooOrderId }) => wooOrderId));
    for (const { kind, wooId } of rejects) if (kind === 'order') read.add(wooId);
    const passedOver = { orderIds: ids.filter((id) => !read.has(id)), ticketIds: [] };
    return { orders, rejects, notes, orphans: [], passedOver, position };
  }

  async #readOrphanPage(ids: readonly number[], position: Position, signal: AbortSignal): Promise<StorePage> {
    this.#context.rereads.forget();
    const raw = await readTickets(this.#connection, this.#tables, ids, signal);
    const sorted = [...raw.values()].sort((a, b) => a.id - b.id);
    const { tickets, rejects, notes } = readPageTickets(sorted, this.#context);
    const read = new Set([
      ...tickets.map(({ wooTicketId }) => wooTicketId),
      ...rejects.map(({ wooId }) => wooId),
    ]);
    const passedOver = { orderIds: [], ticketIds: ids.filter((id) => !read.has(id)) };
    return { orders: [], orphans: tickets, rejects, notes, passedOver, position };
  }
}

/** Splits a column into the values that are in a set and the others. */
function parted(ids: Float64Array, some: ReadonlySet<number>): readonly [Float64Array, Float64Array] {
  return [ids.filter((id) => some.has(id)), ids.filter((id) => !some.has(id))];
}

import type { Position, StorePage, StoreSelection } from '../sync/store-source.ts';
import type { StoreConnection } from './reach/store-connection.ts';
import type { Members } from './read/members.ts';
import { lowerBound } from './read/number-column.ts';
import type { OrderHeaderReader } from './read/order-headers.ts';
import { readOrders } from './read/read-orders.ts';
import type { StoreTables } from './read/store-tables.ts';
import { readTickets } from './read/tickets.ts';
import { type PageContext, readPageOrders, readPageTickets } from './translate/page.ts';

/** The pages of some of a store's orders and tickets, as they stand in a snapshot. */
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

  /** While a page is being worked on the next one is already read: one page ahead, never more. */
  async *readPages(after: Position | null, limit: number, signal: AbortSignal): AsyncIterable<StorePage> {
    let ahead = this.#startPage(after, limit, signal);
    while (ahead !== null) {
      const page: StorePage = await ahead;
      ahead = this.#startPage(page.position, limit, signal);
      yield page;
    }
  }

  /** The page after a position; null: there is none. */
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
    // A consumer that stops early never asks for this page; its failure is then nobody's.
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
    const raw = await readOrders(
      this.#connection,
      this.#tables,
      this.#headers,
      ids,
      (orderId) => this.#members.ticketsOf(orderId),
      signal,
    );
    return { ...readPageOrders(raw, this.#context), orphans: [], position };
  }

  async #readOrphanPage(ids: readonly number[], position: Position, signal: AbortSignal): Promise<StorePage> {
    const raw = await readTickets(this.#connection, this.#tables, ids, signal);
    const sorted = [...raw.values()].sort((a, b) => a.id - b.id);
    const { tickets, rejects } = readPageTickets(sorted, this.#context);
    return { orders: [], orphans: tickets, rejects, position };
  }
}

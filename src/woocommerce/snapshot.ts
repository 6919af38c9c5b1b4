import type {
  EventKey,
  Excluded,
  OrderFacts,
  Position,
  StorePage,
  StoreProof,
  StoreSnapshot,
} from '../sync/store-source.ts';
import type { CountScope } from './count/scope.ts';
import { type TicketCensus, takeTicketCensus } from './count/ticket-census.ts';
import { CountedOrders, countSome, countWhole } from './count/whole.ts';
import type { StoreLayout } from './layout.ts';
import type { StoreConnection } from './reach/store-connection.ts';
import { NO_CHECK_INS, readCheckIns } from './read/check-ins.ts';
import { findMembers, type Members } from './read/members.ts';
import { lowerBound } from './read/number-column.ts';
import type { OrderHeaderReader } from './read/order-headers.ts';
import { hposOrderHeaders } from './read/order-headers-hpos.ts';
import { postsOrderHeaders } from './read/order-headers-posts.ts';
import { readOrders } from './read/read-orders.ts';
import { beginSnapshot } from './read/session.ts';
import { readTickets } from './read/tickets.ts';
import { labelsOf } from './translate/attendee-form.ts';
import { type PageContext, readPageOrders, readPageTickets } from './translate/page.ts';
import { shiftedClock } from './translate/store-time.ts';

const MOST_IDS = 2000;

/**
 * One consistent view of a store for one event, on one connection of its own. The connection is taken over:
 * it is closed with the snapshot, or here if the snapshot cannot be opened.
 *
 * @throws unavailable, config `store.*`; aborted
 */
export async function openWooSnapshot(
  connection: StoreConnection,
  layout: StoreLayout,
  key: EventKey,
  signal: AbortSignal,
): Promise<StoreSnapshot> {
  try {
    const { tables } = layout;
    const takenAtUtc = await beginSnapshot(connection, signal);
    const headers =
      layout.orders === 'hpos' ? hposOrderHeaders(connection, tables) : postsOrderHeaders(connection, tables);
    const scope = { productId: key.event.wooProductId, variationId: key.variationId };
    const members = await findMembers(connection, tables, headers, scope, signal);
    const context: PageContext = {
      ...scope,
      numDays: key.event.numDays,
      labels: labelsOf(key.event.form),
      timezone: layout.timezone,
      logClock: shiftedClock(layout.timezone),
      checkIns:
        layout.hasCheckIns && members.ticketCount > 0
          ? await readCheckIns(connection, tables, scope.productId, signal)
          : NO_CHECK_INS,
    };
    return new WooSnapshot(connection, layout, headers, members, context, takenAtUtc);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class WooSnapshot implements StoreSnapshot {
  readonly takenAtUtc: Date;
  readonly expected: { readonly orders: number; readonly tickets: number };
  readonly #connection: StoreConnection;
  readonly #layout: StoreLayout;
  readonly #headers: OrderHeaderReader;
  readonly #members: Members;
  readonly #context: PageContext;
  #census: Promise<TicketCensus> | null = null;
  readonly #counted = new CountedOrders();

  constructor(
    connection: StoreConnection,
    layout: StoreLayout,
    headers: OrderHeaderReader,
    members: Members,
    context: PageContext,
    takenAtUtc: Date,
  ) {
    this.#connection = connection;
    this.#layout = layout;
    this.#headers = headers;
    this.#members = members;
    this.#context = context;
    this.takenAtUtc = takenAtUtc;
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

  async existingOrders(wooOrderIds: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>> {
    const existing = new Set<number>();
    for (let at = 0; at < wooOrderIds.length; at += MOST_IDS) {
      const some = await this.#headers.existing(wooOrderIds.slice(at, at + MOST_IDS), signal);
      for (const id of some) existing.add(id);
    }
    return existing;
  }

  async countWhole(excluded: Excluded, signal: AbortSignal): Promise<StoreProof> {
    return await countWhole(
      this.#countScope(),
      await this.#takeCensus(signal),
      this.#counted,
      excluded,
      signal,
    );
  }

  async countOrders(wooOrderIds: readonly number[], signal: AbortSignal): Promise<readonly OrderFacts[]> {
    return await countSome(
      this.#countScope(),
      await this.#takeCensus(signal),
      this.#counted,
      wooOrderIds,
      signal,
    );
  }

  async close(): Promise<void> {
    this.#connection.close();
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
    const { tables } = this.#layout;
    const raw = await readOrders(
      this.#connection,
      tables,
      this.#headers,
      ids,
      (orderId) => this.#members.ticketsOf(orderId),
      signal,
    );
    return { ...readPageOrders(raw, this.#context), orphans: [], position };
  }

  async #readOrphanPage(ids: readonly number[], position: Position, signal: AbortSignal): Promise<StorePage> {
    const raw = await readTickets(this.#connection, this.#layout.tables, ids, signal);
    const sorted = [...raw.values()].sort((a, b) => a.id - b.id);
    const { tickets, rejects } = readPageTickets(sorted, this.#context);
    return { orders: [], orphans: tickets, rejects, position };
  }

  #countScope(): CountScope {
    const { productId, variationId, numDays } = this.#context;
    const { tables, orders } = this.#layout;
    return { connection: this.#connection, tables, orders, productId, variationId, numDays };
  }

  /** Taken once: inside one view it cannot change. */
  async #takeCensus(signal: AbortSignal): Promise<TicketCensus> {
    this.#census ??= takeTicketCensus(this.#countScope(), signal);
    return await this.#census;
  }
}

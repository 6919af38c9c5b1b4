import type { IdRange, RangeDigest, StoreDigests } from '../source/digests.ts';
import type {
  AskedRows,
  ChangeCursor,
  ChangeSignals,
  EventKey,
  FoundRows,
  SignalState,
  StoreChanges,
  StoreSelection,
  StoreSnapshot,
} from '../source/source.ts';
import type { Excluded, OrderFacts, RangeCounts, StoreProof } from '../source/totals.ts';
import { type EventScope, productsOf } from '../ticketing/membership.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import { firstMarks, fromCursor, nextMarks, toCursor } from './changes/change-cursor.ts';
import { type ChangeScope, findChanges, readChangeSignals } from './changes/changes.ts';
import { findNewTickets } from './changes/new-tickets.ts';
import type { StoreConnection } from './connect/store-connection.ts';
import { DIGESTED_TABLES, digestTables } from './digest/digest-tables.ts';
import { digestOrders } from './digest/order-digests.ts';
import { rowsInRanges } from './digest/rows-in-ranges.ts';
import { digestRanges, digestTable } from './digest/take-digests.ts';
import { labelsOf } from './plugins/labels.ts';
import type { TicketContext } from './plugins/ticket-plugin.ts';
import { NO_CHECK_INS, readCheckIns } from './read/check-ins.ts';
import { findMembers, type Members } from './read/membership/members.ts';
import { findSomeMembers } from './read/membership/some-members.ts';
import { readTicketPlaces } from './read/membership/ticket-places.ts';
import type { OrderHeaderReader } from './read/orders/order-headers.ts';
import { hposOrderHeaders } from './read/orders/order-headers-hpos.ts';
import { postsOrderHeaders } from './read/orders/order-headers-posts.ts';
import type { StoreLayout } from './schema/layout.ts';
import { beginSnapshot } from './schema/session.ts';
import { WooSelection } from './selection.ts';
import { countScopeOf, EventCounts } from './totals/event-counts.ts';
import type { PageContext } from './translate/page.ts';
import { latin1Reading } from './values/latin1/reread-rows.ts';
import { Rereads } from './values/latin1/rereads.ts';
import { shiftedClock } from './values/times/store-time.ts';

const MOST_IDS = 2000;
/** Up to this number of tickets, check-ins are read by ticket; above it, by event. */
const FEW_TICKETS = 5000;

/**
 * Opens one consistent view of a store for one event on a connection. From then on, the snapshot owns the
 * connection: it is closed with the snapshot, or here if the snapshot cannot be opened.
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
    const rereads = new Rereads();
    connection.readRowsBy(latin1Reading(layout.textColumns, rereads));
    const takenAtUtc = await beginSnapshot(connection, signal);
    return new WooSnapshot(connection, layout, key, takenAtUtc, rereads);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class WooSnapshot implements StoreSnapshot {
  readonly takenAtUtc: Date;
  readonly changes: ChangeSignals = {
    readCursor: async (signal) => await this.#readCursor(signal),
    findSince: async (cursor, signal) => await this.#findSince(cursor, signal),
  };
  readonly digests: StoreDigests = {
    tables: DIGESTED_TABLES,
    take: async (width, ranges, signal) => await this.#takeDigests(width, ranges, signal),
    takeOrders: async (tickets, signal) =>
      await digestOrders(this.#connection, this.#layout, tickets, signal),
    rowsInRanges: async (ranges, signal) =>
      await rowsInRanges(this.#connection, this.#layout, ranges, signal),
  };
  readonly rangeCounts: RangeCounts;
  readonly #connection: StoreConnection;
  readonly #layout: StoreLayout;
  readonly #key: EventKey;
  readonly #rereads: Rereads;
  readonly #scope: EventScope;
  readonly #headers: OrderHeaderReader;
  readonly #counts: EventCounts;

  constructor(
    connection: StoreConnection,
    layout: StoreLayout,
    key: EventKey,
    takenAtUtc: Date,
    rereads: Rereads,
  ) {
    const { tables } = layout;
    this.#connection = connection;
    this.#layout = layout;
    this.#key = key;
    this.#rereads = rereads;
    this.#scope = {
      productId: key.event.wooProductId,
      variationId: key.variationId,
      otherProductIds: (key.otherProducts ?? []).map(({ wooProductId }) => wooProductId),
    };
    this.#headers =
      layout.orders === 'hpos'
        ? hposOrderHeaders(connection, tables, layout.renewalsOweTickets)
        : postsOrderHeaders(connection, tables, layout.renewalsOweTickets);
    this.#counts = new EventCounts(countScopeOf(connection, layout, key));
    this.rangeCounts = this.#counts;
    this.takenAtUtc = takenAtUtc;
  }

  async selectWhole(signal: AbortSignal): Promise<StoreSelection> {
    const { tables } = this.#layout;
    const members = await findMembers(this.#connection, tables, this.#headers, this.#scope, signal);
    return await this.#select(members, null, signal);
  }

  async #readCursor(signal: AbortSignal): Promise<SignalState> {
    const found = await readChangeSignals(this.#changeScope(), signal);
    const cursor = toCursor(firstMarks(found, this.takenAtUtc));
    return { cursor, newestChangeAtUtc: found.newestChangeAtUtc };
  }

  async #findSince(cursor: ChangeCursor, signal: AbortSignal): Promise<StoreChanges> {
    const marks = fromCursor(cursor);
    const found = await findChanges(this.#changeScope(), marks, signal);
    const { orderIds, ticketIds, lateRows, newestChangeAtUtc, isComplete } = found;
    const next = toCursor(nextMarks(marks, found, this.takenAtUtc));
    return { orderIds, ticketIds, lateRows, newestChangeAtUtc, isComplete, cursor: next };
  }

  #changeScope(): ChangeScope {
    const { takenAtUtc } = this;
    return { connection: this.#connection, layout: this.#layout, event: this.#scope, takenAtUtc };
  }

  async ticketPlaces(
    wooTicketIds: readonly number[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<number, number>> {
    return await readTicketPlaces(this.#connection, this.#layout.tables, this.#scope, wooTicketIds, signal);
  }

  async newTicketsOf(
    asked: Pick<AskedRows, 'wooOrderIds' | 'ownWooOrderIds'>,
    since: ChangeCursor | null,
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    const marks = since === null ? null : fromCursor(since).ids;
    return await findNewTickets(this.#connection, this.#layout.tables, asked, marks, signal);
  }

  async selectSome(
    { wooOrderIds, ownWooOrderIds, places }: AskedRows,
    signal: AbortSignal,
  ): Promise<StoreSelection> {
    const members = await findSomeMembers(
      this.#connection,
      this.#layout.tables,
      this.#headers,
      this.#scope,
      { orderIds: wooOrderIds, ownOrderIds: ownWooOrderIds, places },
      signal,
    );
    const few = places.size > FEW_TICKETS ? null : [...places.keys()];
    return await this.#select(members, few, signal);
  }

  async findRowsOf(wooProductIds: readonly number[], signal: AbortSignal): Promise<FoundRows> {
    const [productId, ...otherProductIds] = wooProductIds;
    if (productId === undefined) return { orderIds: [], ticketIds: [] };
    const { tables } = this.#layout;
    const scope = { productId, variationId: null, otherProductIds };
    const members = await findMembers(this.#connection, tables, this.#headers, scope, signal);
    const orderIds = [...members.orderIds];
    const ofOrders = orderIds.flatMap((id) => members.ticketsOf(id));
    return { orderIds, ticketIds: [...members.orphanIds, ...ofOrders] };
  }

  async #takeDigests(
    width: number,
    ranges: ReadonlyMap<string, readonly IdRange[]> | null,
    signal: AbortSignal,
  ): Promise<readonly RangeDigest[]> {
    const digests: RangeDigest[] = [];
    for (const shape of digestTables(this.#layout)) {
      const some = ranges?.get(shape.name) ?? [];
      digests.push(
        ...(ranges === null
          ? await digestTable(this.#connection, shape, width, signal)
          : await digestRanges(this.#connection, shape, some, width, signal)),
      );
    }
    return digests;
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
    return await this.#counts.countWhole(excluded, signal);
  }

  async countOrders(
    wooOrderIds: readonly number[],
    wooTicketIds: readonly number[] | null,
    signal: AbortSignal,
  ): Promise<readonly OrderFacts[]> {
    return await this.#counts.countOrders(wooOrderIds, wooTicketIds, signal);
  }

  async close(): Promise<void> {
    this.#connection.close();
  }

  /** @param ticketIds the tickets whose check-ins are needed; null means those of the whole event */
  async #select(
    members: Members,
    ticketIds: readonly number[] | null,
    signal: AbortSignal,
  ): Promise<StoreSelection> {
    const { event, otherProducts = [] } = this.#key;
    const { hasCheckIns, tables, timezone, currency, dateFormat } = this.#layout;
    const logClock = shiftedClock(timezone);
    const ticketsOf = (product: StoreEvent): TicketContext => ({
      numDays: product.numDays,
      keepsDays: product.keepsDays,
      tiers: product.tiers,
      labels: labelsOf(product.form),
      slotContext: { slots: product.slots, timezone: product.timezone, dateFormat },
      logClock,
    });
    const context: PageContext = {
      plugin: this.#layout.plugin,
      ...this.#scope,
      ...ticketsOf(event),
      otherProducts: new Map(otherProducts.map((other) => [other.wooProductId, ticketsOf(other)])),
      numberMetas: tables.orderNumberMetas,
      timezone,
      currency,
      rereads: this.#rereads,
      checkIns:
        hasCheckIns && members.ticketCount > 0
          ? await readCheckIns(this.#connection, tables, productsOf(this.#scope), ticketIds, signal)
          : NO_CHECK_INS,
    };
    return new WooSelection(this.#connection, tables, this.#headers, members, context);
  }
}

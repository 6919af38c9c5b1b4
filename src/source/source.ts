import type { LeftOut } from '../kernel/sentences/left-out.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import type { FoundStore } from '../ticketing/model/store-identity.ts';
import type { StoreOrder, StoreTicket } from '../ticketing/model/store-order.ts';
import type { NoteReason } from '../vocabulary/note-reasons.ts';
import type { StoreDigests } from './digests.ts';
import type { Excluded, OrderFacts, RangeCounts, StoreProof } from './totals.ts';
import type { StoreWatch } from './watch.ts';

/**
 * Everything that the engine asks of any store, independent of the connection and of the tables for orders.
 * `src/woocommerce/woo-store.ts` implements it.
 *
 * A source must offer its identity, pages and totals. Change signals and digests are optional: if a snapshot
 * lacks them, the engine reads more.
 */
export interface StoreSource {
  /**
   * Reads the store's settings that decide how it is read.
   *
   * @throws unavailable, config `store.*`
   */
  identify(signal: AbortSignal): Promise<StoreIdentity>;
  /** @throws missing `store.no-such-product` */
  readEvent(wooProductId: number, signal: AbortSignal): Promise<StoreEvent>;
  /**
   * Groups of products that are one product in several languages, the original first. There are none if the
   * store has one language.
   */
  readTranslations(signal: AbortSignal): Promise<readonly (readonly number[])[]>;
  /** The facts by which the store is recognised, and the present state of these orders. */
  findStore(event: StoreEvent, wooOrderIds: readonly number[], signal: AbortSignal): Promise<FoundStore>;
  /** Opens one consistent read-only view on one connection; the caller always closes it. */
  openSnapshot(event: EventKey, signal: AbortSignal): Promise<StoreSnapshot>;
  /** An optional capability; closing the source ends the watch. Without it, executions take the place of a watch. */
  readonly openWatch?: (signal: AbortSignal) => Promise<StoreWatch>;
  close(): Promise<void>;
}

export interface StoreIdentity {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly layout: 'hpos' | 'posts';
  readonly currency: string;
  /** IANA zone, or `+HH:MM` if the site stores a bare offset. */
  readonly timezone: string;
  /**
   * The zone in the form for a configuration: `Etc/GMT+3` for a bare offset. Null if the site names neither a
   * zone nor an offset.
   */
  readonly ownTimezone: string | null;
  readonly serverVersion: string;
  /** Whether UTF-8 in `latin1` columns is decoded. Without that, the same rows give other texts. */
  readonly readsLatin1: boolean;
  /**
   * The place where the store keeps order numbers, if a person named one. Null if the source finds it by
   * itself.
   */
  readonly orderNumberMeta: string | null;
  /** true if paid renewals of a subscription get tickets of their own. */
  readonly renewalsOweTickets: boolean;
  /** Warnings for the operator that do not stop a sync: `store.myisam-tables` … */
  readonly warnings: readonly string[];
}

/** The products (or the one variation of a product) that are read as the event. */
export interface EventKey {
  readonly event: StoreEvent;
  readonly variationId: number | null;
  /** Further products that are the same event; absent means none. */
  readonly otherProducts?: readonly StoreEvent[];
}

/** The pages and totals of one event, and the source's optional capabilities. */
export interface StoreSnapshot {
  /** The database's clock when the view was opened. */
  readonly takenAtUtc: Date;
  /** Null if the store gives no change signals. Then a quick execution sweeps, or reads everything. */
  readonly changes: ChangeSignals | null;
  /** Null if the store cannot digest its tables. Then a sweep reads everything. */
  readonly digests: StoreDigests | null;
  /** Null if the store cannot count an event in parts. Then each whole proof counts everything. */
  readonly rangeCounts: RangeCounts | null;
  /**
   * Every order that contains the event's product or an issued ticket of it, and the tickets without an order.
   */
  selectWhole(signal: AbortSignal): Promise<StoreSelection>;
  /** Which of these posts are tickets of the event, and the order that each names; 0 if it names none. */
  ticketPlaces(wooTicketIds: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, number>>;
  /**
   * The posts that may be tickets of these orders: of own orders and of new ones, those that are newer than the cursor
   * or a little older; of the others all, which takes longer the larger the store is.
   *
   * @param since null for all tickets of all orders
   */
  newTicketsOf(
    asked: Pick<AskedRows, 'wooOrderIds' | 'ownWooOrderIds'>,
    since: ChangeCursor | null,
    signal: AbortSignal,
  ): Promise<readonly number[]>;
  /** Selects those of these rows that belong to the event now or belonged to it before. */
  selectSome(asked: AskedRows, signal: AbortSignal): Promise<StoreSelection>;
  /**
   * The orders that contain one of these products of the event, or an issued ticket of it, and all their
   * tickets.
   */
  findRowsOf(wooProductIds: readonly number[], signal: AbortSignal): Promise<FoundRows>;
  /** Which of these orders still exist at all, whether or not they belong to the event. */
  existingOrders(wooOrderIds: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** The figures of the event, counted and summed by queries that share no code with `readPages`. */
  countWhole(excluded: Excluded, signal: AbortSignal): Promise<StoreProof>;
  /**
   * @param wooTicketIds the tickets to count, by id; null means all tickets of the event that name these orders
   */
  countOrders(
    wooOrderIds: readonly number[],
    wooTicketIds: readonly number[] | null,
    signal: AbortSignal,
  ): Promise<readonly OrderFacts[]>;
  close(): Promise<void>;
}

/** An optional capability: the store gives the changes since a cursor. */
export interface ChangeSignals {
  /** The position in the signals after a reading of the whole event. */
  readCursor(signal: AbortSignal): Promise<SignalState>;
  /** The changes since a cursor. The returned cursor continues after this snapshot and never goes back. */
  findSince(cursor: ChangeCursor, signal: AbortSignal): Promise<StoreChanges>;
}

/** A selection of orders and tickets to read. */
export interface StoreSelection {
  /** How many rows it has, for showing progress. */
  readonly expected: { readonly orders: number; readonly tickets: number };
  /**
   * The pages: first orders, without drafts, by ascending id, then the tickets whose order does not exist.
   *
   * @shape at most `limit` orders or tickets a page, strictly increasing position
   */
  readPages(after: Position | null, limit: number, signal: AbortSignal): AsyncIterable<StorePage>;
  /**
   * Splits the selection at the place up to which an earlier attempt read. Of the rows before that place, only
   * some are read again.
   */
  splitAt(place: Place, again: FoundRows): SplitSelection;
}

/** A selection whose first part was read by an earlier attempt. */
export interface SplitSelection {
  readonly again: StoreSelection;
  /** The rows after the place. */
  readonly rest: StoreSelection;
  /** The rows that `again` reads. */
  readonly againRows: FoundRows;
  /**
   * The rows before the place that are not read again. Of the tickets, only those without an order are
   * included.
   */
  readonly skippedRows: FoundRows;
}

/** The position up to which change signals were read. Only its source reads and compares its content. */
export interface ChangeCursor {
  /** Changes before this time were read. */
  readonly readToUtc: Date;
  /**
   * Opaque to all code except the source.
   *
   * @shape JSON
   */
  readonly state: Readonly<Record<string, unknown>>;
}

export interface SignalState {
  readonly cursor: ChangeCursor;
  /** The newest time of change that is not in the future; null if the store has none. */
  readonly newestChangeAtUtc: Date | null;
}

export interface StoreChanges extends SignalState {
  /** Changes of the whole store. It is not known yet which of them concern the event. */
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
  /**
   * Rows a little before the cursor. An id is given before a change is committed, so a lower id may appear
   * after a higher one was read. Only rows that the backend does not have are new.
   */
  readonly lateRows: FoundRows;
  /** False if this store lacks a needed signal. Then only a sweep finds the missing changes. */
  readonly isComplete: boolean;
}

export interface FoundRows {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
}

export interface AskedRows {
  /** These rows are read if they belong to the event now. */
  readonly wooOrderIds: readonly number[];
  /** These rows are read in any case, because they belonged to the event. */
  readonly ownWooOrderIds: ReadonlySet<number>;
  /** The event's tickets among them, as `ticketPlaces` returns them. */
  readonly places: ReadonlyMap<number, number>;
}

/** An ordered position in a reading: first all orders by id, then all tickets without an order by id. */
export interface Position {
  readonly phase: 'orders' | 'orphans';
  readonly id: number;
}

/** A position, or the end of a reading. */
export interface Place {
  readonly phase: Position['phase'] | 'done';
  readonly id: number;
}

export interface StorePage {
  readonly orders: readonly StoreOrder[];
  readonly orphans: readonly StoreTicket[];
  readonly rejects: readonly StoreReject[];
  /** The notes on the rows of the page. */
  readonly notes: readonly StoreNote[];
  /** Rows that turned out not to belong to the event. */
  readonly passedOver: FoundRows;
  /** The end of the page, which is committed with it as the checkpoint. */
  readonly position: Position;
}

/** A row of the store that could not be read. It counts as found, so its existing row stays. */
export interface StoreReject {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  /** The order of the row, if the row is a ticket with an order. */
  readonly wooOrderId: number | null;
  /** `money.malformed`, `order.unknown-currency` … */
  readonly code: string;
  readonly message: string;
  /** The store's raw row. */
  readonly raw: unknown;
  readonly leftOut: LeftOut;
}

/** An odd value in a row that was read nevertheless, and how it was read. */
export interface StoreNote {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  readonly wooOrderId: number | null;
  /** The place in the row, in the store's own names: `_qty of line 5512`, `date_paid_gmt`. */
  readonly field: string;
  /** The text at that place, at most 200 characters; null if there is none. */
  readonly raw: string | null;
  readonly reason: NoteReason;
}

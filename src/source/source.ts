import type { LeftOut } from '../kernel/sentences/left-out.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import type { FoundStore } from '../ticketing/model/store-identity.ts';
import type { StoreOrder, StoreTicket } from '../ticketing/model/store-order.ts';
import type { NoteReason } from '../vocabulary/note-reasons.ts';
import type { Excluded, OrderFacts, StoreProof } from './totals.ts';

/**
 * The port: everything that the engine asks of a store, independent of its connection and of its tables for
 * orders. `src/woocommerce/woo-store.ts` implements it.
 *
 * A source must offer its identity, pages and totals. Change signals and digests are optional: where a snapshot
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
  /** Products that are one product in several languages, the original first; none where the store has one language. */
  readTranslations(signal: AbortSignal): Promise<readonly (readonly number[])[]>;
  /** By what the store is recognised, and what becomes of these orders in it. */
  findStore(event: StoreEvent, wooOrderIds: readonly number[], signal: AbortSignal): Promise<FoundStore>;
  /** Opens one consistent read-only view on one connection; the caller always closes it. */
  openSnapshot(event: EventKey, signal: AbortSignal): Promise<StoreSnapshot>;
  close(): Promise<void>;
}

export interface StoreIdentity {
  readonly siteUrl: string;
  readonly tablePrefix: string;
  readonly layout: 'hpos' | 'posts';
  readonly currency: string;
  /** IANA zone, or `+HH:MM` where the site keeps a bare offset. */
  readonly timezone: string;
  /**
   * In the form for a configuration: `Etc/GMT+3` for a bare offset; null: the site names neither a zone nor an offset.
   */
  readonly ownTimezone: string | null;
  readonly serverVersion: string;
  /** Whether UTF-8 in columns of `latin1` is decoded: the same rows give other texts without it. */
  readonly readsLatin1: boolean;
  /** Where a person said that the store keeps the numbers of its orders; null: where the source looks by itself. */
  readonly orderNumberMeta: string | null;
  /** Paid renewals of a subscription get tickets of their own. */
  readonly renewalsOweTickets: boolean;
  /** Warnings for the operator that do not stop a sync: `store.myisam-tables` … */
  readonly warnings: readonly string[];
}

/** Which products (or which one variation of a product) are read as the event. */
export interface EventKey {
  readonly event: StoreEvent;
  readonly variationId: number | null;
  /** Further products that are the same event; absent: none. */
  readonly otherProducts?: readonly StoreEvent[];
}

/** Pages and totals of one event, and the source's optional capabilities. */
export interface StoreSnapshot {
  /** The database's clock when the view was opened. */
  readonly takenAtUtc: Date;
  /** null: the store gives no change signals; a quick execution sweeps, or reads everything. */
  readonly changes: ChangeSignals | null;
  /** null: the store cannot digest its tables; a sweep reads everything. */
  readonly digests: StoreDigests | null;
  /** Every order that holds the event's product or an issued ticket of it, and the tickets without an order. */
  selectWhole(signal: AbortSignal): Promise<StoreSelection>;
  /** Which of these posts are tickets of the event, and the order that each names: 0 where it names none. */
  ticketPlaces(wooTicketIds: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, number>>;
  /**
   * The posts that may be tickets of these orders: of own orders and of new ones, those that are newer than the cursor
   * or a little older; of the others all, which takes longer the larger the store is.
   *
   * @param since null: all of all orders
   */
  newTicketsOf(
    asked: Pick<AskedRows, 'wooOrderIds' | 'ownWooOrderIds'>,
    since: ChangeCursor | null,
    signal: AbortSignal,
  ): Promise<readonly number[]>;
  /** Selects those of these rows that are of the event now or were before. */
  selectSome(asked: AskedRows, signal: AbortSignal): Promise<StoreSelection>;
  /** The orders that hold one of these products of the event or an issued ticket of it, and all its tickets. */
  findRowsOf(wooProductIds: readonly number[], signal: AbortSignal): Promise<FoundRows>;
  /** Which of these orders still exist at all, member of the event or not. */
  existingOrders(wooOrderIds: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** Counted and summed by queries that share no code with `readPages`. */
  countWhole(excluded: Excluded, signal: AbortSignal): Promise<StoreProof>;
  /** @param wooTicketIds the tickets that are counted, by id; null: all of the event that name these orders */
  countOrders(
    wooOrderIds: readonly number[],
    wooTicketIds: readonly number[] | null,
    signal: AbortSignal,
  ): Promise<readonly OrderFacts[]>;
  close(): Promise<void>;
}

/** A capability: the store gives the changes since a cursor. */
export interface ChangeSignals {
  /** The position in the signals after a reading of the whole event. */
  readCursor(signal: AbortSignal): Promise<SignalState>;
  /** The changes since a cursor; the returned cursor continues after this snapshot and never goes back. */
  findSince(cursor: ChangeCursor, signal: AbortSignal): Promise<StoreChanges>;
}

/** A capability: fingerprints of the tables that orders and tickets are read from. */
export interface StoreDigests {
  /** Whose ids each digested table has. */
  readonly tables: Readonly<Record<string, IdKind>>;
  /**
   * Counts and hashes the tables by ranges of so many ids.
   *
   * @param ranges only these; null: whole tables
   */
  take(
    width: number,
    ranges: ReadonlyMap<string, readonly IdRange[]> | null,
    signal: AbortSignal,
  ): Promise<readonly RangeDigest[]>;
  /** The orders and tickets that have rows in these ranges now. */
  rowsInRanges(ranges: ChangedRanges, signal: AbortSignal): Promise<FoundRows>;
}

/** Orders and tickets to read. */
export interface StoreSelection {
  /** For progress. */
  readonly expected: { readonly orders: number; readonly tickets: number };
  /**
   * Orders, drafts left out, oldest id first; then the tickets whose order does not exist.
   *
   * @shape at most `limit` orders or tickets a page, strictly increasing position
   */
  readPages(after: Position | null, limit: number, signal: AbortSignal): AsyncIterable<StorePage>;
  /** Splits it at the place up to which an earlier attempt read; of the rows before it, only some are read again. */
  splitAt(place: Place, again: FoundRows): SplitSelection;
}

/** A selection whose first part was read before. */
export interface SplitSelection {
  readonly again: StoreSelection;
  /** The rows after the place. */
  readonly rest: StoreSelection;
  /** The rows that `again` reads. */
  readonly againRows: FoundRows;
  /** The rows before the place that are not read again; of tickets only those without an order. */
  readonly skippedRows: FoundRows;
}

/** The position up to which change signals were read. Only its source reads and compares its content. */
export interface ChangeCursor {
  /** Changes before this time were read. */
  readonly readToUtc: Date;
  /** Opaque to all code but the source. @shape JSON */
  readonly state: Readonly<Record<string, unknown>>;
}

export interface SignalState {
  readonly cursor: ChangeCursor;
  /** The newest time of change that is not in the future; null: the store has none. */
  readonly newestChangeAtUtc: Date | null;
}

export interface StoreChanges extends SignalState {
  /** Changes of the whole store; whether they concern the event is not known yet. */
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
  /**
   * Rows a little before the cursor: ids are given before a change is committed, so that a lower one may appear
   * after a higher one was read. Only those that the backend does not have are new.
   */
  readonly lateRows: FoundRows;
  /** false: this store lacks a needed signal; only a sweep finds the missing changes. */
  readonly isComplete: boolean;
}

/** The owner of the ids in a digested table. */
export type IdKind = 'orders' | 'items' | 'posts';

/** Ids from the first to the last, both in it. */
export interface IdRange {
  readonly start: number;
  readonly end: number;
}

/** How many rows of a table belong to ids from `start` on, and the sum of their hashes. */
export interface RangeDigest {
  /** The source's own name for the table. */
  readonly table: string;
  readonly start: number;
  readonly rows: number;
  /** Opaque, except that two ranges together have the sum of their hashes. */
  readonly hash: bigint;
}

/** Ranges in which something differs, by the owner of their ids. */
export type ChangedRanges = Readonly<Record<IdKind, readonly IdRange[]>>;

export interface FoundRows {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
}

export interface AskedRows {
  /** Read if they are of the event. */
  readonly wooOrderIds: readonly number[];
  /** Read in any case: they were of the event. */
  readonly ownWooOrderIds: ReadonlySet<number>;
  /** The event's tickets among them, as `ticketPlaces` answers. */
  readonly places: ReadonlyMap<number, number>;
}

/** An ordered place in a reading: all orders by id, then all tickets without an order by id. */
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
  /** Of the rows that the page brings. */
  readonly notes: readonly StoreNote[];
  /** Rows that turned out not to be of the event. */
  readonly passedOver: FoundRows;
  /** Where the page ends; the checkpoint that is committed with it. */
  readonly position: Position;
}

/** A row of the store that could not be read. It counts as seen, so its existing row stays. */
export interface StoreReject {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  /** The order that it belongs to, when it is a ticket with one. */
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
  /** The place in the row, by the store's own names: `_qty of line 5512`, `date_paid_gmt`. */
  readonly field: string;
  /** The text there, at most 200 characters; null: there is none. */
  readonly raw: string | null;
  readonly reason: NoteReason;
}

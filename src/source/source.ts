import type { LeftOut } from '../kernel/sentences/left-out.ts';
import type { StoreEvent } from '../ticketing/model/store-event.ts';
import type { FoundStore } from '../ticketing/model/store-identity.ts';
import type { StoreOrder, StoreTicket } from '../ticketing/model/store-order.ts';
import type { NoteReason } from '../vocabulary/note-reasons.ts';
import type { Excluded, OrderFacts, StoreProof } from './totals.ts';

/**
 * The port: all that the engine asks of a store, whichever way it is reached and however it lays out its
 * orders. `src/woocommerce/woo-store.ts` fulfils it.
 */
export interface StoreSource {
  /**
   * What this store is like, as its settings say.
   *
   * @throws unavailable, config `store.*`
   */
  identify(signal: AbortSignal): Promise<StoreIdentity>;
  /** @throws missing `store.no-such-product` */
  readEvent(wooProductId: number, signal: AbortSignal): Promise<StoreEvent>;
  /** By what the store is recognised, and what becomes of these orders in it. */
  findStore(event: StoreEvent, wooOrderIds: readonly number[], signal: AbortSignal): Promise<FoundStore>;
  /** One consistent read-only view, on one connection; close it whatever happens. */
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
  /** As a configuration takes it: `Etc/GMT+3` for a bare offset; null: the site names neither a zone nor an offset. */
  readonly ownTimezone: string | null;
  readonly serverVersion: string;
  /** UTF-8 that is kept in columns of `latin1` is recognised: with another answer the same rows say something else. */
  readonly readsLatin1: boolean;
  /** Paid renewals of a subscription get tickets of their own. */
  readonly renewalsOweTickets: boolean;
  /** Things an operator should know but that do not stop a sync: `store.myisam-tables` … */
  readonly warnings: readonly string[];
}

/** Which product (and perhaps which one variation of it) is read as the event. */
export interface EventKey {
  readonly event: StoreEvent;
  readonly variationId: number | null;
}

export interface StoreSnapshot {
  /** The database's clock when the view was opened. */
  readonly takenAtUtc: Date;
  /** Every order that holds the event's product or an issued ticket of it, and the tickets without an order. */
  selectWhole(signal: AbortSignal): Promise<StoreSelection>;
  /** What the store's traces of change name since the marks; null: nothing, but where the traces stand now. */
  findChanges(since: StoreMarks | null, signal: AbortSignal): Promise<StoreChanges>;
  /** Which of these posts are tickets of the event, and the order that each names: 0 where it names none. */
  ticketPlaces(wooTicketIds: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, number>>;
  /** Of what is asked for, all that is of the event now or was of it. */
  selectSome(asked: AskedRows, signal: AbortSignal): Promise<StoreSelection>;
  /**
   * Counts and hashes the tables that orders and tickets are read from, by ranges of so many ids.
   *
   * @param ranges only these; null: whole tables
   */
  takeDigests(
    width: number,
    ranges: ReadonlyMap<DigestedTable, readonly IdRange[]> | null,
    signal: AbortSignal,
  ): Promise<readonly RangeDigest[]>;
  /** What of the store stands in these ranges now. */
  rowsInRanges(ranges: ChangedRanges, signal: AbortSignal): Promise<FoundRows>;
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

/** Orders and tickets that a reading is to bring. */
export interface StoreSelection {
  /** For progress. */
  readonly expected: { readonly orders: number; readonly tickets: number };
  /**
   * Orders, drafts left out, oldest id first; then the tickets whose order does not exist.
   *
   * @shape at most `limit` orders or tickets a page, strictly increasing position
   */
  readPages(after: Position | null, limit: number, signal: AbortSignal): AsyncIterable<StorePage>;
  /** Parts it at a place up to which an earlier attempt read; of what stands before it, only some is read again. */
  splitAt(place: Place, again: FoundRows): SplitSelection;
}

/** A selection of which the first part was read before. */
export interface SplitSelection {
  readonly again: StoreSelection;
  /** What stands after the place. */
  readonly rest: StoreSelection;
  /** What `again` reads. */
  readonly againRows: FoundRows;
  /** What stands before the place and is not read again; of tickets only those without an order. */
  readonly skippedRows: FoundRows;
}

/** Ids up to which the store's traces were read: each trace has its own. */
export interface FeedIds {
  readonly post: number;
  /** Of `postmeta`. */
  readonly postmeta: number;
  /** Of the order tables; 0 where orders are posts. */
  readonly order: number;
  readonly checkIn: number;
  readonly action: number;
  readonly note: number;
}

/** From where on changes are looked for. */
export interface StoreMarks {
  readonly readTo: Date;
  readonly ids: FeedIds;
  readonly openActions: readonly number[];
  /** The clock of the store's database when these ids were the newest. */
  readonly notedAtUtc: Date;
}

export interface StoreChanges {
  /** Of the whole store: whether they concern the event is not known yet. */
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
  /**
   * What stands a little below the marks: ids are given before a change is committed, so that a lower one may show up
   * after a higher one was read. Of these only what the backend does not hold is new.
   */
  readonly lateRows: FoundRows;
  /** The newest time of change that is not in the future; null: none was seen. */
  readonly newestChangeAtUtc: Date | null;
  /** The newest ids now. */
  readonly feedIds: FeedIds;
  /** Actions that an order's later change may still join. */
  readonly openActions: readonly number[];
  /** false: this store does not keep a trace that is needed; only a sweep finds what it misses. */
  readonly isComplete: boolean;
}

/** The tables of a store whose rows make up orders and tickets. */
export type DigestedTable =
  | 'orders'
  | 'order_addresses'
  | 'order_operational_data'
  | 'order_metas'
  | 'items'
  | 'itemmeta'
  | 'posts'
  | 'postmeta';

/** Ids from the first to the last, both in it. */
export interface IdRange {
  readonly start: number;
  readonly end: number;
}

/** How many rows of a table belong to ids from `start` on, and the sum of their hashes. */
export interface RangeDigest {
  readonly table: DigestedTable;
  readonly start: number;
  readonly rows: number;
  readonly hash: bigint;
}

/** Ranges in which something differs, by what their ids are. */
export interface ChangedRanges {
  readonly orders: readonly IdRange[];
  readonly items: readonly IdRange[];
  readonly posts: readonly IdRange[];
}

export interface FoundRows {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
}

export interface AskedRows {
  /** Read if they are of the event. */
  readonly wooOrderIds: readonly number[];
  /** Read in any case: they were of the event. */
  readonly ownWooOrderIds: ReadonlySet<number>;
  /** The event's tickets among them, as `ticketPlaces` tells. */
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
  /** What was looked at and turned out not to be of the event. */
  readonly passedOver: FoundRows;
  /** Where the page ends; the checkpoint that is committed with it. */
  readonly position: Position;
}

/** A row of the store that could not be read. It counts as seen: what we hold of it stays. */
export interface StoreReject {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  /** The order that it belongs to, when it is a ticket with one. */
  readonly wooOrderId: number | null;
  /** `money.malformed`, `order.unknown-currency` … */
  readonly code: string;
  readonly message: string;
  /** The row as the store has it. */
  readonly raw: unknown;
  readonly leftOut: LeftOut;
}

/** Something odd in a row that was read nevertheless: what became of it. */
export interface StoreNote {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  readonly wooOrderId: number | null;
  /** Where in the row, in the store's own words: `_qty of line 5512`, `date_paid_gmt`. */
  readonly field: string;
  /** What stands there, at most 200 characters; null: nothing does. */
  readonly raw: string | null;
  readonly reason: NoteReason;
}

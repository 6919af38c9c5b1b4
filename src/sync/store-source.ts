import type { StoreEvent } from '../ticketing/store-event.ts';
import type { StoreOrder, StoreTicket } from '../ticketing/store-order.ts';

/**
 * The port: all that the engine asks of a store, whichever way it is reached and however it lays out its
 * orders. `src/woocommerce/woo-store.ts` fulfils it.
 */
export interface StoreSource {
  /**
   * Who this store is. Pinned when a configuration is created.
   *
   * @throws unavailable, config `store.*`
   */
  identify(signal: AbortSignal): Promise<StoreIdentity>;
  /** @throws missing `store.no-such-product` */
  readEvent(wooProductId: number, signal: AbortSignal): Promise<StoreEvent>;
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
  readonly serverVersion: string;
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
  /** What a full read will bring, for progress. */
  readonly expected: { readonly orders: number; readonly tickets: number };
  /**
   * Every order that holds the event's product or an issued ticket of it, drafts left out, oldest id first;
   * then the tickets whose order does not exist.
   *
   * @shape at most `limit` orders or tickets a page, strictly increasing position
   */
  readPages(after: Position | null, limit: number, signal: AbortSignal): AsyncIterable<StorePage>;
  /** Which of these orders still exist at all, member of the event or not. */
  existingOrders(wooOrderIds: readonly number[], signal: AbortSignal): Promise<ReadonlySet<number>>;
  /** Counted and summed by queries that share no code with `readPages`. */
  countWhole(excluded: Excluded, signal: AbortSignal): Promise<StoreProof>;
  countOrders(wooOrderIds: readonly number[], signal: AbortSignal): Promise<readonly OrderFacts[]>;
  close(): Promise<void>;
}

/** An ordered place in a full read: all orders by id, then all tickets without an order by id. */
export interface Position {
  readonly phase: 'orders' | 'orphans';
  readonly id: number;
}

export interface StorePage {
  readonly orders: readonly StoreOrder[];
  readonly orphans: readonly StoreTicket[];
  readonly rejects: readonly StoreReject[];
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
}

/**
 * Rows left out of a count on both sides: what could not be read cannot be compared. Usually none. The tickets
 * of an order that is left out are left out with it.
 */
export interface Excluded {
  readonly wooOrderIds: readonly number[];
  readonly wooTicketIds: readonly number[];
}

/** Raw facts of a whole event, one row a source status and currency. Amounts are decimal strings, 8 digits. */
export interface StoreProof {
  readonly orders: readonly OrderGroup[];
  readonly tickets: readonly TicketGroup[];
  readonly pending: readonly PendingGroup[];
}

/** Attendees of orders whose tickets were not made yet. Which of these orders are paid is the engine's to say. */
export interface PendingGroup {
  readonly sourceStatus: string;
  /** The orders have a paid date. */
  readonly everPaid: boolean;
  readonly tickets: number;
}

export interface OrderGroup {
  readonly sourceStatus: string;
  readonly currency: string;
  readonly orders: number;
  readonly quantity: number;
  /** Σ (line total + line tax) of the event's lines. */
  readonly total: string;
  /** Σ refund lines (amount + tax, positive) of the event's lines, whose refund exists. */
  readonly refundedByLines: string;
  /** Σ amounts of all refunds of these orders, whichever event they were for. */
  readonly orderRefunded: string;
}

export interface TicketGroup {
  readonly postStatus: string;
  /** Empty where the meta is missing. */
  readonly sourceStatus: string;
  readonly tickets: number;
  /** Σ days on which a ticket is checked in. */
  readonly daysCheckedIn: number;
}

/** One order's raw facts, for the touched proof. */
export interface OrderFacts {
  readonly wooOrderId: number;
  readonly sourceStatus: string;
  readonly currency: string;
  readonly quantity: number;
  readonly total: string;
  readonly refundedByLines: string;
  readonly orderRefunded: string;
  /** Ticket posts of the event that name this order, in whatever post status. */
  readonly tickets: number;
}

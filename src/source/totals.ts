/**
 * Rows that are left out of the count on both sides, because they could not be read; usually there are none. If
 * an order is left out, its tickets are left out as well.
 */
export interface Excluded {
  readonly wooOrderIds: readonly number[];
  readonly wooTicketIds: readonly number[];
}

/**
 * Figures of a whole event before any rule, with one row for each source status and currency. Amounts are
 * decimal strings with 8 decimals.
 */
export interface StoreProof {
  readonly orders: readonly OrderGroup[];
  readonly tickets: readonly TicketGroup[];
  readonly pending: readonly PendingGroup[];
  /** The tickets that are for a slot of the event. */
  readonly slots: readonly SlotGroup[];
  /** Tickets that are for a seat. */
  readonly seatRows: readonly SeatRowGroup[];
  /** The slots and seats of attendees whose tickets were not made yet. */
  readonly pendingPlaces: readonly PendingPlaces[];
  /** Orders of which some attendees wait and others do not: their slots and seats are not counted. */
  readonly unplacedOrderIds: readonly number[];
}

/** The engine decides which of these orders are paid. */
export interface PendingPlaces extends Omit<PendingGroup, 'tickets'> {
  readonly slots: readonly SlotGroup[];
  readonly seatRows: readonly SeatRowGroup[];
}

/**
 * The figures of the orders in a range of ids, and of the tickets that name one of them. The sum of all ranges is the
 * proof of the whole event.
 */
export interface RangeCount {
  /** The first id of the range, as `rangeStart` returns it. */
  readonly start: number;
  /** All tickets of the range, also those that are left out of the figures. */
  readonly wooTicketIds: readonly number[];
  readonly counted: StoreProof;
}

/** An optional capability: the figures of an event by ranges of its orders' ids. */
export interface RangeCounts {
  /** Everything that decides the figures besides the rows of orders and tickets, as a digest. */
  readBasis(signal: AbortSignal): Promise<string>;
  /** All ranges that have an order or a ticket. Their sum is what `countWhole` returns. */
  countAll(excluded: Excluded, signal: AbortSignal): Promise<readonly RangeCount[]>;
  /**
   * Counts some ranges. Null if one of the tickets is in another range: then these ranges are not all that changed.
   *
   * @param wooTicketIds the posts that may be tickets in these ranges
   */
  countSome(
    starts: ReadonlySet<number>,
    wooTicketIds: readonly number[],
    excluded: Excluded,
    signal: AbortSignal,
  ): Promise<readonly RangeCount[] | null>;
}

/**
 * Attendees of orders whose tickets were not created yet. The engine decides which of these orders are paid.
 */
export interface PendingGroup {
  readonly sourceStatus: string;
  /** true if the store has a time of payment or completion for these orders. */
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
  /**
   * Σ refund lines (amount + tax, positive) of refunds that exist. They refer to the event's lines, or to lines
   * that no longer exist if the order has another line of the same product and variation.
   */
  readonly refundedByLines: string;
  /** Σ amounts of all refunds of these orders, for any event. */
  readonly orderRefunded: string;
}

export interface TicketGroup {
  readonly postStatus: string;
  /** The status; empty if the meta is missing. */
  readonly sourceStatus: string;
  readonly tickets: number;
  /** Σ days on which a ticket is checked in. */
  readonly daysCheckedIn: number;
}

export interface SlotGroup {
  /** The text of the slot, as the store shows it. */
  readonly slot: string;
  /**
   * A moment in UTC, or the text of a date if the slot has no time of day. Null if the store stores no time.
   */
  readonly when: string | null;
  readonly tickets: number;
}

export interface SeatRowGroup {
  /** As the store shows it; '': it names none. */
  readonly row: string;
  /** How many tickets are for each seat, by its number. */
  readonly seats: readonly (readonly [number: string, tickets: number])[];
}

/** The figures of one order before any rule, for the proof of the rows just read. */
export interface OrderFacts {
  readonly wooOrderId: number;
  readonly sourceStatus: string;
  readonly currency: string;
  readonly quantity: number;
  readonly total: string;
  readonly refundedByLines: string;
  readonly orderRefunded: string;
  /** Ticket posts of the event that name this order, in any post status. */
  readonly tickets: number;
}

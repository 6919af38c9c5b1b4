/**
 * Rows left out of a count on both sides, because they could not be read; usually none. The tickets of such an order
 * are left out as well.
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
  /** Tickets that are for a slot of the event. */
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

/** Attendees of orders whose tickets were not made yet. The engine decides which of these orders are paid. */
export interface PendingGroup {
  readonly sourceStatus: string;
  /** The store has a time of payment or completion of these orders. */
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
   * Σ refund lines (amount + tax, positive) whose refund exists: of the event's lines, and of lines that are gone where
   * the order has another of the same product and variation.
   */
  readonly refundedByLines: string;
  /** Σ amounts of all refunds of these orders, for any event. */
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

export interface SlotGroup {
  /** As the store shows it. */
  readonly slot: string;
  /** A moment in UTC, or the text of a date where the slot has no time of day; null: the store writes no time. */
  readonly when: string | null;
  readonly tickets: number;
}

export interface SeatRowGroup {
  /** As the store shows it; '': it names none. */
  readonly row: string;
  /** How many tickets are for each seat, by its number. */
  readonly seats: readonly (readonly [number: string, tickets: number])[];
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
  /** Ticket posts of the event that name this order, in any post status. */
  readonly tickets: number;
}

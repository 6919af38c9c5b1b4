import type { Money } from '../../kernel/money/money.ts';
import type { TicketDetails } from '../../vocabulary/ticket-details.ts';

/**
 * One order of a store in our terms, before any of our rules: all of its lines, refunds and tickets, of every
 * event. A store's translator creates it, and `derive-event-order.ts` reads it.
 */
export interface StoreOrder {
  readonly wooOrderId: number;
  readonly number: string;
  /** A status without WooCommerce's `wc-`: `completed`, `on-hold`, `trash`, or a plugin's own. */
  readonly sourceStatus: string;
  /** A currency code of ISO 4217. */
  readonly currency: string;
  readonly minorDigits: number;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  /** The rest of the billing address (company, address_1, city …), with only the parts that exist. */
  readonly billing: Readonly<Record<string, string>> | null;
  readonly paymentMethod: string | null;
  readonly paymentMethodTitle: string | null;
  readonly transactionId: string | null;
  readonly customerNote: string | null;
  readonly couponCodes: readonly string[];
  /** The whole order, shipping and fees included. */
  readonly orderTotal: Money;
  readonly orderedAtUtc: Date | null;
  readonly paidAtUtc: Date | null;
  readonly completedAtUtc: Date | null;
  /** true if one of the fields for the time of payment or completion is filled, readable or not. */
  readonly saysPaid: boolean;
  readonly modifiedAtUtc: Date | null;
  /** true if the store erased the buyer on request (`_anonymized`). */
  readonly anonymised: boolean;
  /** true if the ticket plugin has created this order's tickets. */
  readonly ticketsGenerated: boolean;
  readonly lines: readonly StoreLine[];
  /** The refunds by id, the oldest first. */
  readonly refunds: readonly StoreRefund[];
  /** The attendees in the order's own record of the checkout, for every product in the order. */
  readonly checkoutTickets: readonly CheckoutTicket[];
  /** The issued tickets of the event that is being read, by post id. */
  readonly tickets: readonly StoreTicket[];
}

type LineKind = 'line_item' | 'fee' | 'shipping';

export interface StoreLine {
  readonly itemId: number;
  readonly kind: LineKind;
  readonly name: string;
  /** The product; 0 for fees and shipping. */
  readonly productId: number;
  /** The variation; 0 for a simple product. */
  readonly variationId: number;
  readonly quantity: number;
  /** The amount before discount, without tax. */
  readonly subtotal: Money;
  /** The amount after discount, without tax. A fee may be negative. */
  readonly total: Money;
  readonly tax: Money;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface StoreRefund {
  readonly refundId: number;
  /** The refunded money, as a positive amount with tax. */
  readonly amount: Money;
  readonly reason: string | null;
  readonly refundedAtUtc: Date | null;
  readonly lines: readonly StoreRefundLine[];
}

/** A line of a refund. Quantity and amounts are positive for refunded money. */
export interface StoreRefundLine {
  readonly itemId: number;
  /** The line that it refunds; 0 if it names none. The order need not have that line any more. */
  readonly refundedItemId: number;
  /** The product; 0 for fees and shipping. */
  readonly productId: number;
  readonly variationId: number;
  readonly quantity: number;
  readonly amount: Money;
  readonly tax: Money;
}

/** An attendee as entered by the buyer or at the check-in. Unknown values are null. */
export interface Attendee {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly designation: string | null;
}

/** The buyer in a ticket post, who stays there after the store erased the order's buyer. */
export interface Purchaser {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/**
 * One answer of the attendee form. `key` is the store's own, and `label` is the question that the attendee
 * read, if it is known.
 */
export interface FormAnswer {
  readonly key: string;
  readonly label: string | null;
  readonly value: string;
}

/** A ticket that exists only in the order's own record so far. */
export interface CheckoutTicket {
  /** `x.y`: the counter of the event and that of the ticket in the record, both from 1. */
  readonly key: string;
  readonly productId: number;
  /** 0 if none is named. */
  readonly variationId: number;
  /**
   * The buyer's choice for each attribute. It identifies the variation if none is named, and may be absent
   * otherwise.
   */
  readonly attributes: Readonly<Record<string, string>>;
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  readonly details: TicketDetails;
}

/** A ticket post as the plugin stores it. */
export interface StoreTicket {
  readonly wooTicketId: number;
  /**
   * The order. Null if the ticket was imported without an order, or with a text that is not an order's id. The
   * order need not exist any more.
   */
  readonly wooOrderId: number | null;
  readonly productId: number;
  /** 0 if none is named. */
  readonly variationId: number;
  /**
   * The buyer's choice for each attribute. It identifies the variation if none is named, and may be absent
   * otherwise.
   */
  readonly attributes: Readonly<Record<string, string>>;
  /** The only variation of the product that has these attributes now; 0 if there is none, or several. */
  readonly offeredVariationId: number;
  /** `publish`, `draft`, `trash` … */
  readonly sourcePostStatus: string;
  /** `Not Checked In`, `Checked In`, `Canceled`, `Unpaid`; null if the meta is missing. */
  readonly sourceStatus: string | null;
  /** `CSV` for an imported ticket, else null. */
  readonly createType: string | null;
  readonly ticketNumber: string | null;
  readonly sequenceNumber: number | null;
  readonly displayNumber: string | null;
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  readonly details: TicketDetails;
  /**
   * The buyer; null if the post names none (imported). Needed only to erase the buyer of an anonymised order,
   * and not stored anywhere.
   */
  readonly purchaser: Purchaser | null;
  /** The plugin's state of each day, as its metas have it. A single-day event has one entry (day 1). */
  readonly days: readonly DayState[];
  readonly checkIns: readonly StoreCheckIn[];
}

export interface DayState {
  readonly day: number;
  readonly checkedIn: boolean;
}

/** One row of the plugin's check-in log. The log gives the times, and the metas give the state. */
export interface StoreCheckIn {
  readonly wooCheckInId: number;
  /** A substitute id while the store gives none. Absent if the store always gives one. */
  readonly unnumberedId?: number;
  readonly day: number;
  readonly status: CheckInStatus;
  readonly atUtc: Date;
}

export type CheckInStatus = 'checked_in' | 'not_checked_in' | 'cancelled';

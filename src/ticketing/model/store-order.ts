import type { Money } from '../../kernel/money/money.ts';
import type { TicketDetails } from '../../vocabulary/ticket-details.ts';

/**
 * One order of a store, in our terms but before any of our rules: all of its lines, refunds and tickets, of every
 * event. A store's translator makes it, `derive-event-order.ts` reads it.
 */
export interface StoreOrder {
  readonly wooOrderId: number;
  readonly number: string;
  /** Without WooCommerce's `wc-`: `completed`, `on-hold`, `trash`, or a plugin's own. */
  readonly sourceStatus: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly minorDigits: number;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  /** The rest of the billing address (company, address_1, city …); only parts that are there. */
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
  /** One of the fields for the time of payment or completion is filled, readable or not. */
  readonly saysPaid: boolean;
  readonly modifiedAtUtc: Date | null;
  /** The store erased the buyer on request (`_anonymized`). */
  readonly anonymised: boolean;
  /** The ticket plugin made this order's tickets. */
  readonly ticketsGenerated: boolean;
  readonly lines: readonly StoreLine[];
  /** By id, oldest first. */
  readonly refunds: readonly StoreRefund[];
  /** Attendees in the order's own record of the checkout, for every product in the order. */
  readonly checkoutTickets: readonly CheckoutTicket[];
  /** Issued tickets of the event that is being read, by post id. */
  readonly tickets: readonly StoreTicket[];
}

type LineKind = 'line_item' | 'fee' | 'shipping';

export interface StoreLine {
  readonly itemId: number;
  readonly kind: LineKind;
  readonly name: string;
  /** 0 for fees and shipping. */
  readonly productId: number;
  /** 0 for a simple product. */
  readonly variationId: number;
  readonly quantity: number;
  /** Before discount, without tax. */
  readonly subtotal: Money;
  /** After discount, without tax; a fee may be negative. */
  readonly total: Money;
  readonly tax: Money;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface StoreRefund {
  readonly refundId: number;
  /** The refunded money, positive, tax included. */
  readonly amount: Money;
  readonly reason: string | null;
  readonly refundedAtUtc: Date | null;
  readonly lines: readonly StoreRefundLine[];
}

/** Quantity and amounts are positive for refunded money. */
export interface StoreRefundLine {
  readonly itemId: number;
  /** 0: it names none. The order need not have the line any more. */
  readonly refundedItemId: number;
  /** 0 for fees and shipping. */
  readonly productId: number;
  readonly variationId: number;
  readonly quantity: number;
  readonly amount: Money;
  readonly tax: Money;
}

/** An attendee as entered by the buyer or at the check-in; unknown values are null. */
export interface Attendee {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly designation: string | null;
}

/** The buyer in a ticket post, which stays there after the store erased the order's buyer. */
export interface Purchaser {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
}

/** One answer of the attendee form. `key` is the store's own, `label` what the attendee read, when known. */
export interface FormAnswer {
  readonly key: string;
  readonly label: string | null;
  readonly value: string;
}

/** A ticket that exists only in the order's own record so far. */
export interface CheckoutTicket {
  /** `x.y`: event counter and ticket counter of the record, from 1. */
  readonly key: string;
  readonly productId: number;
  /** 0: none is named. */
  readonly variationId: number;
  /** The buyer's choice of each attribute: it gives the variation where none is named, and may be absent elsewhere. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  readonly details: TicketDetails;
}

/** A ticket post as the plugin keeps it. */
export interface StoreTicket {
  readonly wooTicketId: number;
  /** null: imported without an order, or with a text that is no order's id. The order need not exist any more. */
  readonly wooOrderId: number | null;
  readonly productId: number;
  /** 0: none is named. */
  readonly variationId: number;
  /** The buyer's choice of each attribute: it gives the variation where none is named, and may be absent elsewhere. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The product's only variation of these attributes as they are offered now; 0: there is none, or several. */
  readonly offeredVariationId: number;
  /** `publish`, `draft`, `trash` … */
  readonly sourcePostStatus: string;
  /** `Not Checked In`, `Checked In`, `Canceled`, `Unpaid`; null when the meta is missing. */
  readonly sourceStatus: string | null;
  /** `CSV` for imported tickets, else null. */
  readonly createType: string | null;
  readonly ticketNumber: string | null;
  readonly sequenceNumber: number | null;
  readonly displayNumber: string | null;
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  readonly details: TicketDetails;
  /** null: the post names none (imported). Needed only to erase an anonymised order's buyer; stored nowhere. */
  readonly purchaser: Purchaser | null;
  /** The plugin's state a day, as its metas say; one entry (day 1) for a single-day event. */
  readonly days: readonly DayState[];
  readonly checkIns: readonly StoreCheckIn[];
}

export interface DayState {
  readonly day: number;
  readonly checkedIn: boolean;
}

/** One row of the plugin's check-in log. The log gives the times; the metas give the state. */
export interface StoreCheckIn {
  readonly wooCheckInId: number;
  /** A substitute id while the store gives it none; absent: the store always gives one. */
  readonly unnumberedId?: number;
  readonly day: number;
  readonly status: CheckInStatus;
  readonly atUtc: Date;
}

export type CheckInStatus = 'checked_in' | 'not_checked_in' | 'cancelled';

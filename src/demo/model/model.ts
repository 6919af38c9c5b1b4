import type { Money } from '../../kernel/money/money.ts';
import type { DemoCoupon, DemoProduct } from './catalogue-model.ts';
import type { UtcSeconds } from './site-clock.ts';

/**
 * The demo store as facts, independent of tables: sales, their later changes, and tickets. Writers turn it into
 * the rows of one layout, and `expect.ts` counts it directly. Tests change the store by replacing cases, so
 * everything here is plain data and read-only.
 */
export interface DemoStore {
  readonly settings: DemoSettings;
  readonly products: readonly DemoProduct[];
  readonly coupons: readonly DemoCoupon[];
  readonly customers: readonly DemoCustomer[];
  /**
   * All orders with their tickets, and the tickets without an order, the oldest first. They are generated at
   * each call.
   */
  cases(): Iterable<DemoCase>;
}

export type DemoLayout = 'hpos' | 'posts' | 'compatibility';

export interface DemoSettings {
  /** Orders that a buyer or an administrator created, including deleted ones. */
  readonly orders: number;
  readonly seed: number;
  readonly layout: DemoLayout;
  /** The prefix of the tables: `wp_`. */
  readonly prefix: string;
  /** The store's current time; nothing in it is later. */
  readonly nowUtc: UtcSeconds;
  readonly timezone: string;
  readonly siteUrl: string;
}

/** A customer with an account; guests have none. */
export interface DemoCustomer {
  readonly userId: number;
  readonly login: string;
  readonly buyer: DemoBuyer;
  readonly registeredAtUtc: UtcSeconds;
}

/** An order and its tickets, or an import of tickets without an order. */
export interface DemoCase {
  readonly order: DemoOrder | null;
  readonly tickets: readonly DemoTicket[];
}

/** The buyer's data as they were typed; '' if a field was left empty. */
export interface DemoBuyer {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phone: string;
}

export interface DemoAddress {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postcode: string;
  readonly country: string;
}

/** A status without WooCommerce's `wc-`. `validado` is the status of a plugin. */
export type DemoOrderStatus =
  | 'pending'
  | 'on-hold'
  | 'processing'
  | 'completed'
  | 'cancelled'
  | 'refunded'
  | 'failed'
  | 'trash'
  | 'checkout-draft'
  | 'validado';

export type DemoCurrency = 'CLP' | 'USD';

/** How the order was created. The plugin's metas depend on it. */
export type DemoChannel = 'checkout' | 'cart' | 'admin' | 'ticket-desk';

export interface DemoOrder {
  readonly id: number;
  readonly status: DemoOrderStatus;
  /** The status before an order was trashed. */
  readonly statusBeforeTrash: DemoOrderStatus | null;
  readonly channel: DemoChannel;
  readonly currency: DemoCurrency;
  /** 0 for a guest. */
  readonly customerId: number;
  readonly buyer: DemoBuyer;
  /** The buyer in the plugin's record, which the eraser does not change. */
  readonly purchaser: DemoBuyer;
  /** Null if no address was ever given. */
  readonly address: DemoAddress | null;
  readonly payment: DemoPayment | null;
  readonly customerNote: string;
  readonly orderKey: string;
  readonly cartHash: string;
  readonly createdAtUtc: UtcSeconds;
  /** The newest change that WooCommerce notices. */
  readonly updatedAtUtc: UtcSeconds;
  readonly paidAtUtc: UtcSeconds | null;
  readonly completedAtUtc: UtcSeconds | null;
  readonly trashedAtUtc: UtcSeconds | null;
  readonly lines: readonly DemoLine[];
  readonly fees: readonly DemoFee[];
  readonly shippings: readonly DemoShipping[];
  readonly coupons: readonly DemoCouponUse[];
  readonly refunds: readonly DemoRefund[];
  readonly notes: readonly DemoNote[];
  /**
   * The attendees that were entered at the checkout, one list for each event. Null if there was no checkout.
   */
  readonly checkoutRecord: readonly DemoCheckoutEvent[] | null;
  readonly ticketsGenerated: boolean;
  /** true if the plugin cancelled this order's tickets. `restored`: it restored them afterwards. */
  readonly ticketsCanceled: 'no' | 'yes' | 'restored';
  /** true if the buyer was erased on request. */
  readonly anonymised: boolean;
  /** true if the order was deleted for good: only its tickets are in the database. */
  readonly deleted: boolean;
  /** true if the analytics job has not run yet: only a pending action names the order. */
  readonly awaitsAnalytics: boolean;
}

export interface DemoPayment {
  readonly method: string;
  readonly title: string;
  /** '' until paid. */
  readonly transactionId: string;
}

export interface DemoLine {
  readonly itemId: number;
  readonly productId: number;
  /** 0 for a simple product. */
  readonly variationId: number;
  readonly name: string;
  readonly quantity: number;
  readonly subtotal: Money;
  /** After coupons; this store charges no tax. */
  readonly total: Money;
  readonly attributes: readonly DemoAttributeValue[];
}

export interface DemoAttributeValue {
  /** The key of an attribute: `tipo-de-acceso`, or `pa_sector` for a taxonomy. */
  readonly key: string;
  readonly value: string;
}

export interface DemoFee {
  readonly itemId: number;
  readonly name: string;
  readonly total: Money;
}

export interface DemoShipping {
  readonly itemId: number;
  readonly title: string;
  readonly total: Money;
  /** `Bolsa de tela &times; 2`. */
  readonly contents: string;
}

export interface DemoCouponUse {
  readonly itemId: number;
  readonly coupon: DemoCoupon;
  readonly discount: Money;
}

export interface DemoRefund {
  readonly id: number;
  /** A positive amount. */
  readonly amount: Money;
  readonly reason: string;
  readonly kind: 'partial' | 'full';
  readonly createdAtUtc: UtcSeconds;
  /**
   * true if the refund was created by setting the status. It has no lines, and analytics counts those of the
   * order.
   */
  readonly automatic: boolean;
  /** true if the refund was deleted later. In HPOS mode its items stay behind. */
  readonly deleted: boolean;
  readonly lines: readonly DemoRefundLine[];
}

/** Positive for refunded units and amounts. */
export interface DemoRefundLine {
  readonly itemId: number;
  readonly kind: 'line_item' | 'fee' | 'shipping';
  readonly refundedItemId: number;
  readonly quantity: number;
  readonly total: Money;
}

export interface DemoNote {
  readonly text: string;
  readonly atUtc: UtcSeconds;
}

/** The attendee's data as typed at the checkout; '' if a field was left empty. */
export interface DemoAttendee extends DemoBuyer {
  readonly company: string;
  readonly designation: string;
}

export interface DemoAnswer {
  /** The plugin's key of the field. In older imports it is a label with underscores. */
  readonly key: string;
  readonly typed: string;
}

export interface DemoCheckoutEvent {
  readonly productId: number;
  readonly tickets: readonly DemoCheckoutTicket[];
}

export interface DemoCheckoutTicket {
  readonly variationId: number;
  readonly attributes: readonly DemoAttributeValue[];
  readonly price: Money;
  readonly attendee: DemoAttendee;
  readonly answers: readonly DemoAnswer[];
}

export type DemoTicketStatus = 'Not Checked In' | 'Checked In' | 'Canceled';

export interface DemoTicket {
  readonly id: number;
  /** The post's id and six digits. */
  readonly ticketNumber: string;
  readonly hash: string;
  readonly origin: 'checkout' | 'ticket-desk' | 'csv';
  /** Null if it was imported without an order. */
  readonly orderId: number | null;
  readonly productId: number;
  readonly variationId: number;
  readonly attributes: readonly DemoAttributeValue[];
  readonly customerId: number;
  readonly attendee: DemoAttendee;
  readonly purchaser: DemoBuyer;
  readonly answers: readonly DemoAnswer[];
  readonly price: Money;
  readonly sequence: number;
  /** Null if the meta is missing. */
  readonly status: DemoTicketStatus | null;
  /** One entry for each day of an event of several days; null before the first check-in. */
  readonly dayStatuses: readonly DemoTicketStatus[] | null;
  readonly trashedAtUtc: UtcSeconds | null;
  readonly createdAtUtc: UtcSeconds;
  readonly modifiedAtUtc: UtcSeconds;
  /**
   * true if the ticket was edited in wp-admin or imported. Then its text is stored as it was typed, not
   * escaped.
   */
  readonly edited: boolean;
  readonly checkIns: readonly DemoCheckIn[];
}

export interface DemoCheckIn {
  readonly day: number;
  readonly status: DemoTicketStatus;
  readonly atUtc: UtcSeconds;
}

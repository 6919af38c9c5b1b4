import type { Money } from '../../kernel/money/money.ts';
import type { TicketDetails } from '../../vocabulary/ticket-details.ts';
import type {
  OrderStatus,
  RefundPolicy,
  TicketOrigin,
  TicketSource,
  TicketStatus,
} from '../../vocabulary/ticketing.ts';
import type { Attendee, DayState, FormAnswer, StoreCheckIn } from './store-order.ts';

/** The rules by which a configuration derives one event's orders from a store's orders. */
export interface EventRules {
  /** The event's first product. */
  readonly productId: number;
  /**
   * Only this variation belongs to the event; null means the whole product. An event of a variation has no
   * other product.
   */
  readonly variationId: number | null;
  /** Further products that are the same event; absent means none. */
  readonly otherProductIds?: readonly number[];
  /** Where the tickets of the first product come from. */
  readonly ticketSource: TicketSource;
  /** The same for each further product. A product that is absent has the first product's value. */
  readonly otherTicketSources?: Readonly<Record<number, TicketSource>>;
  /** The order statuses in which the ticket plugin creates tickets; never empty. */
  readonly issuingStatuses: readonly string[];
  /** A percentage as Money: 10 % is 10_00000000n. */
  readonly serviceFeePercentage: Money;
  /** The statuses of plugins, and our order status for each. */
  readonly statusMapping: Readonly<Record<string, OrderStatus>>;
  readonly refundPolicy: RefundPolicy;
}

/** The backend's own data of a ticket, which no store could supply again. */
export interface ExistingTicket {
  readonly id: string;
  readonly wooTicketId: number | null;
  readonly pendingKey: string | null;
  readonly productId: number;
  readonly variationId: number;
  /** true if a refund already took this ticket. It stays refunded as long as the refunded quantity does. */
  readonly refunded: boolean;
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  /** The latest local check-in state of each day. */
  readonly localDays: readonly DayState[];
}

/** One event's part of an order after all rules. The engine adds our ids. */
export interface EventOrder {
  readonly wooOrderId: number;
  readonly status: OrderStatus;
  /** true if the status is a plugin's and is not in the mapping. */
  readonly unmappedStatus: boolean;
  readonly share: OrderShare;
  readonly items: readonly EventOrderItem[];
  readonly refunds: readonly EventRefund[];
  readonly tickets: readonly EventTicket[];
}

/** This event's part of the order's money. total and refunded are whole minor units. */
export interface OrderShare {
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  readonly total: Money;
  readonly refundedByLines: Money;
  readonly refundedApportioned: Money;
  readonly refunded: Money;
  readonly net: Money;
  readonly serviceFee: Money;
  readonly organizerAmount: Money;
  /** `total` minus Σ (line total + line tax). */
  readonly rounding: Money;
  /** The total of the whole WooCommerce order. */
  readonly orderTotal: Money;
  readonly orderRefunded: Money;
}

/** A line of the event's product. Its figures are the store's own, with all decimals. */
export interface EventOrderItem {
  readonly wooItemId: number;
  readonly productId: number;
  readonly variationId: number;
  readonly name: string;
  readonly quantity: number;
  readonly refundedQuantity: number;
  readonly subtotal: Money;
  readonly discount: Money;
  readonly tax: Money;
  /** The amount after discount, without tax. The share's total is Σ (total + tax). */
  readonly total: Money;
  /** The amount refunded by lines of refunds, tax included. */
  readonly refunded: Money;
  /** The bought units without a ticket, and their part of `total + tax`, in whole minor units. */
  readonly unticketedQuantity: number;
  readonly unticketedAmount: Money;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface EventRefund {
  readonly wooRefundId: number;
  /** The refund's share of this event: its lines, and its part of the residual. */
  readonly amount: Money;
  readonly orderAmount: Money;
  readonly reason: string | null;
  readonly refundedAtUtc: Date | null;
  readonly lines: readonly EventRefundLine[];
}

export interface EventRefundLine {
  readonly wooItemId: number;
  /** The line that the refund names. If that line is gone, the first of the lines that replaced it. */
  readonly refundedItemId: number;
  readonly quantity: number;
  readonly amount: Money;
  readonly tax: Money;
}

export interface EventTicket {
  /** The id of the row that the ticket continues; null for a new row. */
  readonly existingId: string | null;
  readonly origin: TicketOrigin;
  readonly wooTicketId: number | null;
  /**
   * The key of a ticket from the checkout or from a line. It is kept when the post appears, and is unique
   * within an order.
   */
  readonly pendingKey: string | null;
  readonly wooOrderId: number | null;
  readonly productId: number;
  readonly variationId: number;
  /** Null for a surplus ticket, beyond the bought units. */
  readonly wooItemId: number | null;
  readonly status: TicketStatus;
  readonly sourceStatus: string | null;
  readonly sourcePostStatus: string | null;
  readonly createType: string | null;
  readonly ticketNumber: string | null;
  readonly sequenceNumber: number | null;
  readonly displayNumber: string | null;
  readonly attendee: Attendee;
  readonly formData: readonly FormAnswer[];
  readonly details: TicketDetails;
  /** The store's days, merged with those that were checked in here. */
  readonly days: readonly DayState[];
  /** The store's states alone, as last synced. */
  readonly storeDays: readonly DayState[];
  readonly checkIns: readonly StoreCheckIn[];
  readonly price: Money;
  readonly serviceFee: Money;
  readonly organizerAmount: Money;
  /** true if the ticket's post is in the trash. Then the ticket is removed with the reason `trashed`. */
  readonly trashed: boolean;
}

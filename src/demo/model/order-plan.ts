import type { DemoCoupon } from './catalogue-model.ts';
import type { DemoBuyer, DemoChannel, DemoCurrency, DemoOrderStatus } from './model.ts';
import type { Chosen } from './order-desk.ts';
import type { UtcSeconds } from './site-clock.ts';

/** What happens to one order, decided before any of its rows is made. */
export interface OrderPlan {
  readonly createdAtUtc: UtcSeconds;
  readonly status: DemoOrderStatus;
  /** Cancelled and trashed orders: tickets existed before. */
  readonly wasCompleted: boolean;
  readonly channel: DemoChannel;
  readonly currency: DemoCurrency;
  readonly customerId: number;
  readonly buyer: DemoBuyer;
  readonly basket: readonly PlannedLine[];
  readonly coupon: DemoCoupon | null;
  readonly fees: readonly PlannedFee[];
  readonly refunds: readonly PlannedRefund[];
  readonly customerNote: string;
  /** Attendee forms: filled in, left blank, or the buyer's own data in each. */
  readonly forms: 'filled' | 'blank' | 'buyer';
  readonly anonymised: boolean;
  readonly deleted: boolean;
  readonly awaitsAnalytics: boolean;
  /** Cancelled by mistake and completed again. */
  readonly wasRestored: boolean;
  readonly accident: TicketAccident | null;
  /** usual: holders whose money was refunded stay away. everybody: all holders of the order's tickets came. */
  readonly turnout: 'usual' | 'everybody';
}

export interface PlannedLine extends Chosen {
  readonly quantity: number;
}

export interface PlannedFee {
  readonly name: string;
  /** Whole units of the order's currency; negative for a rebate. */
  readonly amount: number;
}

export interface PlannedRefund {
  readonly what: 'one-unit' | 'line-amount' | 'amount-only' | 'fee' | 'shipping' | 'all-lines';
  readonly deleted?: boolean;
  /** Requested at the event by a holder who is inside. */
  readonly afterEntry?: boolean;
}

/** A later change of one ticket of the order. */
export type TicketAccident =
  | 'trashed'
  | 'deleted'
  | 'canceled-alone'
  | 'renamed'
  | 'status-missing'
  | 'check-in-undone';

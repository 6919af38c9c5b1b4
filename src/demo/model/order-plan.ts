import type { DemoCoupon } from './catalogue-model.ts';
import type { DemoBuyer, DemoChannel, DemoCurrency, DemoOrderStatus } from './model.ts';
import type { Chosen } from './order-desk.ts';
import type { UtcSeconds } from './site-clock.ts';

/** What happens to one order. The plan is made before any of its rows. */
export interface OrderPlan {
  readonly createdAtUtc: UtcSeconds;
  readonly status: DemoOrderStatus;
  /** true for cancelled and trashed orders that had tickets before. */
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
  /** How attendee forms are filled in: properly, not at all, or with the buyer's own data in each. */
  readonly forms: 'filled' | 'blank' | 'buyer';
  readonly anonymised: boolean;
  readonly deleted: boolean;
  readonly awaitsAnalytics: boolean;
  /** true if the order was cancelled by mistake and completed again. */
  readonly wasRestored: boolean;
  readonly accident: TicketAccident | null;
  /**
   * `usual`: holders whose money was refunded do not come. `everybody`: all holders of the order's tickets
   * come.
   */
  readonly turnout: 'usual' | 'everybody';
}

export interface PlannedLine extends Chosen {
  readonly quantity: number;
}

export interface PlannedFee {
  readonly name: string;
  /** An amount in whole units of the order's currency; negative for a discount. */
  readonly amount: number;
}

export interface PlannedRefund {
  readonly what: 'one-unit' | 'line-amount' | 'amount-only' | 'fee' | 'shipping' | 'all-lines';
  readonly deleted?: boolean;
  /** true if a holder who is already at the event requested it. */
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

import type { RawTicket } from '../plugins/ticket-plugin.ts';
import type { Metas } from '../values/metas.ts';
import type { RawTime } from '../values/times/store-time.ts';

/** The header of an order, from either kind of order storage, before it is parsed. */
export interface RawHeader {
  readonly id: number;
  /** The store's names of these fields, for notes. */
  readonly names: Readonly<Record<'status' | 'currency' | 'total', string>>;
  readonly status: string | null;
  readonly currency: string | null;
  readonly total: string | null;
  readonly created: RawTime;
  readonly updated: RawTime;
  readonly paid: RawTime;
  readonly completed: RawTime;
  readonly paymentMethod: string | null;
  readonly paymentMethodTitle: string | null;
  readonly transactionId: string | null;
  readonly customerNote: string | null;
  readonly billing: RawBilling;
}

export interface RawBilling {
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly address1: string | null;
  readonly address2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly postcode: string | null;
  readonly country: string | null;
}

/** A refund is a separate order row, whose parent is the refunded order. */
export interface RawRefundHeader {
  readonly id: number;
  readonly orderId: number;
  readonly total: string | null;
  readonly created: RawTime;
}

export interface RawItem {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly metas: Metas;
}

export interface RawRefund {
  readonly header: RawRefundHeader;
  readonly metas: Metas;
  readonly items: readonly RawItem[];
}

/** All rows of one order before they are parsed. */
export interface RawOrder {
  readonly header: RawHeader;
  readonly metas: Metas;
  readonly items: readonly RawItem[];
  readonly refunds: readonly RawRefund[];
  /** The checkout's own record of attendees. It is read only until the order's tickets are created. */
  readonly record: string | null;
  readonly tickets: readonly RawTicket[];
  /** true if another order or line has the id of this order, of a refund of it, or of a line of either. */
  readonly hasDoubledIds: boolean;
}

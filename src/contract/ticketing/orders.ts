import { z } from 'zod';
import { ORDER_STATUSES } from '../../vocabulary/ticketing.ts';
import { changeShape } from '../execution.ts';
import { listQuery, pageOf } from '../page.ts';
import { amountShape, idShape, instantShape, textInput } from '../scalars.ts';
import {
  longListQuery,
  longPageOf,
  removedInput,
  rowTimes,
  sinceInput,
  untilInput,
  wooIdFilter,
} from './lists.ts';
import { refundDetailShape } from './refunds.ts';
import { ticketShape } from './tickets.ts';

/**
 * This event's part of a WooCommerce order. The buyer is masked for readers who may not see personal data.
 */
const orderShape = z.object({
  id: idShape,
  event_id: idShape,
  event_title: z.string(),
  /** WooCommerce's own id. */
  woo_order_id: z.int(),
  /**
   * The number that the store shows: that of a plugin, else `woo_order_id`. Two orders may have the same
   * number.
   */
  number: z.string(),
  status: z.enum(ORDER_STATUSES),
  /** The store's own status, without `wc-`. */
  source_status: z.string(),
  email: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  phone: z.string().nullable(),
  /** The rest of the billing address, with only the parts that exist. */
  billing: z.record(z.string(), z.string()).nullable(),
  payment_method: z.string().nullable(),
  payment_method_title: z.string().nullable(),
  transaction_id: z.string().nullable(),
  coupon_codes: z.array(z.string()),
  customer_note: z.string().nullable(),
  currency: z.string(),
  subtotal: amountShape,
  discount: amountShape,
  tax: amountShape,
  total: amountShape,
  refunded_by_lines: amountShape,
  refunded_apportioned: amountShape,
  /** `refunded` minus its two parts, which keep all decimals of the store. */
  refunded_rounding: amountShape,
  refunded: amountShape,
  net: amountShape,
  service_fee: amountShape,
  organizer_amount: amountShape,
  /** `total` minus its unrounded sum. */
  rounding: amountShape,
  /** The total of the whole WooCommerce order, with shipping and fees. */
  order_total: amountShape,
  order_refunded: amountShape,
  ordered_at: instantShape.nullable(),
  paid_at: instantShape.nullable(),
  completed_at: instantShape.nullable(),
  modified_at: instantShape.nullable(),
  /** The time when the store erased the buyer. */
  anonymised_at: instantShape.nullable(),
  ...rowTimes,
});
export type Order = z.infer<typeof orderShape>;

/** A line of the order that bought this event, with the store's figures and all their decimals. */
const orderItemShape = z.object({
  id: idShape,
  ticket_tier_id: idShape.nullable(),
  ticket_tier_name: z.string().nullable(),
  woo_item_id: z.int(),
  name: z.string(),
  quantity: z.int(),
  refunded_quantity: z.int(),
  subtotal: amountShape,
  discount: amountShape,
  tax: amountShape,
  total: amountShape,
  refunded: amountShape,
  /** Bought units without a ticket, and their price. */
  unticketed_quantity: z.int(),
  unticketed_amount: amountShape,
  attributes: z.record(z.string(), z.string()),
  ...rowTimes,
});

export const orderDetailShape = orderShape.extend({
  items: z.array(orderItemShape),
  refunds: z.array(refundDetailShape),
  tickets: z.array(ticketShape),
});
export type OrderDetail = z.infer<typeof orderDetailShape>;

export const orderPageShape = longPageOf(orderShape);
export const orderQuery = longListQuery(
  {
    event: idShape.optional(),
    status: z.enum(ORDER_STATUSES).optional(),
    number: textInput(100).optional(),
    woo_order_id: wooIdFilter.optional(),
    ordered_after: sinceInput.optional(),
    ordered_before: untilInput.optional(),
    removed: removedInput.optional(),
  },
  ['ordered_at', 'created_at', 'updated_at'],
);

/** The changes that one execution made to one row of the order, from the journal. */
export const orderChangeShape = changeShape.extend({
  table: z.enum(['orders', 'order_items', 'refunds', 'refund_lines', 'tickets']),
  execution_id: idShape,
  trigger: z.string(),
  /** The user who requested the execution. Null for the schedule, the command line, or a deleted user. */
  triggered_by_name: z.string().nullable(),
});
export type OrderChange = z.infer<typeof orderChangeShape>;
export const orderHistoryShape = pageOf(orderChangeShape);
export const orderHistoryQuery = listQuery({}, []).omit({ ordering: true, search: true });

import { z } from 'zod';
import { amountShape, idShape, instantShape } from '../scalars.ts';
import { longListQuery, longPageOf, removedInput, rowTimes, sinceInput, untilInput } from './lists.ts';

/** A refund of an order. */
const refundShape = z.object({
  id: idShape,
  order_id: idShape,
  order_number: z.string(),
  event_id: idShape,
  event_title: z.string(),
  woo_refund_id: z.int(),
  /** This event's share. */
  amount: amountShape,
  /** The amount of the whole WooCommerce refund. */
  order_amount: amountShape,
  currency: z.string(),
  reason: z.string().nullable(),
  refunded_at: instantShape.nullable(),
  ...rowTimes,
});
export type Refund = z.infer<typeof refundShape>;

const refundLineShape = z.object({
  id: idShape,
  order_item_id: idShape,
  woo_item_id: z.int(),
  quantity: z.int(),
  amount: amountShape,
  tax: amountShape,
});

/** A refund with the lines that it refunded. A refund without lines is divided over the order. */
export const refundDetailShape = refundShape.extend({ lines: z.array(refundLineShape) });

export const refundPageShape = longPageOf(refundShape);
export const refundQuery = longListQuery(
  {
    event: idShape.optional(),
    order: idShape.optional(),
    refunded_after: sinceInput.optional(),
    refunded_before: untilInput.optional(),
    removed: removedInput.optional(),
  },
  ['refunded_at', 'created_at', 'updated_at'],
);

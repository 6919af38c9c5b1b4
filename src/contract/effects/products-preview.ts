import { z } from 'zod';
import { amountShape, anyText } from '../scalars.ts';

export const productsPreviewQuery = z.strictObject({
  /** All products that would be the event, the first one among them: `800,810`. Default: those that it is now. */
  woocommerce_product_ids: anyText()
    .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,49}$/)
    .transform((text) => text.split(',').map(Number))
    .optional(),
});

/** Of paid and refunded orders. */
const changedAmountsShape = z.array(
  z.object({
    currency: z.string(),
    orders: z.int(),
    total: amountShape,
    refunded: amountShape,
    net: amountShape,
    service_fee: amountShape,
    organizer_amount: amountShape,
  }),
);

const changedCountShape = z.object({ added: z.int(), removed: z.int() });

/** What an event would gain and lose with these products. */
export const productsPreviewShape = z.object({
  products: z.array(
    z.object({
      woocommerce_product_id: z.int(),
      change: z.enum(['added', 'removed']),
      /** Empty: the store has it no more. */
      title: z.string(),
      /** Translations of it that come or go with it. */
      woocommerce_translation_ids: z.array(z.int()),
      /** Orders that contain it, whatever their status. */
      orders: z.int(),
      /** Active tickets of it. */
      tickets: z.int(),
      /** How much this product alone raises or lowers the event's amounts in paid and refunded orders. */
      amounts: changedAmountsShape,
    }),
  ),
  /**
   * What all of them do together. That is not the sum of `products`, because they may share orders, refunds without
   * lines and the rounding of fees, and one may be a translation of another.
   */
  together: z.object({
    /** Orders that the event does not have now, and those that it would have no more. */
    orders: changedCountShape,
    /** Active tickets. */
    tickets: changedCountShape,
    /** By how much the event's amounts rise; negative where they fall. */
    amounts: changedAmountsShape,
    /** Orders that contain several of the changed products, by these products: the 20 most frequent groups. */
    shared: z.array(z.object({ woocommerce_product_ids: z.array(z.int()), orders: z.int() })),
  }),
  /** Rows of these orders that cannot be read, and so are not counted. */
  rejected: z.int(),
});
export type ProductsPreview = z.infer<typeof productsPreviewShape>;

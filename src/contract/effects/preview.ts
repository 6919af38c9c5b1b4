import { z } from 'zod';
import { configurationInput, triggerInput } from '../configuration.ts';
import { listQuery, pageOf } from '../page.ts';
import { amountShape, idShape, instantShape } from '../scalars.ts';

const SETTINGS = configurationInput.shape;

/** Without a field: the event, by the settings as they are. */
export const previewInput = z.strictObject({
  /** Only these orders, by the store's ids. */
  orders: triggerInput.shape.orders,
  /** Settings that are not saved. */
  service_fee_percentage: SETTINGS.service_fee_percentage.optional(),
  status_mapping: SETTINGS.status_mapping,
  refund_policy: SETTINGS.refund_policy,
});
export type PreviewInput = z.output<typeof previewInput>;

const countsShape = z.object({ created: z.int(), changed: z.int(), removed: z.int() });
const bothShape = z.object({ before: amountShape, after: amountShape });
/** Only the amounts that would change. */
const amountsShape = z.object({
  total: bothShape.optional(),
  refunded: bothShape.optional(),
  net: bothShape.optional(),
  service_fee: bothShape.optional(),
  organizer_amount: bothShape.optional(),
});
const ticketShape = z.object({
  number: z.string().nullable(),
  woo_ticket_id: z.int().nullable(),
  woo_order_id: z.int().nullable(),
  order_number: z.string().nullable(),
  /** The status of the ticket, or `removed`. */
  before: z.string(),
  after: z.string(),
  /** true if the removal guard holds the ticket, so that it stays as it is. */
  held: z.boolean(),
});

const previewReportShape = z.object({
  /** true if rules or settings changed, so that the next sync reads the whole event. */
  reads_all: z.boolean(),
  /** Named orders that the event neither has nor ever had. */
  orders_not_of_event: z.array(z.int()),
  orders: countsShape,
  tickets: countsShape,
  /** How many rows of each table would change, and how many of them in each field. */
  differences: z.array(
    z.object({
      table: z.enum(['orders', 'order_items', 'refunds', 'refund_lines', 'tickets', 'check_ins']),
      operation: z.enum(['created', 'updated', 'removed', 'restored']),
      count: z.int(),
      fields: z.record(z.string(), z.int()),
    }),
  ),
  /** The orders whose amounts would change: all are counted, and the first 200 listed. */
  amounts_count: z.int(),
  amounts: z.array(
    z.object({
      number: z.string(),
      woo_order_id: z.int(),
      currency: z.string(),
      amounts: amountsShape,
    }),
  ),
  /** The sums over all of these orders. */
  sums: z.array(z.object({ currency: z.string(), amounts: amountsShape })),
  /** Valid tickets that would become invalid, and invalid ones that would become valid, like the orders. */
  no_longer_valid_count: z.int(),
  no_longer_valid: z.array(ticketShape),
  valid_again_count: z.int(),
  valid_again: z.array(ticketShape),
  /** Rows that cannot be read and stay as they are. */
  rejected: z.int(),
  /** What the removal guard would hold, or holds already. */
  held: z.object({ orders: z.int(), tickets: z.int() }),
});
export type PreviewReport = z.infer<typeof previewReportShape>;

/** What a sync would have changed at one moment. */
export const previewShape = z.object({
  id: idShape,
  configuration: idShape,
  configuration_name: z.string(),
  /** Null if the command line made it. */
  requested_by_name: z.string().nullable(),
  /** The orders that it covers; null: the event. */
  orders: z.array(z.int()).nullable(),
  /** The settings that were not saved. */
  settings: z.object({
    service_fee_percentage: z.string().optional(),
    status_mapping: z.record(z.string(), z.string()).optional(),
    refund_policy: z.string().optional(),
  }),
  /** Two previews with the same digest change the same rows in the same way. */
  digest: z.string(),
  report: previewReportShape,
  /** The last execution that was requested with it; null if there is none. */
  execution: idShape.nullable(),
  created_at: instantShape,
});
export type KeptPreview = z.infer<typeof previewShape>;
export const previewPageShape = pageOf(previewShape);

export const previewQuery = listQuery({ configuration: idShape.optional() }, []).omit({
  ordering: true,
  search: true,
});

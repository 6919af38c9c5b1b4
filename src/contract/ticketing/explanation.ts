import { z } from 'zod';
import { NOTE_REASONS } from '../../vocabulary/note-reasons.ts';
import { conflictShape, localEditShape } from '../conflict.ts';
import { rejectShape } from '../execution.ts';
import { amountShape, idShape, instantShape } from '../scalars.ts';
import { wooIdFilter } from './lists.ts';
import { orderChangeShape, orderDetailShape } from './orders.ts';
import { ticketShape } from './tickets.ts';

/** What decides, in the order in which a reader follows it. */
const REASON_TOPICS = ['order', 'status', 'money', 'refund', 'tickets', 'ticket'] as const;

/** One decision of a rule: its code, the figures on which it rests, and the sentence in the reader's language. */
const reasonShape = z.object({
  topic: z.enum(REASON_TOPICS),
  code: z.string(),
  /** Amounts are texts with the digits of the order's currency. */
  figures: z.record(z.string(), z.unknown()),
  sentence: z.string(),
});
export type ExplainedReason = z.infer<typeof reasonShape>;

/** A line of the order as the store has it now. Amounts keep all decimals of the store. */
const storeLineShape = z.object({
  woo_item_id: z.int(),
  kind: z.enum(['line_item', 'fee', 'shipping']),
  name: z.string(),
  woo_product_id: z.int(),
  woo_variation_id: z.int(),
  quantity: z.number(),
  subtotal: amountShape,
  total: amountShape,
  tax: amountShape,
  /** False for lines of other products, fees and shipping. */
  of_event: z.boolean(),
});

const storeRefundShape = z.object({
  woo_refund_id: z.int(),
  amount: amountShape,
  reason: z.string().nullable(),
  refunded_at: instantShape.nullable(),
  lines: z.array(
    z.object({
      woo_item_id: z.int(),
      /** The line that it refunds; 0 if it names none. */
      refunded_item_id: z.int(),
      woo_product_id: z.int(),
      quantity: z.number(),
      amount: amountShape,
      tax: amountShape,
    }),
  ),
});

const storeTicketShape = z.object({
  /** Null for an attendee of the checkout whose ticket was not created yet. */
  woo_ticket_id: z.int().nullable(),
  /** The attendee's key in the record of the checkout; null for a ticket. */
  pending_key: z.string().nullable(),
  ticket_number: z.string().nullable(),
  woo_product_id: z.int(),
  woo_variation_id: z.int(),
  source_post_status: z.string().nullable(),
  source_status: z.string().nullable(),
  /** The days on which its holder is checked in in the store. */
  days_checked_in: z.array(z.int()),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
});

const storeOrderShape = z.object({
  woo_order_id: z.int(),
  number: z.string(),
  source_status: z.string(),
  currency: z.string(),
  order_total: amountShape,
  order_refunded: amountShape,
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  ordered_at: instantShape.nullable(),
  paid_at: instantShape.nullable(),
  completed_at: instantShape.nullable(),
  modified_at: instantShape.nullable(),
  anonymised: z.boolean(),
  lines: z.array(storeLineShape),
  refunds: z.array(storeRefundShape),
});

/** The store's answer. */
const storeSideShape = z.object({
  /**
   * `read`: the store has the row. `not_of_event`: it has the order, but not in this event. `gone`: it does not have
   * it. `rejected`: it has it, and the row cannot be read. `not_asked`: the store could not be asked.
   */
  state: z.enum(['read', 'not_of_event', 'gone', 'rejected', 'not_asked']),
  /** The store's clock when it was read; null if it was not. */
  read_at: instantShape.nullable(),
  /** Why the store could not be asked. */
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  /** Since when the store cannot be reached; null if it can, or if that is not known. */
  unreachable_since: instantShape.nullable(),
  /** When an execution last read the event successfully. */
  last_success_at: instantShape.nullable(),
  order: storeOrderShape.nullable(),
  tickets: z.array(storeTicketShape),
  /** Rows that cannot be read now, and why. */
  rejects: z.array(
    z.object({ kind: z.enum(['order', 'ticket']), woo_id: z.int(), code: z.string(), message: z.string() }),
  ),
});

/** What the next sync would do to a row, because store and backend differ now. */
const differenceShape = z.object({
  table: z.enum(['orders', 'order_items', 'refunds', 'refund_lines', 'tickets']),
  /** The row in the backend; null if it has none yet. */
  row_id: idShape.nullable(),
  /** The store's id, or the key of a ticket without a post. */
  label: z.string(),
  operation: z.enum(['created', 'updated', 'removed', 'restored']),
  /** The list with which the removal guard holds the row until a person decides; null if it does not. */
  held: idShape.nullable(),
  /** `{field: [here, store]}` */
  fields: z.record(z.string(), z.array(z.string().nullable())),
});
export type ExplainedDifference = z.infer<typeof differenceShape>;

const noteShape = z.object({
  kind: z.enum(['order', 'ticket']),
  woo_id: z.int(),
  field: z.string(),
  raw: z.string().nullable(),
  reason: z.enum(NOTE_REASONS),
});

const executionShape = z.object({
  id: idShape,
  trigger: z.string(),
  status: z.string(),
  /** The user who requested it. */
  triggered_by_name: z.string().nullable(),
  created_at: instantShape,
  finished_at: instantShape.nullable(),
  /** How many changes of the order and its rows it wrote. */
  changes: z.int(),
});

/** Why an order or a ticket is as it is. Personal data are masked for readers who may not see them. */
export const explanationShape = z.object({
  configuration: idShape.nullable(),
  configuration_name: z.string().nullable(),
  event: idShape.nullable(),
  event_title: z.string(),
  woo_order_id: z.int().nullable(),
  woo_ticket_id: z.int().nullable(),
  currency: z.string().nullable(),
  store: storeSideShape,
  /** The row of the backend; null if it has none. */
  order: orderDetailShape.nullable(),
  /** The ticket that was asked for; null if an order was. */
  ticket: ticketShape.nullable(),
  /** Empty if the store could not be asked. */
  reasons: z.array(reasonShape),
  /** Null if the store could not be asked, or if the row cannot be read. */
  differences: z.array(differenceShape).nullable(),
  /** The executions that changed it, the newest first, at most 100. */
  executions: z.array(executionShape),
  /** Their changes, the newest first, at most 100. */
  changes: z.array(orderChangeShape),
  edits: z.array(localEditShape),
  conflicts: z.array(conflictShape),
  rejects: z.array(rejectShape),
  /** Odd values in the store's rows, and how they were read. */
  notes: z.array(noteShape),
});
export type Explanation = z.infer<typeof explanationShape>;

/** Names a row of the store: an order or a ticket. */
export const explainQuery = z.strictObject({
  woo_order_id: wooIdFilter.optional(),
  woo_ticket_id: wooIdFilter.optional(),
});

import { z } from 'zod';
import { TICKET_DETAILS } from '../../vocabulary/ticket-details.ts';
import {
  CHECK_IN_REFUSALS,
  CHECK_IN_STATUSES,
  TICKET_ORIGINS,
  TICKET_STATUSES,
} from '../../vocabulary/ticketing.ts';
import {
  amountShape,
  anyText,
  emailInput,
  idShape,
  instantInput,
  instantShape,
  lineInput,
  textInput,
} from '../scalars.ts';
import { editInput, editStateShape } from './edits.ts';
import { longListQuery, longPageOf, removedInput, rowTimes, wooIdFilter } from './lists.ts';

/** A row of the same store ticket in another event. One check-in counts for all of these rows. */
const otherRowShape = z.object({
  ticket_id: idShape,
  event_id: idShape,
  event_name: z.string(),
  check_in_status: z.enum(CHECK_IN_STATUSES),
  checked_in_at: instantShape.nullable(),
  day_status: z.record(z.string(), z.enum(['checked_in', 'not_checked_in'])),
});

const DETAIL_SHAPES = { text: z.string().nullable(), instant: instantShape.nullable() };
type DetailShapes = {
  readonly [Name in keyof typeof TICKET_DETAILS]: (typeof DETAIL_SHAPES)[(typeof TICKET_DETAILS)[Name]];
};
const detailShapes = Object.fromEntries(
  Object.entries(TICKET_DETAILS).map(([name, kind]) => [name, DETAIL_SHAPES[kind]]),
) as unknown as DetailShapes;

/** A ticket. Names, addresses and answers are masked for readers who may not see personal data. */
export const ticketShape = z.object({
  id: idShape,
  event_id: idShape,
  event_name: z.string(),
  /** The event's in the store: a correction of the event's zone does not change it. */
  event_timezone: z.string(),
  /** That of the ticket's product in the store, by whose clock `slot_at` is shown. */
  slot_timezone: z.string(),
  /** The number of days for which the ticket is valid. The products of one event may differ. */
  num_days: z.int(),
  /** Null if the store has no order for it. */
  order_id: idShape.nullable(),
  order_number: z.string().nullable(),
  /** Null for a ticket beyond the units that were bought. */
  order_item_id: idShape.nullable(),
  ticket_tier_id: idShape.nullable(),
  ticket_tier_name: z.string().nullable(),
  origin: z.enum(TICKET_ORIGINS),
  woo_ticket_id: z.int().nullable(),
  woo_order_id: z.int().nullable(),
  woo_product_id: z.int(),
  woo_variation_id: z.int(),
  ticket_number: z.string().nullable(),
  sequence_number: z.int().nullable(),
  display_number: z.string().nullable(),
  /** Only a ticket that is `active` opens the gate. */
  status: z.enum(TICKET_STATUSES),
  source_status: z.string().nullable(),
  source_post_status: z.string().nullable(),
  create_type: z.string().nullable(),
  check_in_status: z.enum(CHECK_IN_STATUSES),
  checked_in_at: instantShape.nullable(),
  /** The state of each day, counted from 1. */
  day_status: z.record(z.string(), z.enum(['checked_in', 'not_checked_in'])),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  company: z.string().nullable(),
  designation: z.string().nullable(),
  form_data: z.array(z.object({ key: z.string(), label: z.string().nullable(), value: z.string() })),
  ...detailShapes,
  price: amountShape,
  /** Null if no order gives a tier. */
  currency: z.string().nullable(),
  service_fee: amountShape,
  organizer_amount: amountShape,
  /** The same store ticket in other events, and the gate state of those rows. Usually there are none. */
  also_in: z.array(otherRowShape),
  ...rowTimes,
});
export type Ticket = z.infer<typeof ticketShape>;

/** One check-in, undoing of a check-in, or refused scan, at the store's gate or ours. */
const checkInShape = z.object({
  id: idShape,
  day: z.int(),
  status: z.enum(['checked_in', 'not_checked_in', 'cancelled']),
  /** Null if the store did not record the time. */
  at: instantShape.nullable(),
  origin: z.enum(['woocommerce', 'local']),
  made_by: idShape.nullable(),
  made_by_name: z.string().nullable(),
  created_at: instantShape,
});

/** A scan that the local gate refused. */
const refusedCheckInShape = z.object({
  id: idShape,
  /** Null if the scan named no day. */
  day: z.int().nullable(),
  reason: z.enum(CHECK_IN_REFUSALS),
  at: instantShape,
  made_by: idShape.nullable(),
  made_by_name: z.string().nullable(),
});

export const ticketDetailShape = ticketShape.extend({
  ...editStateShape,
  /** The keys of `form_data` that belong to checkboxes. Their value is `1`, or empty. */
  tick_boxes: z.array(z.string()),
  /** Questions of the form that `form_data` does not answer, in the order of the form; a change may answer them. */
  unanswered: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      type: z.string(),
      options: z.array(z.string()),
      required: z.boolean(),
    }),
  ),
  /** The check-ins, the newest first. */
  check_ins: z.array(checkInShape),
  /** The newest 50 refused scans, the newest first. */
  refused_check_ins: z.array(refusedCheckInShape),
});
export type TicketDetail = z.infer<typeof ticketDetailShape>;

/** A text of the store, exactly as it is stored there. */
const placeInput = anyText().min(1).max(1000);

export const ticketPageShape = longPageOf(ticketShape);
export const ticketQuery = longListQuery(
  {
    event: idShape.optional(),
    order: idShape.optional(),
    ticket_tier: idShape.optional(),
    status: z.enum(TICKET_STATUSES).optional(),
    check_in_status: z.enum(CHECK_IN_STATUSES).optional(),
    /** The ticket's number as a scanner reads it. */
    ticket_number: textInput(100).optional(),
    /** The product. This filter and those of slots and seats require `event`. */
    woo_product_id: wooIdFilter.optional(),
    /** The text of the slot as the store shows it. */
    slot: placeInput.optional(),
    slot_at: instantInput.meta({ description: 'UTC without an offset' }).optional(),
    slot_date: placeInput.optional(),
    seat_row: placeInput.optional(),
    seat_number: placeInput.optional(),
    removed: removedInput.optional(),
  },
  ['created_at', 'updated_at'],
);

/** A request to the local gate. */
export const gateInput = z.strictObject({
  /** The day, counted from 1. It is required only for an event of several days. */
  day: z.int().min(1).max(999).optional(),
});

/** The ticket after the request. */
export const gateReplyShape = ticketDetailShape.extend({
  day: z.int(),
  /** False if the ticket already had this state, from either gate, and nothing was written. */
  changed: z.boolean(),
});
export type CheckInReply = z.infer<typeof gateReplyShape>;

/** An answer of a form with its correction. */
const answerInput = z.strictObject({
  key: anyText().min(1).max(500),
  value: anyText().max(5_000),
});

/**
 * The fields of a ticket that people may change. All of them identify the attendee, so only users who see
 * personal data may change them.
 */
export const ticketEditInput = editInput({
  first_name: lineInput(200).nullable().optional(),
  last_name: lineInput(200).nullable().optional(),
  email: emailInput.nullable().optional(),
  phone: lineInput(100).nullable().optional(),
  company: lineInput(200).nullable().optional(),
  designation: lineInput(200).nullable().optional(),
  /** The answers to correct, and those to questions without an answer, by their keys; the others stay. */
  form_data: z.array(answerInput).max(200).optional(),
});

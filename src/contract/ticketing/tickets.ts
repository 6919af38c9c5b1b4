import { z } from 'zod';
import { TICKET_DETAILS } from '../../vocabulary/ticket-details.ts';
import { CHECK_IN_STATUSES, TICKET_ORIGINS, TICKET_STATUSES } from '../../vocabulary/ticketing.ts';
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

/** A row of the same store ticket in another event: one check-in counts for all of them. */
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

/** One attendee. Names, addresses and answers are masked for readers who may not see persons. */
export const ticketShape = z.object({
  id: idShape,
  event_id: idShape,
  event_name: z.string(),
  /** The event's in the store: a correction of the event's zone does not change it. */
  event_timezone: z.string(),
  /** That of the ticket's product in the store, by whose clock `slot_at` is shown. */
  slot_timezone: z.string(),
  /** For how many days it is; products of one event may differ. */
  num_days: z.int(),
  /** null: the store has no order for it. */
  order_id: idShape.nullable(),
  order_number: z.string().nullable(),
  /** null: one more ticket than units were bought. */
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
  /** Only `active` opens the gate. */
  status: z.enum(TICKET_STATUSES),
  source_status: z.string().nullable(),
  source_post_status: z.string().nullable(),
  create_type: z.string().nullable(),
  check_in_status: z.enum(CHECK_IN_STATUSES),
  checked_in_at: instantShape.nullable(),
  /** By day, from 1. */
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
  /** null: no order gives a tier. */
  currency: z.string().nullable(),
  service_fee: amountShape,
  organizer_amount: amountShape,
  /** The same store ticket in other events, and the gate state of those rows. Usually none. */
  also_in: z.array(otherRowShape),
  ...rowTimes,
});
export type Ticket = z.infer<typeof ticketShape>;

/** One check-in, undo or refused scan at a gate, the store's or ours. */
const checkInShape = z.object({
  id: idShape,
  day: z.int(),
  status: z.enum(['checked_in', 'not_checked_in', 'cancelled']),
  /** null: the store did not record the time. */
  at: instantShape.nullable(),
  origin: z.enum(['woocommerce', 'local']),
  made_by: idShape.nullable(),
  made_by_name: z.string().nullable(),
  created_at: instantShape,
});

/** A scan that the local gate refused. */
const refusedCheckInShape = z.object({
  id: idShape,
  /** null: the scan named no day. */
  day: z.int().nullable(),
  /** `already-in`, or the code of the error without its `ticket.`. */
  reason: z.enum([
    'already-in',
    'checked-in-elsewhere',
    'removed',
    'pending',
    'unpaid',
    'unpublished',
    'cancelled',
    'refunded',
    'orphaned',
  ]),
  at: instantShape,
  made_by: idShape.nullable(),
  made_by_name: z.string().nullable(),
});

export const ticketDetailShape = ticketShape.extend({
  ...editStateShape,
  /** Keys of `form_data` that are answered by a tick: their value is `1`, or empty. */
  tick_boxes: z.array(z.string()),
  /** What the form asks now and `form_data` does not answer, in the order of the form; a change may answer it. */
  unanswered: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      type: z.string(),
      options: z.array(z.string()),
      required: z.boolean(),
    }),
  ),
  /** The newest first. */
  check_ins: z.array(checkInShape),
  /** The newest 50, the newest first. */
  refused_check_ins: z.array(refusedCheckInShape),
});
export type TicketDetail = z.infer<typeof ticketDetailShape>;

/** A text of the store, to the letter. */
const placeInput = anyText().min(1).max(1000);

export const ticketPageShape = longPageOf(ticketShape);
export const ticketQuery = longListQuery(
  {
    event: idShape.optional(),
    order: idShape.optional(),
    ticket_tier: idShape.optional(),
    status: z.enum(TICKET_STATUSES).optional(),
    check_in_status: z.enum(CHECK_IN_STATUSES).optional(),
    /** As it is scanned. */
    ticket_number: textInput(100).optional(),
    /** Of this event: `event` must be given with this filter and those of slots and seats. */
    woo_product_id: wooIdFilter.optional(),
    /** As the store shows it. */
    slot: placeInput.optional(),
    slot_at: instantInput.meta({ description: 'UTC without an offset' }).optional(),
    slot_date: placeInput.optional(),
    seat_row: placeInput.optional(),
    seat_number: placeInput.optional(),
    removed: removedInput.optional(),
  },
  ['created_at'],
);

/** A request to the local gate. */
export const gateInput = z.strictObject({
  /** From 1; required only for an event of several days. */
  day: z.int().min(1).max(999).optional(),
});

/** The ticket after the request. */
export const gateReplyShape = ticketDetailShape.extend({
  day: z.int(),
  /** false: the ticket already had this state, from either gate, and nothing was written. */
  changed: z.boolean(),
});
export type CheckInReply = z.infer<typeof gateReplyShape>;

/** An answer of a form with its correction. */
const answerInput = z.strictObject({
  key: anyText().min(1).max(500),
  value: anyText().max(5_000),
});

/** What people may change of a ticket: all of it identifies the attendee, so only those who see persons may. */
export const ticketEditInput = editInput(
  {
    first_name: lineInput(200).nullable().optional(),
    last_name: lineInput(200).nullable().optional(),
    email: emailInput.nullable().optional(),
    phone: lineInput(100).nullable().optional(),
    company: lineInput(200).nullable().optional(),
    designation: lineInput(200).nullable().optional(),
    /** The answers to correct, and those to questions without an answer, by their keys; the others stay. */
    form_data: z.array(answerInput).max(200).optional(),
  },
  ['first_name', 'last_name', 'email', 'phone', 'company', 'designation', 'form_data'],
);

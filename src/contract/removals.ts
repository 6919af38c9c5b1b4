import { z } from 'zod';
import { CHECK_IN_STATUSES, ORDER_STATUSES, TICKET_STATUSES } from '../vocabulary/ticketing.ts';
import { followed, listQuery, pageOf } from './page.ts';
import { amountShape, anyText, decimalShape, idShape, instantShape, textInput } from './scalars.ts';

/**
 * `waiting`: a decision is still to be made. `approved`: the next execution removes its rows. `rejected`: its rows stay
 * until `keeps_until`. `expired`: a later execution found other rows or none, the time of the rejection ended, or a
 * person raised the limit or deleted the configuration. `done`: it was carried out.
 */
const REMOVAL_STATES = ['waiting', 'approved', 'rejected', 'expired', 'done'] as const;
/** What would happen to a ticket: its new status, `trashed`, or `gone` if the store no longer has it. */
const TICKET_ENDS = z.enum([...TICKET_STATUSES, 'trashed', 'gone']);

/** Rows that the removal guard holds until a person decides about exactly this list. */
export const heldRemovalShape = z.object({
  id: idShape,
  configuration: idShape,
  configuration_name: z.string(),
  event: idShape.nullable(),
  /** The zone of the event. */
  timezone: z.string(),
  state: z.enum(REMOVAL_STATES),
  /** Send it with a decision. A list with other rows has another digest; refunds of its tickets do not change it. */
  digest: z.string(),
  /** Orders that the store no longer has. */
  orders: z.int(),
  /** Tickets that would be removed or become invalid, without those that were refunded meanwhile. */
  tickets: z.int(),
  /** Those of them whose holders may enter now. */
  valid_now: z.int(),
  /** Rows of a list that was carried out: removed, and still there because they came back in the store. */
  removed: z.int(),
  returned: z.int(),
  /** Tickets that were refunded while the list waited: they are no longer valid, and no decision concerns them. */
  refunded: z.int(),
  /** The totals of the orders with rows on the list. */
  money: z.array(z.object({ currency: z.string(), total: amountShape })),
  /** The tickets that were valid when the list was held. */
  valid_tickets: z.int(),
  /** The tickets that executions of the 24 hours before had made invalid. */
  lost_before: z.int(),
  max_removal_percent: decimalShape,
  /** The execution that found the list; null if it was cleaned up. */
  execution: idShape.nullable(),
  /** The last execution that found the same list. */
  last_execution: idShape.nullable(),
  decided_by_name: z.string().nullable(),
  decided_at: instantShape.nullable(),
  note: z.string().nullable(),
  keeps_until: instantShape.nullable(),
  ended_at: instantShape.nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type HeldRemoval = z.infer<typeof heldRemovalShape>;
export const heldRemovalPageShape = pageOf(heldRemovalShape);

export const heldRemovalQuery = listQuery(
  {
    ...followed,
    configuration: idShape.optional(),
    /** By default `open`: waiting, approved and rejected. */
    state: z.enum([...REMOVAL_STATES, 'open', 'all']).optional(),
  },
  [],
).omit({ ordering: true, search: true });

/** An order with rows on a list. Personal data are masked for readers who may not see them. */
const heldOrderShape = z.object({
  /** Null for a ticket without an order. */
  order: idShape.nullable(),
  woo_order_id: z.int().nullable(),
  number: z.string().nullable(),
  status: z.enum(ORDER_STATUSES).nullable(),
  email: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  currency: z.string().nullable(),
  total: amountShape.nullable(),
  organizer_amount: amountShape.nullable(),
  /** true if the store no longer has the order, so that its money would be removed as well. */
  is_gone: z.boolean(),
  tickets: z.array(
    z.object({
      id: idShape,
      number: z.string().nullable(),
      first_name: z.string().nullable(),
      last_name: z.string().nullable(),
      status: z.enum(TICKET_STATUSES),
      check_in_status: z.enum(CHECK_IN_STATUSES),
      becomes: TICKET_ENDS,
      /**
       * What an approved list did: `returned` if the ticket came back in the store before. `refunded` if it was
       * refunded while the list waited.
       */
      outcome: z.enum(['removed', 'returned', 'refunded']).nullable(),
    }),
  ),
});
export type HeldOrder = z.infer<typeof heldOrderShape>;
export const heldOrderPageShape = pageOf(heldOrderShape);
export const heldOrderQuery = listQuery({}, []).omit({ ordering: true, search: true });

const digestInput = anyText().regex(/^[0-9a-f]{64}$/);
export const removalNoteInput = textInput(1000);
/** How many days a rejected list keeps its rows. */
export const removalDaysInput = z.int().min(1).max(365);

export const approveRemovalInput = z.strictObject({
  digest: digestInput,
  note: removalNoteInput.optional(),
});
export const rejectRemovalInput = z.strictObject({
  digest: digestInput,
  note: removalNoteInput.optional(),
  /** By default 7. */
  days: removalDaysInput.optional(),
});
/** The list after its approval, and the execution that carries it out; null: the next one does. */
export const approvedRemovalShape = heldRemovalShape.extend({ started: idShape.nullable() });
export type ApprovedRemoval = z.infer<typeof approvedRemovalShape>;

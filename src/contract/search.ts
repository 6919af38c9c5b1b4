import { z } from 'zod';
import { CONFIGURATION_STATUSES } from '../vocabulary/configurations.ts';
import {
  CHECK_IN_STATUSES,
  EVENT_STATUSES,
  ORDER_STATUSES,
  TICKET_STATUSES,
} from '../vocabulary/ticketing.ts';
import { LONGEST_SEARCH } from './page.ts';
import { idShape, instantShape, textInput } from './scalars.ts';

export const searchQuery = z.strictObject({ q: textInput(LONGEST_SEARCH) });

/** Masked for readers who may not see personal data. */
const person = {
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
};
/** The time when the store removed it; null if it still exists. */
const removedAt = instantShape.nullable();

function foundOf<Row extends z.ZodType>(row: Row) {
  return z.object({
    results: z.array(row),
    /** true if there are more results than these. */
    has_more: z.boolean(),
  });
}

const foundOrderShape = z.object({
  id: idShape,
  /** The number that the store shows. */
  number: z.string(),
  /** WooCommerce's own id. */
  woo_order_id: z.int(),
  status: z.enum(ORDER_STATUSES),
  event_id: idShape,
  event_title: z.string(),
  ...person,
  ordered_at: instantShape.nullable(),
  removed_at: removedAt,
});

const foundTicketShape = z.object({
  id: idShape,
  ticket_number: z.string().nullable(),
  display_number: z.string().nullable(),
  /** Only a ticket that is `active` opens the gate. */
  status: z.enum(TICKET_STATUSES),
  check_in_status: z.enum(CHECK_IN_STATUSES),
  event_id: idShape,
  event_name: z.string(),
  order_id: idShape.nullable(),
  order_number: z.string().nullable(),
  ...person,
  removed_at: removedAt,
});

const foundEventShape = z.object({
  id: idShape,
  title: z.string(),
  status: z.enum(EVENT_STATUSES),
  starts_at: instantShape.nullable(),
  timezone: z.string(),
  venue: z.string().nullable(),
  removed_at: removedAt,
});

const foundConfigurationShape = z.object({
  id: idShape,
  name: z.string(),
  status: z.enum(CONFIGURATION_STATUSES),
  event_name: z.string(),
});

/** The first results of each kind. */
export const searchShape = z.object({
  orders: foundOf(foundOrderShape),
  tickets: foundOf(foundTicketShape),
  events: foundOf(foundEventShape),
  configurations: foundOf(foundConfigurationShape),
});
export type SearchReply = z.infer<typeof searchShape>;

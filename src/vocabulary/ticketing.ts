/** Our order statuses. `trashed` orders are also removed. */
export const ORDER_STATUSES = [
  'pending',
  'on_hold',
  'paid',
  'cancelled',
  'refunded',
  'failed',
  'trashed',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * `active`: the ticket admits its holder. `pending`: it is paid, but its post does not exist yet. `inactive`:
 * the order or the ticket is not paid, or the store does not publish the ticket. `orphaned`: its order no
 * longer exists in the store.
 */
export const TICKET_STATUSES = [
  'active',
  'pending',
  'inactive',
  'cancelled',
  'refunded',
  'orphaned',
] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** `partly_checked_in`: on some but not all days of an event of several days. */
export const CHECK_IN_STATUSES = ['not_checked_in', 'partly_checked_in', 'checked_in'] as const;
export type CheckInSummary = (typeof CHECK_IN_STATUSES)[number];

/** Why the local gate refused a check-in: `already-in`, or the code of the error without its `ticket.`. */
export const CHECK_IN_REFUSALS = [
  'already-in',
  'checked-in-elsewhere',
  'removed',
  'pending',
  'unpaid',
  'unpublished',
  'cancelled',
  'refunded',
  'orphaned',
] as const;
export type CheckInRefusal = (typeof CHECK_IN_REFUSALS)[number];

export const EVENT_STATUSES = ['draft', 'published', 'archived'] as const;

/** The public value of tickets that a store's ticket plugin makes; older clients know it by the first plugin's name. */
export const PLUGIN_TICKETS = 'fooevents';

/** How a store makes tickets of a product: posts of a ticket plugin, or only the bought lines. */
export type TicketSource = typeof PLUGIN_TICKETS | 'line_items';

/** Where one ticket comes from. `checkout`: the record of attendees in its order, until the plugin makes its post. */
export const TICKET_ORIGINS = [PLUGIN_TICKETS, 'checkout', 'line_item'] as const;
export type TicketOrigin = (typeof TICKET_ORIGINS)[number];

/** The public key of a ticket's answer is this and the key of the form's field. */
export const ANSWER_KEY_PREFIX = 'fooevents_custom_';

/** Which tickets a refund of a quantity takes first. */
export const REFUND_POLICIES = ['newest_not_checked_in', 'oldest_not_checked_in'] as const;
export type RefundPolicy = (typeof REFUND_POLICIES)[number];

/**
 * The order of a check-in and the refund or cancellation of its ticket. `before_entry`: the ticket was no
 * longer valid when the venue checked its holder in. `after_entry`: the holder was checked in with a valid
 * ticket. `same_time`: both have the same time. `unknown`: a time is missing, or it is unclear which refund
 * took this ticket.
 */
export const ENTRY_SEQUENCES = ['before_entry', 'after_entry', 'same_time', 'unknown'] as const;
export type EntrySequence = (typeof ENTRY_SEQUENCES)[number];

/** How a store that answers relates to the one for which a configuration was created. */
export const STORE_VERDICTS = ['same', 'respelled', 'moved', 'product-changed', 'older', 'other'] as const;
export type StoreVerdict = (typeof STORE_VERDICTS)[number];

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

export const EVENT_STATUSES = ['draft', 'published', 'archived'] as const;

/**
 * How a store creates tickets of a product: as posts of a ticket plugin, or not at all, so that they come from
 * the bought lines.
 */
export type TicketSource = 'fooevents' | 'line_items';

/**
 * Where one ticket comes from. `checkout`: from the record of attendees in its order, until the plugin creates
 * its post.
 */
export const TICKET_ORIGINS = ['fooevents', 'checkout', 'line_item'] as const;
export type TicketOrigin = (typeof TICKET_ORIGINS)[number];

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

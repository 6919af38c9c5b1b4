/** The states of what events are run with, as the backend keeps them. */
export const ORDER_STATUSES = [
  'pending',
  'on_hold',
  'paid',
  'cancelled',
  'refunded',
  'failed',
  'trashed',
] as const;
export const TICKET_STATUSES = [
  'active',
  'pending',
  'inactive',
  'cancelled',
  'refunded',
  'orphaned',
] as const;
export const CHECK_IN_STATUSES = ['not_checked_in', 'partly_checked_in', 'checked_in'] as const;

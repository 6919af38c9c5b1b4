/** The lines of a settlement statement: what an order adds for the first time, what changed later, and payouts. */
export const STATEMENT_LINE_KINDS = ['sale', 'refund', 'correction', 'payout'] as const;
export type StatementLineKind = (typeof STATEMENT_LINE_KINDS)[number];

/**
 * Why an order has a correction. `found_later`: it belongs to a closed period, and counts since after the closing. `gone`,
 * `trashed`, `left_event`: it is no longer in the store, or no longer of the event. `status_changed`: it is no longer
 * paid. `restored`: it counts again. `refunded`: a refund without a date in the period.
 */
export const CORRECTION_REASONS = [
  'found_later',
  'gone',
  'trashed',
  'left_event',
  'currency_changed',
  'status_changed',
  'restored',
  'amount_changed',
  'refunded',
  'refund_withdrawn',
  'fee_changed',
] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

/**
 * Why the data of a period may differ from the store. `removals_held`: the removal guard holds orders back that still
 * count. `sync_failed`: the last sync failed. `not_verified`: the last proof found differences. `read_before_end`: no
 * verified sync began after the period. `rejects_open`: rows that cannot be read are missing.
 */
export const UNPROVEN_REASONS = [
  'removals_held',
  'sync_failed',
  'not_verified',
  'read_before_end',
  'rejects_open',
] as const;
export type UnprovenReason = (typeof UNPROVEN_REASONS)[number];

/** The subject of an alert. */
export const ALERT_KINDS = [
  'store_unreachable',
  'credentials_failing',
  'test_failed',
  'sync_failed',
  'proof_unverified',
  'sync_stale',
  'password_unprotected',
  'sign_ins_failing',
  'clock_skewed',
  'webhooks_silent',
  'removals_held',
  'many_refunds',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** The channels of alerts. */
export const MESSAGE_CHANNELS = ['mail', 'webhook'] as const;
export type MessageChannel = (typeof MESSAGE_CHANNELS)[number];

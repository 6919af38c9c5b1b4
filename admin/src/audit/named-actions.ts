/**
 * The filters of the audit log: all actions on one kind of object, and single actions that people often look
 * for.
 */
export const NAMED_ACTIONS = [
  'session.login',
  'session.login-failed',
  'session.login-throttled',
  'access.denied',
  'account',
  'alerts',
  'configurations',
  'conflicts',
  'credentials',
  'events',
  'executions',
  'exports',
  'management',
  'orders',
  'outbound-endpoints',
  'payouts',
  'previews',
  'rejects',
  'removals',
  'second-factor',
  'secrets',
  'session',
  'statements',
  'ticket-tiers',
  'tickets',
  'tokens',
  'users',
] as const;

/** Why the operation is not healthy. A code keeps its meaning; new ones may be added. */
export const HEALTH_REASONS = [
  'database-full',
  'executions-silent',
  'schedule-late',
  'store-unreachable',
  'queue-unreachable',
  'worker-missing',
  'scheduler-missing',
  'tick-late',
  'clock-skewed',
  'queue-waiting',
  'store-refused',
  'configuration-error',
  'configuration-stale',
  'configuration-unverified',
  'incident-open',
  'message-undelivered',
] as const;
export type HealthReason = (typeof HEALTH_REASONS)[number];

/** Open items for a person, which do not make the operation unhealthy. */
export const HEALTH_NOTICES = ['reject-waiting', 'conflict-waiting'] as const;
export type HealthNotice = (typeof HEALTH_NOTICES)[number];

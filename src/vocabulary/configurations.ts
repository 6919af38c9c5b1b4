import type { Verification } from './sync-report.ts';

/** How often the schedule starts a sync. */
export const FREQUENCIES = [
  'manual',
  'every_minute',
  'every_5_minutes',
  'every_15_minutes',
  'hourly',
  'daily',
  'weekly',
  'monthly',
] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** Frequencies finer than the tick of the schedule. */
export const FREQUENT = ['every_minute', 'every_5_minutes'] as const satisfies readonly Frequency[];

export const CONFIGURATION_STATUSES = ['active', 'paused', 'disabled', 'error'] as const;
export type ConfigurationStatus = (typeof CONFIGURATION_STATUSES)[number];

/** What starts an execution. */
export const TRIGGERS = ['command_line', 'manual', 'schedule', 'retry'] as const;
export type Trigger = (typeof TRIGGERS)[number];

export const EXECUTION_STATUSES = ['pending', 'running', 'success', 'failed', 'cancelled'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** The result of the proof after an execution. */
export const VERIFICATIONS = [
  'verified',
  'verified_with_rejects',
  'unverified',
] as const satisfies readonly Verification[];

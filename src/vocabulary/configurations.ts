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

/** Frequencies for which `run_at` means nothing. */
export const WITHOUT_TIME_OF_DAY: readonly Frequency[] = [
  'manual',
  ...FREQUENT,
  'every_15_minutes',
  'hourly',
];

export const CONFIGURATION_STATUSES = ['active', 'paused', 'disabled', 'error'] as const;
export type ConfigurationStatus = (typeof CONFIGURATION_STATUSES)[number];

/** What starts an execution. */
export const TRIGGERS = ['command_line', 'manual', 'schedule', 'retry', 'live', 'webhook'] as const;
export type Trigger = (typeof TRIGGERS)[number];

/** Triggers of executions that are requested because a row of the store has just changed, and not by a person. */
export const SIGNAL_TRIGGERS: readonly Trigger[] = ['live', 'webhook'];

export const EXECUTION_STATUSES = ['pending', 'running', 'success', 'failed', 'cancelled'] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

/** The result of the proof after an execution. */
export const VERIFICATIONS = [
  'verified',
  'verified_with_rejects',
  'unverified',
] as const satisfies readonly Verification[];

/** Settings that a new configuration has without naming them. */
export const SETTINGS_WITH_DEFAULT = [
  'woocommerce_product_ids',
  'woocommerce_variation_id',
  'organizer_name',
  'event_description',
  'event_start_date',
  'event_end_date',
  'ticket_tier_name',
  'credentials',
  'timezone',
  'run_at',
  'status_mapping',
  'refund_policy',
  'sweep_budget_seconds',
  'max_removal_percent',
] as const;

/** The orders by which a list of configurations can be sorted. */
export const CONFIGURATION_ORDERINGS = [
  'name',
  'created_at',
  'updated_at',
  'status',
  'frequency',
  'last_sync_at',
  'next_sync_at',
  'success_rate',
] as const;

/** The same for executions. */
export const EXECUTION_ORDERINGS = ['created_at', 'started_at', 'finished_at', 'status', 'trigger'] as const;

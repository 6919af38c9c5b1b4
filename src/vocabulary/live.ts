/** Live mode begins this long before the start of an event. */
export const LIVE_BEFORE_HOURS = 3;
/** Where no end is known, it ends this long after the start. */
export const LIVE_AFTER_START_HOURS = 12;
/** The longest time for which a person switches it on or off. */
export const MOST_SWITCHED_HOURS = 7 * 24;

/** `auto`: the times of the event decide. */
export const LIVE_SWITCHES = ['auto', 'on', 'off'] as const;
export type LiveSwitch = (typeof LIVE_SWITCHES)[number];

/** Whether and why an event is live now, or not. */
export const LIVE_REASONS = [
  'event',
  'switched-on',
  'switched-off',
  'no-start',
  'not-yet',
  'over',
  'manual',
  'not-active',
  'not-read',
] as const;
export type LiveReason = (typeof LIVE_REASONS)[number];

/**
 * starting: a process takes the watch; watching: it asks on its own connection; yielding: executions need the
 * connections; executions: the store allows one connection, so quick executions take its place; unreachable: the store
 * has an outage; failing: the last question failed.
 */
export const WATCH_STATES = [
  'starting',
  'watching',
  'yielding',
  'executions',
  'unreachable',
  'failing',
] as const;
export type WatchState = (typeof WATCH_STATES)[number];

export const SLOWED_BY = ['store', 'ceiling'] as const;
export type SlowedBy = (typeof SLOWED_BY)[number];

/** Why Taquilla asks a store. request: a person waits for the answer, or a connection test. */
export type StorePurpose = 'watch' | 'execution' | 'request';

import { z } from 'zod';
import {
  LIVE_REASONS,
  LIVE_SWITCHES,
  MOST_SWITCHED_HOURS,
  SLOWED_BY,
  WATCH_STATES,
} from '../vocabulary/live.ts';
import { instantShape } from './scalars.ts';

/** Live mode of a configuration. */
export const liveShape = z.object({
  /** A person's choice; `auto`: the times of the event decide. */
  switch: z.enum(LIVE_SWITCHES),
  /** Until when that choice is valid; null for `auto`. */
  switched_until: instantShape.nullable(),
  is_live: z.boolean(),
  /** Why it is live, or why not. */
  reason: z.enum(LIVE_REASONS),
  /** The window that is open now, or that of the event; null where it has no such time. */
  from: instantShape.nullable(),
  until: instantShape.nullable(),
  /** The watch of its store, which all its live events share; null if none is live, or no process watches. */
  watch: z
    .object({
      state: z.enum(WATCH_STATES),
      since: instantShape,
      last_asked_at: instantShape.nullable(),
      /** When something of a live event of the store last moved. */
      last_moved_at: instantShape.nullable(),
      /** The time between two questions. */
      pause_seconds: z.number().nullable(),
      /** Why it is longer than usual; null if it is not. */
      slowed_by: z.enum(SLOWED_BY).nullable(),
      error_code: z.string().nullable(),
    })
    .nullable(),
});
export type Live = z.infer<typeof liveShape>;

export const liveInput = z.strictObject({
  switch: z.enum(LIVE_SWITCHES),
  /** For how long `on` or `off` is valid; required with them. */
  hours: z.int().min(1).max(MOST_SWITCHED_HOURS).optional(),
});
export type LiveInput = z.output<typeof liveInput>;

const costShape = z.object({
  statements: z.int(),
  rows: z.int(),
  /** Of the values in the rows. */
  bytes: z.int(),
  /** While the store owed an answer, the way over the network included. */
  seconds: z.number(),
});

/** What a set of credentials cost its store in the last hour. */
export const storeCostShape = z.object({
  watch: costShape,
  execution: costShape,
  /** Previews, comparisons and connection tests. */
  request: costShape,
  total: costShape,
  /** The seconds an hour above which live mode slows down; null if there is no ceiling. */
  live_ceiling_seconds: z.int().nullable(),
  is_above_ceiling: z.boolean(),
});
export type StoreCostReply = z.infer<typeof storeCostShape>;

/**
 * How much of an event an execution reads. quick: rows that changed according to the store's own times; sweep:
 * rows that a comparison of the tables finds; full: everything.
 */
export const DEPTHS = ['quick', 'sweep', 'full'] as const;
export type Depth = (typeof DEPTHS)[number];

/** targeted: only named orders and tickets, with what relates to them. */
export const EXECUTION_DEPTHS = ['targeted', ...DEPTHS] as const;
export type ExecutionDepth = (typeof EXECUTION_DEPTHS)[number];

/** The rows that a targeted execution reads, by the store's ids. */
export interface Targets {
  readonly orderIds: readonly number[];
  readonly ticketIds: readonly number[];
}

/** How many orders one targeted execution reads at most. */
export const MOST_TARGETS = 200;

/**
 * How much of a store an execution reads. quick: what changed by the store's own times; sweep: what comparing the tables
 * finds; full: everything.
 */
export const DEPTHS = ['quick', 'sweep', 'full'] as const;
export type Depth = (typeof DEPTHS)[number];

/**
 * How much of a store an execution reads. `quick`: rows that changed according to the store's own times.
 * `sweep`: rows that a comparison of the tables finds. `full`: everything.
 */
export const DEPTHS = ['quick', 'sweep', 'full'] as const;
export type Depth = (typeof DEPTHS)[number];

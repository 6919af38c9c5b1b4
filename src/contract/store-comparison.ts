import { z } from 'zod';
import { STORE_VERDICTS } from '../vocabulary/ticketing.ts';
import { anyText, idShape, instantShape } from './scalars.ts';

/** `same_store`: go on with it, as it is now. `another_store`: it is not the store of this configuration. */
const STORE_DECISIONS = ['same_store', 'another_store'] as const;

const sideShape = z.object({
  site_url: z.string(),
  table_prefix: z.string(),
  product_created_at: instantShape.nullable(),
  /** Ids, the oldest first. */
  oldest_orders: z.array(z.int()),
  newest_order: z.int().nullable(),
  newest_change_at: instantShape.nullable(),
});

/** What is recorded of a configuration's store, how the store answers now, and what may be decided about it. */
export const storeComparisonShape = z.object({
  verdict: z.enum(STORE_VERDICTS),
  /** The error with which executions end; null: they go on. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
  decisions: z.array(z.enum(STORE_DECISIONS)),
  /** Somebody said that another store is at this address. */
  was_refused: z.boolean(),
  held: sideShape.extend({
    /** Orders of the event. */
    orders: z.int(),
    /** When both sides last agreed with the store recognised; null: before it was recognised by its orders. */
    seen_at: instantShape.nullable(),
  }),
  /** `orders`: those of the whole store. */
  found: sideShape.extend({ orders: z.int() }),
  /** Orders by whose keys the store is recognised. */
  known_orders: z.object({ matching: z.int(), different: z.int(), missing: z.int() }),
  /** Of the event's orders. */
  missing_orders: z.int(),
  older_orders: z.int(),
  lost_check_ins: z.int(),
});

export const storeComparisonQuery = z.strictObject({
  /** Through which the store is asked; else the configuration's own. */
  credentials: idShape.optional(),
});

export const confirmStoreInput = z.strictObject({
  decision: z.enum(STORE_DECISIONS),
  /** The address that was shown. */
  site_url: anyText().max(2000),
  table_prefix: anyText().max(64).optional(),
  /** Through which the store is asked; with `same_store` the configuration uses them from then on. */
  credentials: idShape.optional(),
});

export type StoreComparisonReply = z.output<typeof storeComparisonShape>;
export type StoreDecision = (typeof STORE_DECISIONS)[number];
export type ConfirmStoreInput = z.output<typeof confirmStoreInput>;

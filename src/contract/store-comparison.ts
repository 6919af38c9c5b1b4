import { z } from 'zod';
import { STORE_VERDICTS } from '../vocabulary/ticketing.ts';
import { anyText, idShape, instantShape } from './scalars.ts';

/**
 * `same_store`: the configuration continues with this store. `another_store`: this is not the store of the
 * configuration.
 */
const STORE_DECISIONS = ['same_store', 'another_store'] as const;

const sideShape = z.object({
  site_url: z.string(),
  table_prefix: z.string(),
  product_created_at: instantShape.nullable(),
  /** The ids of the oldest orders. */
  oldest_orders: z.array(z.int()),
  newest_order: z.int().nullable(),
  newest_change_at: instantShape.nullable(),
});

/** The record of a configuration's store, the store's present answer, and the possible decisions. */
export const storeComparisonShape = z.object({
  verdict: z.enum(STORE_VERDICTS),
  /** The error with which executions end; null if they continue. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
  decisions: z.array(z.enum(STORE_DECISIONS)),
  /** true if a person confirmed that another store is at this address. */
  was_refused: z.boolean(),
  held: sideShape.extend({
    /** The orders of the event. */
    orders: z.int(),
    /**
     * When both sides last agreed while the store was recognised. Null if they have not agreed since Taquilla
     * recognises stores by their orders.
     */
    seen_at: instantShape.nullable(),
  }),
  /** `orders` is the number of orders in the whole store. */
  found: sideShape.extend({ orders: z.int() }),
  /** Orders whose keys identify the store. */
  known_orders: z.object({ matching: z.int(), different: z.int(), missing: z.int() }),
  /** The orders of the event that are missing. */
  missing_orders: z.int(),
  older_orders: z.int(),
  lost_check_ins: z.int(),
});

export const storeComparisonQuery = z.strictObject({
  /** The set of credentials with which to query the store; by default the configuration's own. */
  credentials: idShape.optional(),
});

export const confirmStoreInput = z.strictObject({
  decision: z.enum(STORE_DECISIONS),
  /** The address that the person saw. */
  site_url: anyText().max(2000),
  table_prefix: anyText().max(64).optional(),
  /**
   * The set of credentials with which to query the store. With `same_store`, the configuration uses it from
   * then on.
   */
  credentials: idShape.optional(),
});

export type StoreComparisonReply = z.output<typeof storeComparisonShape>;
export type StoreDecision = (typeof STORE_DECISIONS)[number];
export type ConfirmStoreInput = z.output<typeof confirmStoreInput>;

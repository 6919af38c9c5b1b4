import { z } from 'zod';
import { SETTINGS_WITH_DEFAULT } from '../../vocabulary/configurations.ts';
import { DEPTHS } from '../../vocabulary/depths.ts';
import { ORDER_STATUSES, REFUND_POLICIES } from '../../vocabulary/ticketing.ts';
import { amountShape, decimalShape, idShape, instantShape } from '../scalars.ts';

/** The settings of a configuration, and the present effect of each on the figures of its event. */
export const settingsEffectsShape = z.object({
  /** null if nothing was synced yet; then the figures are empty. */
  event: z
    .object({
      id: idShape,
      title: z.string(),
      starts_at: instantShape.nullable(),
      ends_at: instantShape.nullable(),
    })
    .nullable(),
  /** The settings that have another value than a new configuration would have without naming them. */
  not_default: z.array(z.enum(SETTINGS_WITH_DEFAULT)),
  /** The defaults of a new configuration; the others are empty, or the first product alone. */
  defaults: z.object({
    ticket_tier_name: z.string(),
    /** The store's own zone, otherwise TIME_ZONE. */
    timezone: z.string(),
    refund_policy: z.enum(REFUND_POLICIES),
    sweep_budget_seconds: z.int(),
    max_removal_percent: decimalShape,
  }),
  /** Products of the configuration, and those that its event still has rows of. */
  products: z.array(
    z.object({
      /** null for lines whose variation is in no tier. */
      woocommerce_product_id: z.int().nullable(),
      /** former: no longer a product of the configuration; the next sync removes its rows. null if the id is null. */
      role: z.enum(['first', 'further', 'translation', 'former']).nullable(),
      /** null if nothing of it was read yet, or it has several tiers. */
      name: z.string().nullable(),
      /** Active now. */
      tickets: z.int(),
      /** Of paid and refunded orders. */
      sales: z.array(
        z.object({
          currency: z.string(),
          orders: z.int(),
          quantity: z.int(),
          /** After discounts, tax included. */
          total: amountShape,
          /** By lines of refunds. */
          refunded: amountShape,
        }),
      ),
    }),
  ),
  /** Other configurations that a change of this setting changes as well. */
  shared: z.object({ organizer: z.int(), credentials: z.int() }),
  /** Active tickets of the first product that have no variation, and so the tier of this name. */
  ticket_tier: z.object({ tickets: z.int() }),
  timezone: z.object({
    /** On how many days of this zone orders were placed. */
    days: z.int(),
    orders: z.int(),
    /** Orders that would be of another day in the default zone. */
    on_another_day: z.int(),
  }),
  service_fee: z.object({
    /** Of paid and refunded orders. */
    sales: z.array(
      z.object({
        currency: z.string(),
        orders: z.int(),
        net: amountShape,
        service_fee: amountShape,
        organizer_amount: amountShape,
      }),
    ),
    /** Orders whose fee is of an earlier percentage until the next sync. */
    not_applied: z.int(),
  }),
  status_mapping: z.object({
    /** The statuses of the event's orders in the store, and those that the mapping names. */
    statuses: z.array(
      z.object({
        /** Without the prefix `wc-`. */
        source_status: z.string(),
        /** null if no order has it. */
        status: z.enum(ORDER_STATUSES).nullable(),
        /** unknown: neither WooCommerce's nor mapped, so it is paid if the order was ever paid. */
        by: z.enum(['woocommerce', 'mapping', 'unknown']),
        orders: z.int(),
        tickets: z.int(),
      }),
    ),
    /** Orders that have the status of an earlier mapping until the next sync. */
    not_applied: z.int(),
  }),
  refund_policy: z.object({
    refunded_tickets: z.int(),
    /** Those of lines of which other tickets were not refunded: the policy chose them. */
    chosen: z.int(),
    /** The last sync chose by the other policy. */
    not_applied: z.boolean(),
  }),
  max_removal_percent: z.object({
    /** Active and pending tickets. */
    valid: z.int(),
    /** Made invalid by executions of the last 24 hours. */
    lost: z.int(),
    /** How many more an execution may make invalid now; 0 while a list of held removals waits. */
    most: z.int(),
    /** Tickets that are held until a person decides. */
    held: z.int(),
  }),
  sweep_budget_seconds: z.object({
    /** The duration of the last sweep; null if none was measured. */
    last_sweep_seconds: z.number().nullable(),
    swept_at: instantShape.nullable(),
    /** The depth of an execution that names none; full if a changed setting is not applied yet. */
    next_depth: z.enum(DEPTHS),
  }),
  /** Executions of the last seven days. */
  frequency: z.object({ executions: z.int(), failed: z.int() }),
});
export type SettingsEffects = z.infer<typeof settingsEffectsShape>;

import { z } from 'zod';
import {
  CONFIGURATION_ORDERINGS,
  CONFIGURATION_STATUSES,
  FREQUENCIES,
  VERIFICATIONS,
} from '../vocabulary/configurations.ts';
import { DEPTHS, MOST_TARGETS } from '../vocabulary/depths.ts';
import { ORDER_STATUSES, REFUND_POLICIES } from '../vocabulary/ticketing.ts';
import { leftOutTotalsShape } from './left-out.ts';
import { liveShape } from './live.ts';
import { followed, listQuery, pageOf } from './page.ts';
import {
  anyText,
  decimalInput,
  decimalShape,
  emailInput,
  idShape,
  instantInput,
  instantShape,
  lineInput,
  textInput,
  timezoneInput,
  wooIdInput,
} from './scalars.ts';

/** WooCommerce products that are read as one event. */
export const configurationShape = z.object({
  id: idShape,
  name: z.string(),
  status: z.enum(CONFIGURATION_STATUSES),
  /** The first product. */
  woocommerce_product_id: z.int(),
  /** All products, including the first one, which comes first. */
  woocommerce_product_ids: z.array(z.int()),
  /** Translations of the products that the last sync counted with them. */
  woocommerce_translation_ids: z.array(z.int()),
  woocommerce_variation_id: z.int().nullable(),
  event_name: z.string(),
  event_description: z.string().nullable(),
  event_start_date: instantShape.nullable(),
  event_end_date: instantShape.nullable(),
  organizer_id: idShape,
  organizer_email: z.string(),
  organizer_name: z.string(),
  ticket_tier_name: z.string(),
  service_fee_percentage: decimalShape,
  credentials: idShape,
  credentials_name: z.string(),
  /**
   * The first failed attempt to reach its store, even if it was made with another set of the same server. Null
   * if the store is reachable.
   */
  store_unreachable_since: instantShape.nullable(),
  frequency: z.enum(FREQUENCIES),
  timezone: z.string(),
  /**
   * `given`: a person chose the zone. `store`: it is the store's own. `installation`: it comes from TIME_ZONE.
   * Null if the configuration was created before 0.2.
   */
  timezone_source: z.enum(['given', 'store', 'installation']).nullable(),
  /**
   * The zone of the store's site, as last read; `Etc/GMT+3` is three hours behind UTC. Null if the store names
   * none.
   */
  store_timezone: z.string().nullable(),
  /** Whether `timezone` shows another time of day than `store_timezone`. */
  timezone_differs: z.boolean(),
  /** The time of day as `HH:MM` in the time zone, for daily and rarer syncs. */
  run_at: z.string().nullable(),
  status_mapping: z.record(z.string(), z.enum(ORDER_STATUSES)),
  refund_policy: z.enum(REFUND_POLICIES),
  sweep_budget_seconds: z.int(),
  max_removal_percent: decimalShape,
  /** The store for which the configuration was created. */
  store_url: z.string(),
  /** The store's previous address, and when it changed; null if it never changed. */
  previous_store_url: z.string().nullable(),
  store_url_changed_at: instantShape.nullable(),
  event_id: idShape.nullable(),
  /** The number of active tickets of the event. */
  tickets: z.int(),
  /** The number of the store's rows that could not be read and still cannot. */
  open_rejects: z.int(),
  /** What these rows leave out together. */
  left_out: leftOutTotalsShape,
  /** The number of odd values in rows of the store that were read nevertheless. */
  notes: z.int(),
  live: liveShape,
  form_id: idShape.nullable(),
  is_due_for_sync: z.boolean(),
  next_sync_at: instantShape.nullable(),
  last_sync_at: instantShape.nullable(),
  last_sync_status: z.enum(['success', 'failed']).nullable(),
  last_success_at: instantShape.nullable(),
  last_verification: z.enum(VERIFICATIONS).nullable(),
  last_verified_at: instantShape.nullable(),
  total_executions: z.int(),
  successful_executions: z.int(),
  failed_executions: z.int(),
  unverified_executions: z.int(),
  /** 0 to 100; null before any execution has ended. */
  success_rate: z.number().min(0).max(100).nullable(),
  created_by_name: z.string().nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export type Configuration = z.infer<typeof configurationShape>;
export const configurationPageShape = pageOf(configurationShape);

const runAtInput = anyText()
  .regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$/)
  .transform((text) => text.slice(0, 5));

const statusMappingInput = z
  .record(anyText().regex(/^(wc-)?[a-z\d][a-z\d_-]{0,39}$/), z.enum(ORDER_STATUSES))
  .check((ctx) => {
    if (Object.keys(ctx.value).length <= 50) return;
    ctx.issues.push({ code: 'custom', input: ctx.value, params: { rule: 'max_items', limit: 50 } });
  })
  .transform((mapping) =>
    Object.fromEntries(Object.entries(mapping).map(([status, ours]) => [status.replace(/^wc-/, ''), ours])),
  );

/**
 * Room for a description of maximum length, even if a client escapes every character.
 *
 * @unit bytes
 */
export const CONFIGURATION_BODY_LIMIT_BYTES = 160 * 1024;

/** The body of POST and PUT. An optional field that is absent keeps its value, or gets its default. */
export const configurationInput = z.strictObject({
  name: lineInput(200),
  woocommerce_product_id: wooIdInput,
  event_name: lineInput(200),
  organizer_email: emailInput,
  service_fee_percentage: decimalInput({ min: 0, max: 100, digits: 2 }),
  frequency: z.enum(FREQUENCIES),
  /** All products of the event, including `woocommerce_product_id`. By default only that one. */
  woocommerce_product_ids: z.array(wooIdInput).min(1).max(50).optional(),
  woocommerce_variation_id: wooIdInput.nullable().optional(),
  organizer_name: lineInput(200).optional(),
  event_description: textInput(20_000).nullable().optional(),
  event_start_date: instantInput.nullable().optional(),
  event_end_date: instantInput.nullable().optional(),
  ticket_tier_name: lineInput(200).optional(),
  /** The id of the set of credentials; by default, the default set. */
  credentials: idShape.optional(),
  /** When a configuration is created, the default is the store's own zone, otherwise TIME_ZONE. */
  timezone: timezoneInput.optional(),
  run_at: runAtInput.nullable().optional(),
  status_mapping: statusMappingInput.optional(),
  refund_policy: z.enum(REFUND_POLICIES).optional(),
  sweep_budget_seconds: z.int().min(0).max(3600).optional(),
  max_removal_percent: decimalInput({ min: 0, max: 100, digits: 2 }).optional(),
  /** When a configuration is created: true to allow a product that another organizer already has. */
  another_organizer: z.boolean().optional(),
  /**
   * When a configuration is changed: true to confirm that the fee or the meanings of statuses change the organizer's
   * amount by more than 5 %.
   */
  confirm_money_change: z.boolean().optional(),
});
export type ConfigurationInput = z.output<typeof configurationInput>;
export const configurationPatch = configurationInput.partial();
export type ConfigurationPatch = z.output<typeof configurationPatch>;

export const configurationQuery = listQuery(
  {
    ...followed,
    status: z.enum(CONFIGURATION_STATUSES).optional(),
    frequency: z.enum(FREQUENCIES).optional(),
    organizer_email: emailInput.optional(),
    /** The result of the configuration's last proof. */
    verification: z.enum(VERIFICATIONS).optional(),
    credentials: idShape.optional(),
  },
  CONFIGURATION_ORDERINGS,
);

/** A change of many configurations at once. */
export const bulkFrequencyInput = z.strictObject({
  ids: z.array(idShape).min(1).max(1000),
  frequency: z.enum(FREQUENCIES),
});
export const bulkReplyShape = z.object({ updated: z.int() });
export type BulkReply = z.infer<typeof bulkReplyShape>;

export const triggerInput = z.strictObject({
  /** By default, as deep as the configuration's budget allows. */
  depth: z.enum(DEPTHS).optional(),
  /** Read only these orders, by their ids in WooCommerce; not together with `depth`. */
  orders: z.array(wooIdInput).min(1).max(MOST_TARGETS).optional(),
});

/** A stored request for work that starts by itself. */
export const startedShape = z.object({
  task_id: z.string(),
  execution_id: idShape,
  /** true if the execution was already pending and now goes first. */
  promoted: z.boolean(),
  detail: z.string(),
});
export type Started = z.infer<typeof startedShape>;

/** The same for an order, which several events may hold: `execution_id` is that of the order's own event. */
export const startedOrderShape = startedShape.extend({ execution_ids: z.array(idShape) });
export type StartedOrder = z.infer<typeof startedOrderShape>;

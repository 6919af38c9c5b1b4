import { z } from 'zod';
import { CONFIGURATION_STATUSES, FREQUENCIES, VERIFICATIONS } from '../vocabulary/configurations.ts';
import { DEPTHS, MOST_TARGETS } from '../vocabulary/depths.ts';
import { ORDER_STATUSES, REFUND_POLICIES } from '../vocabulary/ticketing.ts';
import { leftOutTotalsShape } from './left-out.ts';
import { listQuery, pageOf } from './page.ts';
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

/** WooCommerce products kept as one event. */
export const configurationShape = z.object({
  id: idShape,
  name: z.string(),
  status: z.enum(CONFIGURATION_STATUSES),
  /** The first of them. */
  woocommerce_product_id: z.int(),
  /** All of them, the first one included and first. */
  woocommerce_product_ids: z.array(z.int()),
  /** Translations of them that the last sync counted with them. */
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
   * The first failure to reach its store, also under another set of the same server; null: it is reachable.
   */
  store_unreachable_since: instantShape.nullable(),
  frequency: z.enum(FREQUENCIES),
  timezone: z.string(),
  /** given: chosen by a person. store: the store's own. installation: TIME_ZONE. null: created before 0.2. */
  timezone_source: z.enum(['given', 'store', 'installation']).nullable(),
  /** The zone of the store's site, as last read; `Etc/GMT+3` is three hours behind UTC. null: none. */
  store_timezone: z.string().nullable(),
  /** `timezone` shows another time of day than `store_timezone`. */
  timezone_differs: z.boolean(),
  /** `HH:MM` in the time zone, for daily and rarer ones. */
  run_at: z.string().nullable(),
  status_mapping: z.record(z.string(), z.enum(ORDER_STATUSES)),
  refund_policy: z.enum(REFUND_POLICIES),
  sweep_budget_seconds: z.int(),
  max_removal_percent: decimalShape,
  /** The store for which it was created. */
  store_url: z.string(),
  /** The store's previous address, and when it changed; null: it never did. */
  previous_store_url: z.string().nullable(),
  store_url_changed_at: instantShape.nullable(),
  event_id: idShape.nullable(),
  /** Active tickets of its event. */
  tickets: z.int(),
  /** Rows of the store that could not be read and still cannot. */
  open_rejects: z.int(),
  /** By these rows together. */
  left_out: leftOutTotalsShape,
  /** Odd values in rows of the store that were read nevertheless. */
  notes: z.int(),
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

/** Room for a description of full length, even where a client escapes every character. @unit bytes */
export const CONFIGURATION_BODY_LIMIT_BYTES = 160 * 1024;

/** POST and PUT: a field that is optional and absent keeps its value, or gets its default. */
export const configurationInput = z.strictObject({
  name: lineInput(200),
  woocommerce_product_id: wooIdInput,
  event_name: lineInput(200),
  organizer_email: emailInput,
  service_fee_percentage: decimalInput({ min: 0, max: 100, digits: 2 }),
  frequency: z.enum(FREQUENCIES),
  /** All products that are the event, `woocommerce_product_id` among them; it alone unless said. */
  woocommerce_product_ids: z.array(wooIdInput).min(1).max(50).optional(),
  woocommerce_variation_id: wooIdInput.nullable().optional(),
  organizer_name: lineInput(200).optional(),
  event_description: textInput(20_000).nullable().optional(),
  event_start_date: instantInput.nullable().optional(),
  event_end_date: instantInput.nullable().optional(),
  ticket_tier_name: lineInput(200).optional(),
  /** The set's id; default: the default set. */
  credentials: idShape.optional(),
  /** At creation, the default is the store's own zone, otherwise TIME_ZONE. */
  timezone: timezoneInput.optional(),
  run_at: runAtInput.nullable().optional(),
  status_mapping: statusMappingInput.optional(),
  refund_policy: z.enum(REFUND_POLICIES).optional(),
  sweep_budget_seconds: z.int().min(0).max(3600).optional(),
  max_removal_percent: decimalInput({ min: 0, max: 100, digits: 2 }).optional(),
  /** At creation: true to allow a product that another organizer already has. */
  another_organizer: z.boolean().optional(),
});
export type ConfigurationInput = z.output<typeof configurationInput>;
export const configurationPatch = configurationInput.partial();
export type ConfigurationPatch = z.output<typeof configurationPatch>;

const CONFIGURATION_ORDERINGS = [
  'name',
  'created_at',
  'updated_at',
  'status',
  'frequency',
  'last_sync_at',
  'next_sync_at',
  'success_rate',
] as const;

export const configurationQuery = listQuery(
  {
    status: z.enum(CONFIGURATION_STATUSES).optional(),
    frequency: z.enum(FREQUENCIES).optional(),
    organizer_email: emailInput.optional(),
    /** The result of its last proof. */
    verification: z.enum(VERIFICATIONS).optional(),
    credentials: idShape.optional(),
  },
  CONFIGURATION_ORDERINGS,
);

/** Many at once. */
export const bulkFrequencyInput = z.strictObject({
  ids: z.array(idShape).min(1).max(1000),
  frequency: z.enum(FREQUENCIES),
});
export const bulkReplyShape = z.object({ updated: z.int() });
export type BulkReply = z.infer<typeof bulkReplyShape>;

export const triggerInput = z.strictObject({
  /** Default: as deep as the configuration's budget allows. */
  depth: z.enum(DEPTHS).optional(),
  /** Read these orders alone, by their ids in WooCommerce; not together with `depth`. */
  orders: z.array(wooIdInput).min(1).max(MOST_TARGETS).optional(),
});

/** A stored request for work that starts by itself. */
export const startedShape = z.object({
  task_id: z.string(),
  execution_id: idShape,
  /** It was already pending, and now goes first. */
  promoted: z.boolean(),
  detail: z.string(),
});
export type Started = z.infer<typeof startedShape>;

/** The same for an order, which several events may hold: `execution_id` is that of the order's own event. */
export const startedOrderShape = startedShape.extend({ execution_ids: z.array(idShape) });
export type StartedOrder = z.infer<typeof startedOrderShape>;

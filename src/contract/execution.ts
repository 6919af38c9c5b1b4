import { z } from 'zod';
import {
  EXECUTION_ORDERINGS,
  EXECUTION_STATUSES,
  TRIGGERS,
  VERIFICATIONS,
} from '../vocabulary/configurations.ts';
import { EXECUTION_DEPTHS } from '../vocabulary/depths.ts';
import { leftOutShape, leftOutTotalsShape } from './left-out.ts';
import { daysInput, flagInput, followed, listQuery, pageOf } from './page.ts';
import { anyText, idShape, instantShape } from './scalars.ts';

const countsShape = z.object({
  read: z.int(),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  removed: z.int(),
});

const progressShape = z.object({
  phase: z.string(),
  orders_read: z.int(),
  orders_expected: z.int(),
  tickets_read: z.int(),
  tickets_expected: z.int(),
  /** A percentage, 0 to 100. */
  percent: z.number(),
});

/** One execution, as in lists and streams. */
export const executionShape = z.object({
  id: idShape,
  configuration: idShape,
  configuration_name: z.string(),
  event_id: idShape.nullable(),
  status: z.enum(EXECUTION_STATUSES),
  verification: z.enum(VERIFICATIONS).nullable(),
  trigger: z.enum(TRIGGERS),
  /** The depth that the execution reached; null until that is known. */
  depth: z.enum(EXECUTION_DEPTHS).nullable(),
  /** Null means as deep as the configuration's budget allows. */
  requested_depth: z.enum(EXECUTION_DEPTHS).nullable(),
  /** The WooCommerce ids of the orders that a targeted execution reads; null if it reads the event. */
  orders: z.array(z.int()).nullable(),
  /** What the proof covered: the rows just read, or the whole event. */
  proof_scope: z.enum(['touched', 'whole']).nullable(),
  /** When both sides of the whole event last agreed. */
  whole_proved_at: instantShape.nullable(),
  /** The time of the newest change in the store. */
  lag_seconds: z.number().nullable(),
  task_id: z.string(),
  triggered_by_name: z.string().nullable(),
  retry_of: idShape.nullable(),
  attempt_count: z.int(),
  max_retries: z.int(),
  next_attempt_at: instantShape.nullable(),
  planned_at: instantShape.nullable(),
  counts: z.record(z.string(), countsShape),
  reject_count: z.int(),
  left_out: leftOutTotalsShape,
  /** The number of rows of the proof, and of those that differ. */
  proof_summary: z.object({ rows: z.int(), differing: z.int() }),
  progress: progressShape.nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  created_at: instantShape,
  /** The time of its last change. Its progress and its log do not count. */
  updated_at: instantShape,
  started_at: instantShape.nullable(),
  finished_at: instantShape.nullable(),
  /** The counts so far, while the execution runs; null before it starts. */
  duration_seconds: z.number().nullable(),
  duration_formatted: z.string().nullable(),
});
export type Execution = z.infer<typeof executionShape>;
export const executionPageShape = pageOf(executionShape);

const attemptShape = z.object({
  number: z.int(),
  /** Null while the attempt runs. */
  outcome: z.enum(['success', 'failed', 'cancelled', 'worker_lost', 'given_back']).nullable(),
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  started_at: instantShape,
  finished_at: instantShape.nullable(),
  /** What this attempt itself read from the store. Null while it runs, or if its worker vanished. */
  orders_read: z.int().nullable(),
  tickets_read: z.int().nullable(),
  /** The attempt whose full reading it continued, and from where. Null if it started at the first order. */
  continued_from: z
    .object({
      execution: idShape,
      attempt: z.int(),
      /** `orders`: after this order; `orphans`: after all orders and this ticket; `done`: after the last page. */
      phase: z.enum(['orders', 'orphans', 'done']),
      position: z.int(),
    })
    .nullable(),
});

const proofRowShape = z.object({
  scope: z.enum(['whole', 'touched']),
  subject: z.string(),
  group: z.string(),
  measure: z.string(),
  store: z.string(),
  backend: z.string(),
  equal: z.boolean(),
  /** How many groups the row sums up: 1, except in an old execution with very many groups. Then `group` is empty. */
  group_count: z.int(),
});

export const executionDetailShape = executionShape.extend({
  attempts: z.array(attemptShape),
  proof: z.array(proofRowShape),
  warnings: z.array(z.string()),
  unmapped_statuses: z.array(z.string()),
  timings_ms: z.record(z.string(), z.number()),
});
export type ExecutionDetail = z.infer<typeof executionDetailShape>;

const filters = {
  ...followed,
  status: z.enum(EXECUTION_STATUSES).optional(),
  trigger: z.enum(TRIGGERS).optional(),
  verification: z.enum(VERIFICATIONS).optional(),
  /** The number of days back, by default 30. `all` removes the limit. */
  days: daysInput.optional(),
};
export const executionQuery = listQuery(
  { ...filters, configuration: idShape.optional() },
  EXECUTION_ORDERINGS,
);
export const executionsOfConfigurationQuery = listQuery(filters, EXECUTION_ORDERINGS);

export const logLineShape = z.object({
  id: z.int(),
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  created_at: instantShape,
});
export type LogLine = z.infer<typeof logLineShape>;
export const logPageShape = pageOf(logLineShape);
export const logQuery = listQuery({ level: z.enum(['info', 'warn', 'error']).optional() }, []).omit({
  ordering: true,
  search: true,
});

/** The kind of the row or of its owner: a line or a refund belongs to an order, a form to an event. */
const changeSubjectShape = z.object({
  kind: z.enum(['order', 'ticket', 'ticket_tier', 'event']),
  id: idShape,
  /** The number of an order or a ticket; null for other rows. */
  number: z.string().nullable(),
  /**
   * The buyer or the attendee, masked for readers who may not see them, the tier's name, or the event's title.
   */
  name: z.string().nullable(),
  /** The line's product, the number of the refund, the ticket's tier, or the label of the form field. */
  part: z.string().nullable(),
  order: idShape.nullable(),
  order_number: z.string().nullable(),
  event: idShape,
  event_title: z.string(),
});

export const changeShape = z.object({
  id: z.int(),
  table: z.string(),
  row_id: idShape,
  operation: z.enum(['created', 'updated', 'removed', 'restored']),
  /** Null if the row no longer exists in the backend. */
  subject: changeSubjectShape.nullable(),
  /**
   * `{field: [before, after]}`; null for a creation. `[null, null]` means that the field was erased with a
   * person's data. Personal data are masked for readers who may not see them. The names for `ticket_tier_id`
   * and `configuration_id` are added as `ticket_tier` and `configuration`.
   */
  fields: z.record(z.string(), z.array(z.unknown())).nullable(),
  /** The main values of a created row. Null for another operation, and for a value that was erased since. */
  initial: z.record(z.string(), z.string().nullable()).nullable(),
  /** The currency of the row's amounts. */
  currency: z.string().nullable(),
  created_at: instantShape,
});
export type Change = z.infer<typeof changeShape>;
export const changePageShape = pageOf(changeShape);
export const changeQuery = listQuery(
  {
    table: anyText()
      .regex(/^[a-z_]{1,40}$/)
      .optional(),
    operation: z.enum(['created', 'updated', 'removed', 'restored']).optional(),
  },
  [],
).omit({ ordering: true, search: true });

export const rejectShape = z.object({
  id: idShape,
  configuration: idShape,
  execution: idShape,
  kind: z.enum(['order', 'ticket']),
  woo_id: z.int(),
  woo_order_id: z.int().nullable(),
  /**
   * The number of the order that it is or belongs to, as the store shows it; null if the backend has no such
   * order.
   */
  order_number: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  /** The row as it is in the store; null for readers who may not see personal data. */
  raw: z.unknown(),
  left_out: leftOutShape,
  /** When somebody accepted that the row is left out; it ends when the row changes in the store. */
  dismissed_at: instantShape.nullable(),
  dismissed_by_name: z.string().nullable(),
  dismiss_note: z.string().nullable(),
  settled_at: instantShape.nullable(),
  created_at: instantShape,
  updated_at: instantShape,
});
export const rejectPageShape = pageOf(rejectShape);
export type Reject = z.infer<typeof rejectPageShape>['results'][number];
export const rejectQuery = listQuery({ ...followed, kind: z.enum(['order', 'ticket']).optional() }, []).omit({
  ordering: true,
  search: true,
});

/** The rejects of a configuration, by default the open ones. */
export const rejectsOfConfigurationQuery = rejectQuery.extend({ settled: flagInput.optional() });

/** Failed executions, grouped by reason. */
const errorGroupShape = z.object({
  code: z.string(),
  /** The message of the newest one. */
  message: z.string().nullable(),
  executions: z.int(),
  configurations: z.int(),
  first_at: instantShape,
  last_at: instantShape,
});
export const errorGroupsShape = z.object({ results: z.array(errorGroupShape) });
export const errorGroupsQuery = z.strictObject({
  days: daysInput.optional(),
  configuration: idShape.optional(),
});

export const cancelledShape = z.object({
  /** `cancelled`: the execution was pending. `stopping`: it ends at its next page. */
  status: z.enum(['cancelled', 'stopping']),
  detail: z.string(),
});
export type Cancelled = z.infer<typeof cancelledShape>;

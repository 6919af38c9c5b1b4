import type { Texts } from './table-text.ts';

const EVENT = 'the event';
const ORDER_SUM_COLUMNS = {
  status: 'the status of the orders',
  day: "when they were placed, in the event's zone; null: the store does not say",
  currency: 'the ISO 4217 code of the amounts',
  orders: 'how many orders',
  quantity: 'units of their lines',
  refunded_quantity: 'how many of these units were refunded',
  total: 'the sum of `orders.total`',
  rounding: 'the sum of `orders.rounding`',
  refunded: 'the sum of `orders.refunded`',
  refunded_by_lines: 'the sum of `orders.refunded_by_lines`',
  refunded_apportioned: 'the sum of `orders.refunded_apportioned`',
  net: 'the sum of `orders.net`',
  service_fee: 'the sum of `orders.service_fee`',
  organizer_amount: 'the sum of `orders.organizer_amount`',
};
const ITEM_SUM_COLUMNS = {
  status: 'the status of the order',
  currency: 'the ISO 4217 code of the amounts',
  ticket_tier_id: 'the tier; null: none',
  quantity: 'units of the lines',
  refunded_quantity: 'how many of these units were refunded',
  total: 'what the lines cost, tax included',
  refunded: 'what lines of refunds gave back',
};
const TICKET_SUM_COLUMNS = {
  ticket_tier_id: 'the tier; null: none',
  status: 'the status of the tickets',
  check_in_status: 'their check-in status',
  woo_product_id: 'the WooCommerce id of their product',
  slot: 'their slot; null: none',
  slot_at: 'when the slot begins',
  slot_date: 'the date of a slot whose time is not known',
  seat_row: 'their row of seats; null: none',
  tickets: 'how many tickets',
  days: 'on how many days they are checked in, together',
  store_days: 'on how many of these days they are checked in in the store',
  trashed_store_days: "the store's days of tickets in its trash",
};
const SLOT_SUM_COLUMNS = {
  woo_product_id: 'the WooCommerce id of the product',
  slot: 'the slot',
  slot_at: 'when it begins',
  slot_date: 'the date of a slot whose time is not known',
  currency: 'the ISO 4217 code of the amounts',
  tickets: 'how many tickets',
  refunded_tickets: 'how many of them are refunded',
  total: 'what the tickets cost, tax included',
  organizer_amount: "the organizer's part of it",
};
const BUCKET = 'the bucket of 256 order ids of the store';
const SPAN = 'the span of 32 buckets';

/** The service itself, its alerts, and the sums of events. */
export const SERVICE_TEXTS: Texts = {
  background_tasks: {
    says: 'tasks that are not executions',
    columns: {
      name: 'the kind of task',
      queue: 'its queue',
      subject_id: 'what it is about, such as the credentials of a test',
      status: 'pending, running, success or failed',
      run_after: 'when it may start',
      dispatch_number: 'how often it was given to a worker',
      dispatched_at: 'when it was last given to a worker',
      taken_dispatch: 'the last dispatch that a worker took',
      holder: 'the process that runs it',
      lease_until: 'until when that process may run it',
      result: 'what it resulted in',
      error_code: 'why it failed',
      error_message: 'the error in words',
      judged_at: 'when alerts took its outcome into account',
      started_at: 'when it began',
      finished_at: 'when it ended',
    },
  },
  timetables: {
    says: 'the recurring tasks and their next times',
    columns: { name: 'the task', next_at: 'when it is due next' },
  },
  installation: {
    says: 'the only row: the id of this backend',
    columns: { id: 'the prefix of its keys in a shared Redis', only_row: 'always true: there is one row' },
  },
  service_processes: {
    says: 'running processes of the service',
    columns: {
      role: 'all, api, worker or scheduler',
      host: 'the machine',
      pid: 'the number of the process',
      version: 'the version of Taquilla',
      queues: 'the queues from which it takes jobs',
      started_at: 'when it started',
      last_seen_at: 'its last heartbeat',
      clock_skew_ms: "how far the clock of its machine is ahead of PostgreSQL's; null: not known",
    },
  },
  schedule_ticks: {
    says: 'the last tick of the schedule',
    columns: {
      only_row: 'always true: there is one row',
      last_tick_at: 'when the last tick ended; null: there was none',
    },
  },
  schema_migrations: {
    says: 'a migration file that has run',
    columns: {
      name: 'the name of the file',
      applied_at: 'when it ran',
      checksum: 'a checksum of the file; null: an old version did not record it',
      is_breaking: 'whether it breaks older versions',
      program: 'the version that ran it',
    },
  },
  alert_incidents: {
    says: 'a problem and when it began',
    columns: {
      cause_key: 'what its occurrences have in common',
      kind: 'the kind of problem',
      credentials_id: 'the store; null: it is about no store',
      error_code: 'the error of the last occurrence',
      error_message: 'the error in words',
      opened_at: 'when the alert began',
      last_seen_at: 'when it last occurred',
      occurrences: 'how often it occurred',
      resolved_at: 'when it ended; null: it has not',
      acknowledged_at: 'when somebody acknowledged it',
      acknowledged_by: 'who acknowledged it',
      started_at: 'when the problem began; null: when the alert did',
    },
  },
  alert_incident_configurations: {
    says: 'a configuration that a problem affects',
    columns: {
      incident_id: 'the problem',
      configuration_id: 'the configuration',
      execution_id: 'the execution in which it last occurred',
      recovered_at: 'when it ended for this configuration',
    },
  },
  alert_messages: {
    says: 'a message about an incident, or a test message',
    columns: {
      incident_id: 'the problem; null: a test message',
      event: 'opened, recovered or test',
      channel: 'mail or webhook',
      recipient: 'the address',
      language: 'en or es',
      attempts: 'how often sending was tried',
      next_attempt_at: 'when it is tried next',
      last_error: 'why the last attempt failed',
      sent_at: 'when it was accepted',
      given_up_at: 'when sending was given up',
      last_attempt_at: 'when it was last tried',
      last_reply: 'what the other side replied',
    },
  },
  alert_message_totals: {
    says: 'how many messages there ever were',
    columns: {
      channel: 'mail or webhook',
      event: 'opened, recovered or test',
      result: 'sent or given_up',
      messages: 'how many messages',
    },
  },
  event_order_sums: {
    says: 'sums of the orders of a bucket by status, day and currency',
    columns: {
      event_id: EVENT,
      bucket: BUCKET,
      ...ORDER_SUM_COLUMNS,
    },
  },
  event_item_sums: {
    says: 'the same of the lines, by tier, status of the order and currency',
    columns: {
      event_id: EVENT,
      bucket: BUCKET,
      ...ITEM_SUM_COLUMNS,
    },
  },
  event_ticket_sums: {
    says: 'the same of tickets and check-ins, by tier, status, check-in status, slot and row of seats',
    columns: {
      event_id: EVENT,
      bucket: BUCKET,
      ...TICKET_SUM_COLUMNS,
    },
  },
  event_slot_sums: {
    says: 'the same for the income from the tickets of a slot',
    columns: {
      event_id: EVENT,
      bucket: BUCKET,
      ...SLOT_SUM_COLUMNS,
    },
  },
  event_order_span_sums: {
    says: 'the same sums of 32 buckets together, a span',
    columns: { event_id: EVENT, span: SPAN, ...ORDER_SUM_COLUMNS },
  },
  event_item_span_sums: {
    says: 'the same sums of 32 buckets together, a span',
    columns: { event_id: EVENT, span: SPAN, ...ITEM_SUM_COLUMNS },
  },
  event_ticket_span_sums: {
    says: 'the same sums of 32 buckets together, a span',
    columns: { event_id: EVENT, span: SPAN, ...TICKET_SUM_COLUMNS },
  },
  event_slot_span_sums: {
    says: 'the same sums of 32 buckets together, a span',
    columns: { event_id: EVENT, span: SPAN, ...SLOT_SUM_COLUMNS },
  },
  event_sum_marks: {
    says: 'buckets whose rows changed after they were added up',
    columns: { event_id: EVENT, bucket: BUCKET },
  },
};

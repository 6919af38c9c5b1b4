import { EDITED_FIELDS } from '../../../src/backend/tables/edited-tables.ts';

/** What the schema does not say of a table that the Django app shows. */
export interface DescribedTable {
  readonly model: string;
  /** Columns whose values, as far as there are any, name a row for people. */
  readonly label: readonly string[];
  /** Columns that people may edit; the sync owns the others. */
  readonly edited?: readonly string[];
  /** Columns that mean nothing outside Taquilla, or that no other program may read. */
  readonly hidden?: readonly string[];
  readonly list: readonly string[];
  readonly filters?: readonly string[];
  readonly search?: readonly string[];
  /** Rows are marked as removed and never deleted, so that programs can follow them. */
  readonly followed: boolean;
}

/** Never part of a model, whatever the table: digests, and what the next merge begins with. */
export const HIDDEN_EVERYWHERE: readonly string[] = ['content_digest', 'store_values'];

export const DESCRIBED: Readonly<Record<string, DescribedTable>> = {
  organizers: {
    model: 'Organizer',
    label: ['name'],
    list: ['name', 'contact_email', 'created_at'],
    search: ['name', 'contact_email'],
    followed: true,
  },
  events: {
    model: 'Event',
    label: ['title'],
    edited: EDITED_FIELDS.events.fields,
    list: ['title', 'organizer', 'starts_at', 'venue', 'status', 'woo_product_id', 'removed_at'],
    filters: ['status', 'visibility', 'organizer', 'removed_reason'],
    search: ['title', 'venue', '=woo_product_id'],
    followed: true,
  },
  ticket_tiers: {
    model: 'TicketTier',
    label: ['name'],
    edited: [...EDITED_FIELDS.ticket_tiers.fields, 'capacity'],
    list: ['name', 'event', 'price', 'currency', 'capacity', 'stock_left', 'removed_at'],
    filters: ['event', 'removed_reason'],
    search: ['name', '=woo_variation_id'],
    followed: true,
  },
  forms: {
    model: 'Form',
    label: ['name'],
    list: ['name', 'event', 'removed_at'],
    filters: ['removed_reason'],
    search: ['name'],
    followed: true,
  },
  form_fields: {
    model: 'FormField',
    label: ['label'],
    list: ['label', 'form', 'key', 'type', 'required', 'position'],
    filters: ['type', 'required', 'removed_reason'],
    search: ['label', 'key'],
    followed: true,
  },
  orders: {
    model: 'Order',
    label: ['number'],
    list: [
      'number',
      'event',
      'status',
      'email',
      'currency',
      'total',
      'refunded',
      'net',
      'ordered_at',
      'removed_at',
    ],
    filters: ['status', 'event', 'currency', 'removed_reason'],
    search: ['number', 'email', 'first_name', 'last_name', '=woo_order_id'],
    followed: true,
  },
  order_items: {
    model: 'OrderItem',
    label: ['name'],
    list: ['name', 'order', 'ticket_tier', 'quantity', 'refunded_quantity', 'total', 'refunded'],
    filters: ['ticket_tier', 'removed_reason'],
    search: ['name', '=order__number', '=woo_item_id'],
    followed: true,
  },
  refunds: {
    model: 'Refund',
    label: ['woo_refund_id'],
    list: ['woo_refund_id', 'order', 'amount', 'order_amount', 'reason', 'refunded_at'],
    filters: ['removed_reason'],
    search: ['reason', '=order__number', '=woo_refund_id'],
    followed: true,
  },
  refund_lines: {
    model: 'RefundLine',
    label: ['woo_item_id'],
    list: ['woo_item_id', 'refund', 'order_item', 'quantity', 'amount', 'tax'],
    filters: ['removed_reason'],
    search: ['=woo_item_id'],
    followed: true,
  },
  tickets: {
    model: 'Ticket',
    label: ['first_name', 'last_name', 'ticket_number'],
    edited: EDITED_FIELDS.tickets.fields,
    list: [
      'ticket_number',
      'first_name',
      'last_name',
      'event',
      'ticket_tier',
      'status',
      'check_in_status',
      'order',
      'removed_at',
    ],
    filters: ['status', 'check_in_status', 'event', 'origin', 'removed_reason'],
    search: ['first_name', 'last_name', 'email', 'ticket_number', '=woo_order_id'],
    followed: true,
  },
  check_ins: {
    model: 'CheckIn',
    label: ['status', 'day'],
    list: ['ticket', 'day', 'status', 'at', 'origin', 'made_by'],
    filters: ['status', 'origin', 'day'],
    search: ['ticket__ticket_number', 'ticket__email'],
    followed: true,
  },
  refused_check_ins: {
    model: 'RefusedCheckIn',
    label: ['reason'],
    list: ['ticket', 'day', 'reason', 'at', 'made_by'],
    filters: ['reason'],
    search: ['ticket__ticket_number', 'ticket__email'],
    followed: true,
  },
  users: {
    model: 'User',
    label: ['email'],
    hidden: ['password_hash'],
    list: ['email', 'name', 'role', 'disabled_at', 'last_login_at'],
    filters: ['role'],
    search: ['email', 'name'],
    followed: false,
  },
  sync_configurations: {
    model: 'SyncConfiguration',
    label: ['name'],
    hidden: [
      'credentials_id',
      'status_mapping',
      'pinned_table_prefix',
      'pinned_product_created_at',
      'schedule_anchor',
      'scheduled_since',
      'store_state',
      'store_state_at',
      'refused_site_url',
      'refused_table_prefix',
      'accepts_older_state',
      'previous_site_url',
      'site_url_changed_at',
    ],
    list: ['name', 'organizer', 'woo_product_id', 'frequency', 'status', 'last_sync_status', 'next_due_at'],
    filters: ['status', 'frequency', 'last_sync_status', 'organizer'],
    search: ['name', 'event_name', '=woo_product_id'],
    followed: false,
  },
  sync_executions: {
    model: 'SyncExecution',
    label: ['status', 'created_at'],
    hidden: [
      'queue',
      'dispatch_number',
      'dispatched_at',
      'taken_dispatch',
      'judged_at',
      'order_ids',
      'ticket_ids',
    ],
    list: ['configuration', 'trigger', 'depth', 'status', 'verification', 'started_at', 'finished_at'],
    filters: ['status', 'verification', 'trigger', 'depth', 'configuration'],
    search: ['error_code', 'error_message'],
    followed: false,
  },
  conflicts: {
    model: 'Conflict',
    label: ['table_name', 'field'],
    list: ['configuration', 'kind', 'table_name', 'field', 'created_at', 'settled_at', 'settled_as'],
    filters: ['kind', 'table_name', 'settled_as', 'configuration'],
    search: ['field', 'note'],
    followed: false,
  },
  sync_rejects: {
    model: 'SyncReject',
    label: ['kind', 'woo_id'],
    hidden: ['raw'],
    list: ['configuration', 'kind', 'woo_id', 'code', 'message', 'settled_at'],
    filters: ['kind', 'code', 'configuration'],
    search: ['=woo_id', '=woo_order_id', 'message'],
    followed: false,
  },
  sync_notes: {
    model: 'SyncNote',
    label: ['kind', 'woo_id', 'field'],
    hidden: ['raw'],
    list: ['configuration', 'kind', 'woo_id', 'field', 'reason'],
    filters: ['kind', 'reason', 'configuration'],
    search: ['=woo_id', '=woo_order_id'],
    followed: false,
  },
};

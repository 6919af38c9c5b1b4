import { fields } from './fields.ts';

/** What the API's codes are called. Dots and dashes of a code are underscores here. */
export const words = {
  field: fields,
  role: { superuser: 'Superuser', operator: 'Operator', viewer: 'Viewer' },
  configuration_status: { active: 'Active', paused: 'Paused', disabled: 'Switched off', error: 'Failing' },
  execution_status: {
    pending: 'Waiting',
    running: 'Running',
    success: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  verification: {
    verified: 'Verified',
    verified_with_rejects: 'Verified, with rejects',
    unverified: 'Not verified',
  },
  trigger: {
    command_line: 'Command line',
    manual: 'By hand',
    schedule: 'Schedule',
    retry: 'Tried again',
  },
  depth: { quick: 'Quick', sweep: 'Sweep', full: 'Full' },
  frequency: {
    manual: 'Only by hand',
    every_15_minutes: 'Every 15 minutes',
    hourly: 'Every hour',
    daily: 'Every day',
    weekly: 'Every week',
    monthly: 'Every month',
  },
  phase: {
    connect: 'Connecting to the store',
    read: 'Reading the store',
    load: 'Writing to the backend',
    remove: 'Looking for what is gone',
    prove: 'Proving both sides',
    total: 'In all',
  },
  order_status: {
    pending: 'Pending',
    on_hold: 'On hold',
    paid: 'Paid',
    cancelled: 'Cancelled',
    refunded: 'Refunded',
    failed: 'Failed',
    trashed: 'Trashed',
  },
  refund_policy: {
    newest_not_checked_in: 'The newest that nobody used',
    oldest_not_checked_in: 'The oldest that nobody used',
  },
  product_status: {
    draft: 'Draft',
    pending: 'Pending review',
    private: 'Private',
    future: 'Scheduled',
    trash: 'In the trash',
    deleted: 'Deleted',
  },
  operation: { created: 'Created', updated: 'Updated', removed: 'Removed', restored: 'Restored' },
  attempt: {
    success: 'Done',
    failed: 'Failed',
    cancelled: 'Cancelled',
    worker_lost: 'Worker vanished',
    given_back: 'Given back',
  },
  alert_kind: {
    store_unreachable: 'Store out of reach',
    credentials_failing: 'Connection test fails',
    sync_failed: 'Sync failed',
    proof_unverified: 'Not verified',
    sync_stale: 'No success for too long',
    password_unprotected: 'Unprotected password',
    sign_ins_failing: 'Many sign-ins fail',
  },
  /** Only actions that the audit log filters by. */
  audit_action: {
    session_login: 'Sign-in',
    session_login_failed: 'Failed sign-in',
    session_login_throttled: 'Too many attempts to sign in',
    access_denied: 'Denied call',
  },
  table: {
    orders: 'Orders',
    order_items: 'Order lines',
    refunds: 'Refunds',
    tickets: 'Tickets',
    check_ins: 'Check-ins',
  },
  table_one: {
    events: 'Event',
    ticket_tiers: 'Ticket tier',
    forms: 'Form',
    form_fields: 'Form field',
    orders: 'Order',
    order_items: 'Order line',
    refunds: 'Refund',
    refund_lines: 'Refund line',
    tickets: 'Ticket',
    check_ins: 'Check-in',
  },
  proof_subject: { orders: 'Orders', tickets: 'Tickets', pending_tickets: 'Pending tickets' },
  proof_measure: {
    count: 'Count',
    quantity: 'Quantity',
    total: 'Total',
    refunded_by_lines: 'Refunded by lines',
    order_refunded: 'Orders refunded',
    days_checked_in: 'Days checked in',
  },
  warning: {
    store_product_trashed:
      'The product lies in the store’s trash: the event is archived, and its orders and tickets are kept up to date.',
    store_product_deleted:
      'The product was deleted in the store: the event is archived, and its orders and tickets are kept up to date.',
    store_myisam_tables:
      'Some of the store’s tables are not InnoDB: it is read without a snapshot, and a change while it is read may show up only in the next sync.',
  },
};

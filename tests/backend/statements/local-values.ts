import { AUDIT_ACTIONS } from '../../../src/backend/audit/audit-actions.ts';
import { SYNCED_TABLES } from '../../../src/backend/tables/all-tables.ts';

/**
 * Values of the parameters that make the text of a statement, by file: one set, or several where the text depends on
 * them. Constants, loops and the calls in the same file are read from the source.
 */
export const LOCAL_VALUES: Readonly<Record<string, object | readonly object[]>> = {
  'src/backend/audit/audited-objects.ts': Object.entries(AUDIT_ACTIONS).flatMap(([action, kind]) =>
    kind === null ? [] : { action },
  ),
  'src/backend/configurations/configuration-edit-records.ts': { given: { statusMapping: {} } },
  'src/backend/configurations/configuration-list.ts': {
    order: ordersBy('name created_at updated_at status frequency last_sync_at next_sync_at success_rate'),
  },
  'src/backend/conflicts/conflict-records.ts': {
    place: { table: 'tickets' },
    table: 'tickets',
    field: 'email',
  },
  'src/backend/conflicts/edit-row.ts': [
    editOf('events', 'title'),
    editOf('ticket_tiers', 'name'),
    editOf('tickets', 'email'),
  ],
  'src/backend/conflicts/edit-state.ts': tables('events ticket_tiers tickets').map((one) => ({
    ...one,
    lock: true,
  })),
  'src/backend/credentials/credentials-records.ts': [
    { settings: {}, hop: 'ssh' },
    { settings: {}, hop: 'jump' },
  ],
  'src/backend/credentials/environment-credentials.ts': { store: { mysql: {}, ssh: null } },
  'src/backend/dispatch/dispatched-rows.ts': [{ name: 'sync_woocommerce_event' }, { name: 'clean_up' }],
  'src/backend/executions/execution-list.ts': {
    order: ordersBy('created_at started_at finished_at status trigger'),
  },
  'src/backend/loader/drifted-rows.ts': SYNCED_TABLES.map(({ name }) => ({ rows: [{ table: name }] })),
  'src/backend/loader/load-rows.ts': SYNCED_TABLES.map((table) => ({ table })),
  'src/backend/loader/mark-removed.ts': tables('orders order_items refunds refund_lines tickets form_fields'),
  'src/backend/queries/copy-rows.ts': { table: 'orders', columns: [] },
  'src/backend/queries/key-list.ts': { list: { table: 'orders o', alias: 'o', where: 'true', search: null } },
  'src/backend/queries/named-rows.ts': tables(
    'sync_executions alert_incidents sync_configurations events ticket_tiers tickets',
  ),
  'src/backend/descriptions/describe-tables.ts': { found: [] },
  'src/backend/reader/reader-rights.ts': { statements: [], rows: [] },
  'src/backend/reader/reader-role.ts': { row: { sql: '' } },
  'src/backend/stores/recorded-store.ts': [{ which: 'all' }, { which: 'newest' }],
  'src/backend/readings/change-list.ts': { page: 'select * from sync_changes', order: 'asc' },
  'src/backend/ticketing-queries/event-list.ts': { filter: {} },
  'src/backend/ticketing-queries/order-list.ts': { filter: { search: null } },
  'src/backend/ticketing-queries/organizer-list.ts': { filter: {} },
  'src/backend/ticketing-queries/refund-list.ts': { filter: {} },
  'src/backend/ticketing-queries/ticket-list.ts': { filter: { search: null } },
  'src/backend/ticketing-queries/ticket-tier-list.ts': { filter: {} },
};

function ordersBy(columns: string): readonly object[] {
  return columns.split(' ').map((by) => ({ by, descending: false }));
}

function editOf(table: string, field: string): object {
  const fields = [{ field, type: 'text', ours: 'before', store: 'before', isNullable: false }];
  return {
    table,
    fields,
    edit: { values: { [field]: 'after' }, revert: [] },
    timezone: 'UTC',
    questions: [],
  };
}

function tables(names: string): readonly object[] {
  return names.split(' ').map((table) => ({ table }));
}

import { CONFIGURATION_ORDERINGS, EXECUTION_ORDERINGS } from '../../src/vocabulary/configurations.ts';

const SYNC = '/api/v1/sync-woocommerce/';
const AUTH = '/api/v1/auth/';
const BACKEND = '/api/v1/';

interface Resource {
  /**
   * The address of its records. If the records are parts of another object, the filter supplies the id of that
   * object.
   */
  readonly path: string;
  /** The orders by which lists can be sorted; for any other one the server decides. */
  readonly orderings: readonly string[];
  /** Its lists may be long: beyond the counted rows, their pages are found by key. */
  readonly long?: boolean;
}

const of = (path: string, orderings: readonly string[] = []): Resource => ({ path, orderings });
const long = (path: string, orderings: readonly string[]): Resource => ({ path, orderings, long: true });

/**
 * Every resource that the panel reads, by its name in the panel. The filter supplies the value of each `:word`.
 */
const RESOURCES = {
  configurations: of(`${SYNC}configurations/`, CONFIGURATION_ORDERINGS),
  executions: of(`${SYNC}executions/`, EXECUTION_ORDERINGS),
  notes: of(`${SYNC}configurations/:configuration/notes/`),
  'open-rejects': of(`${SYNC}configurations/:configuration/rejects/`),
  log: of(`${SYNC}executions/:execution/log/`),
  changes: of(`${SYNC}executions/:execution/changes/`),
  rejects: of(`${SYNC}executions/:execution/rejects/`),
  'listed-rejects': of(`${SYNC}rejects/`),
  credentials: of(`${SYNC}credentials/`),
  conflicts: of(`${SYNC}conflicts/`),
  previews: of(`${SYNC}previews/`),
  removals: of(`${SYNC}removals/`),
  statements: of(`${SYNC}statements/`),
  'statement-lines': of(`${SYNC}statements/:statement/lines/`),
  'open-statement-lines': of(`${SYNC}statements/open/lines/`),
  payouts: of(`${SYNC}payouts/`),
  'removal-orders': of(`${SYNC}removals/:removal/orders/`),
  alerts: of(`${SYNC}alerts/`),
  'outbound-endpoints': of(`${BACKEND}outbound-endpoints/`),
  'outbound-deliveries': of(`${BACKEND}outbound-endpoints/:endpoint/deliveries/`),
  users: of(`${AUTH}users/`),
  tokens: of(`${AUTH}tokens/`),
  'user-tokens': of(`${AUTH}users/:user/tokens/`),
  audit: of(`${AUTH}audit/`),
  organizers: long(`${BACKEND}organizers/`, ['name', 'created_at']),
  events: long(`${BACKEND}events/`, ['starts_at', 'title', 'created_at']),
  'ticket-tiers': long(`${BACKEND}ticket-tiers/`, ['name', 'created_at']),
  orders: long(`${BACKEND}orders/`, ['ordered_at', 'created_at']),
  'order-history': of(`${BACKEND}orders/:order/history/`),
  tickets: long(`${BACKEND}tickets/`, ['created_at']),
  refunds: long(`${BACKEND}refunds/`, ['refunded_at', 'created_at']),
  // These have no list of their own in the panel, only a file.
  'check-ins': of(`${BACKEND}check-ins/`),
  'event-payouts': of(`${BACKEND}payouts/`),
  journal: of(`${BACKEND}changes/`),
} as const satisfies Record<string, Resource>;

export function resourceOf(name: string): Resource {
  const found = (RESOURCES as Readonly<Record<string, Resource>>)[name];
  if (found === undefined) throw new Error(`There is no resource ${name}.`);
  return found;
}

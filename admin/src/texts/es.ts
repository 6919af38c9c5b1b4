import type { Dictionary } from './dictionary.ts';
import { audit } from './es/access/audit.ts';
import { outbound } from './es/access/outbound.ts';
import { second_factor } from './es/access/second-factor.ts';
import { tokens, users } from './es/access/users.ts';
import { conflicts } from './es/sales/conflicts.ts';
import { edits } from './es/sales/edits.ts';
import { events } from './es/sales/events.ts';
import { explain } from './es/sales/explain.ts';
import { exports } from './es/sales/exports.ts';
import { orders } from './es/sales/orders.ts';
import { organizers, ticket_tiers } from './es/sales/organizers.ts';
import { refunds } from './es/sales/refunds.ts';
import { sales } from './es/sales/sales.ts';
import { statements } from './es/sales/statements.ts';
import { tickets } from './es/sales/tickets.ts';
import { account, dashboard } from './es/shared/dashboard.ts';
import { errors, layout, live, states } from './es/shared/frame.ts';
import { ra } from './es/shared/react-admin.ts';
import { search } from './es/shared/search.ts';
import { system } from './es/shared/system.ts';
import { words } from './es/shared/words.ts';
import { alerts } from './es/sync/alerts.ts';
import { configurations } from './es/sync/configurations.ts';
import { credentials } from './es/sync/credentials.ts';
import { executions } from './es/sync/executions.ts';
import { notes } from './es/sync/notes.ts';
import { previews } from './es/sync/previews.ts';
import { removals } from './es/sync/removals.ts';
import { settings } from './es/sync/settings.ts';
import { webhooks } from './es/sync/webhooks.ts';

/** All Spanish texts of the panel. */
export const es: Dictionary = {
  ra,
  layout,
  live,
  states,
  errors,
  words,
  account,
  dashboard,
  configurations,
  conflicts,
  executions,
  notes,
  previews,
  removals,
  settings,
  sales,
  events,
  edits,
  explain,
  exports,
  orders,
  tickets,
  refunds,
  statements,
  organizers,
  ticket_tiers,
  credentials,
  webhooks,
  outbound,
  alerts,
  users,
  audit,
  tokens,
  search,
  second_factor,
  system,
};

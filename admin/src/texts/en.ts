import { audit } from './en/access/audit.ts';
import { outbound } from './en/access/outbound.ts';
import { second_factor } from './en/access/second-factor.ts';
import { tokens, users } from './en/access/users.ts';
import { conflicts } from './en/sales/conflicts.ts';
import { edits } from './en/sales/edits.ts';
import { events } from './en/sales/events.ts';
import { explain } from './en/sales/explain.ts';
import { exports } from './en/sales/exports.ts';
import { orders } from './en/sales/orders.ts';
import { organizers, ticket_tiers } from './en/sales/organizers.ts';
import { refunds } from './en/sales/refunds.ts';
import { sales } from './en/sales/sales.ts';
import { statements } from './en/sales/statements.ts';
import { tickets } from './en/sales/tickets.ts';
import { account, dashboard } from './en/shared/dashboard.ts';
import { errors, layout, live, states } from './en/shared/frame.ts';
import { ra } from './en/shared/react-admin.ts';
import { search } from './en/shared/search.ts';
import { system } from './en/shared/system.ts';
import { words } from './en/shared/words.ts';
import { alerts } from './en/sync/alerts.ts';
import { configurations } from './en/sync/configurations.ts';
import { credentials } from './en/sync/credentials.ts';
import { executions } from './en/sync/executions.ts';
import { notes } from './en/sync/notes.ts';
import { previews } from './en/sync/previews.ts';
import { removals } from './en/sync/removals.ts';
import { settings } from './en/sync/settings.ts';
import { webhooks } from './en/sync/webhooks.ts';

/** All English texts of the panel, one file for each folder of pages. */
export const en = {
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

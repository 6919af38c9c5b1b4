import type { Dictionary } from './dictionary.ts';
import { alerts } from './es/alerts.ts';
import { audit } from './es/audit.ts';
import { configurations } from './es/configurations.ts';
import { conflicts } from './es/conflicts.ts';
import { credentials } from './es/credentials.ts';
import { account, dashboard } from './es/dashboard.ts';
import { events } from './es/events.ts';
import { executions } from './es/executions.ts';
import { errors, layout, live, states } from './es/frame.ts';
import { notes } from './es/notes.ts';
import { orders } from './es/orders.ts';
import { organizers, ticket_tiers } from './es/organizers.ts';
import { ra } from './es/react-admin.ts';
import { refunds } from './es/refunds.ts';
import { sales } from './es/sales.ts';
import { search } from './es/search.ts';
import { second_factor } from './es/second-factor.ts';
import { system } from './es/system.ts';
import { tickets } from './es/tickets.ts';
import { tokens, users } from './es/users.ts';
import { words } from './es/words.ts';

/** Todos los textos del panel en español. */
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
  sales,
  events,
  orders,
  tickets,
  refunds,
  organizers,
  ticket_tiers,
  credentials,
  alerts,
  users,
  audit,
  tokens,
  search,
  second_factor,
  system,
};

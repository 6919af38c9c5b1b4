import { alerts } from './en/alerts.ts';
import { audit } from './en/audit.ts';
import { configurations } from './en/configurations.ts';
import { conflicts } from './en/conflicts.ts';
import { credentials } from './en/credentials.ts';
import { account, dashboard } from './en/dashboard.ts';
import { events } from './en/events.ts';
import { executions } from './en/executions.ts';
import { errors, layout, live, states } from './en/frame.ts';
import { notes } from './en/notes.ts';
import { orders } from './en/orders.ts';
import { organizers, ticket_tiers } from './en/organizers.ts';
import { ra } from './en/react-admin.ts';
import { refunds } from './en/refunds.ts';
import { sales } from './en/sales.ts';
import { search } from './en/search.ts';
import { second_factor } from './en/second-factor.ts';
import { system } from './en/system.ts';
import { tickets } from './en/tickets.ts';
import { tokens, users } from './en/users.ts';
import { words } from './en/words.ts';

/** All of the panel's texts in English: one file a folder of screens. */
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

import type { TicketSource } from '../../vocabulary/ticketing.ts';
import { FOO_EVENTS } from './fooevents/fooevents.ts';
import type { ClaimedProduct, TicketMaker, TicketPlugin } from './ticket-plugin.ts';

/** A ticket for each bought unit: the store has no tickets, so the rules in `ticketing/` make them. */
const LINE_ITEMS: TicketMaker = { source: 'line_items', claims: () => true };

/** All plugins that Taquilla can read. A new plugin needs a folder and a line here. */
export const TICKET_PLUGINS: readonly TicketPlugin[] = [FOO_EVENTS];

/** The names of the plugins in messages. */
export const TICKET_PLUGIN_TITLES = TICKET_PLUGINS.map(({ title }) => title).join(', ');

/**
 * The ticket plugin of a site: the first active one. If none is active, or the list cannot be read, it is
 * FooEvents, whose tickets stay in the store after the plugin is deactivated.
 */
export function ticketPluginOf(plugins: readonly string[] | null): TicketPlugin {
  return TICKET_PLUGINS.find((plugin) => plugins !== null && plugin.isActive(plugins)) ?? FOO_EVENTS;
}

/** Where the tickets of a product come from: the site's plugin if it creates them, or else the bought lines. */
export function ticketSourceOf(plugin: TicketPlugin, product: ClaimedProduct): TicketSource {
  return plugin.claims(product) ? plugin.source : LINE_ITEMS.source;
}

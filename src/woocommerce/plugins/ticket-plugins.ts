import type { TicketSource } from '../../ticketing/model/store-event.ts';
import { FOO_EVENTS } from './fooevents/fooevents.ts';
import { LINE_ITEMS } from './line-items.ts';
import type { ClaimedProduct, TicketPlugin } from './ticket-plugin.ts';

/** Every plugin that Taquilla can read. A new plugin is its folder and its line here. */
export const TICKET_PLUGINS: readonly TicketPlugin[] = [FOO_EVENTS];

/** For sentences to people. */
export const TICKET_PLUGIN_TITLES = TICKET_PLUGINS.map(({ title }) => title).join(', ');

/**
 * The plugin whose tickets a site keeps: the first one that is switched on. Where none is, or the list cannot be read,
 * FooEvents: its tickets stay in the store after it is switched off.
 */
export function ticketPluginOf(plugins: readonly string[] | null): TicketPlugin {
  return TICKET_PLUGINS.find((plugin) => plugins !== null && plugin.isActive(plugins)) ?? FOO_EVENTS;
}

/** Where a product's tickets come from: the site's plugin where it claims the product, else the lines bought. */
export function ticketSourceOf(plugin: TicketPlugin, product: ClaimedProduct): TicketSource {
  return plugin.claims(product) ? plugin.source : LINE_ITEMS.source;
}

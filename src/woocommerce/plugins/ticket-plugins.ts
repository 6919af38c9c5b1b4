import type { TicketSource } from '../../ticketing/model/store-event.ts';

/**
 * Where a product's tickets come from. The ticket plugin's own setting decides, or that it ever made a
 * ticket of this product: then no tickets are made up from the lines. Any other product gets one a unit
 * bought; the rules of the field make them, since the store has nothing to read.
 */
export function ticketSourceOf(product: {
  readonly isPluginEvent: boolean;
  readonly hasTicketPosts: boolean;
}): TicketSource {
  return product.isPluginEvent || product.hasTicketPosts ? 'fooevents' : 'line_items';
}

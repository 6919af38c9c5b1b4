import type { StoreDatabase } from '../servers/databases.ts';
import type { Truth } from './truth-file.ts';

const PAID = ['processing', 'completed'];

/** Paid orders that still have their lines and the tickets which the plugin made of the checkout's record. */
export function ticketedOrders(truth: Truth): readonly number[] {
  return truth.orders
    .filter(({ status, meta }) => PAID.includes(status) && meta.tickets_generated === 'yes')
    .filter(({ meta }) => meta.admin_add_ticket !== 'yes')
    .filter(({ id, lines }) => {
      const tickets = truth.tickets.filter((ticket) => Number(ticket.order_id) === id);
      // A deleted product is 0 in the truth file's lines.
      const sold = new Set(lines.map(({ product_id }) => product_id));
      return tickets.length > 0 && tickets.every((t) => sold.has(t.product_id) || sold.has(0));
    })
    .map(({ id }) => id);
}

/** The posts that the plugin made of these orders' attendees, by order and product, in the order of their making. */
export function madeTickets(
  truth: Truth,
  orderIds: readonly number[],
): ReadonlyMap<string, readonly number[]> {
  const made = new Map<string, number[]>();
  for (const ticket of truth.tickets.toSorted((a, b) => a.post_id - b.post_id)) {
    if (!orderIds.includes(Number(ticket.order_id)) || ticket.create_type !== null) continue;
    const group = `${ticket.order_id} ${ticket.product_id}`;
    made.set(group, [...(made.get(group) ?? []), ticket.post_id]);
  }
  return made;
}

/**
 * Restores the state before the plugin made these orders' tickets: without posts, and noted in the order in either kind
 * of storage. The plugin's log of check-ins stays, with tickets that do not exist.
 */
export async function takeTicketsAway(
  store: StoreDatabase,
  truth: Truth,
  orderIds: readonly number[],
): Promise<void> {
  const prefix = truth.store.db_prefix;
  const orders = orderIds.join(',');
  const posts = truth.tickets
    .filter((ticket) => orderIds.includes(Number(ticket.order_id)))
    .map((ticket) => ticket.post_id)
    .join(',');
  await store.exec(`
    DELETE FROM ${prefix}postmeta WHERE post_id IN (${posts});
    DELETE FROM ${prefix}posts WHERE ID IN (${posts});
    UPDATE ${prefix}postmeta SET meta_value = 'no'
    WHERE post_id IN (${orders}) AND meta_key = 'WooCommerceEventsTicketsGenerated';
    UPDATE ${prefix}wc_orders_meta SET meta_value = 'no'
    WHERE order_id IN (${orders}) AND meta_key = 'WooCommerceEventsTicketsGenerated'`);
}

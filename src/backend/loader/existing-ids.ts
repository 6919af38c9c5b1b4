import { type Database, queryRows } from '../database.ts';

/** A ticket of an event and its order, by the store's ids. */
export interface TicketPlace {
  readonly wooTicketId: number;
  readonly wooOrderId: number | null;
}

/** Those of these orders that belong, or once belonged, to the event. */
export async function ownOrders(
  db: Database,
  eventId: string,
  wooOrderIds: readonly number[],
): Promise<readonly number[]> {
  const rows = await queryRows<{ id: number }>(
    db,
    'select woo_order_id as id from orders where event_id = $1 and woo_order_id = any($2::bigint[])',
    [eventId, wooOrderIds],
  );
  return rows.map(({ id }) => id);
}

/** The event's ticket posts that belong to these orders in the backend, and those with these ids. */
export async function listTicketPlaces(
  db: Database,
  eventId: string,
  wooOrderIds: readonly number[],
  wooTicketIds: readonly number[],
): Promise<readonly TicketPlace[]> {
  return await queryRows<TicketPlace>(
    db,
    `select woo_ticket_id as "wooTicketId", woo_order_id as "wooOrderId" from tickets
     where event_id = $1 and woo_order_id = any($2::bigint[]) and woo_ticket_id is not null
     union
     select woo_ticket_id, woo_order_id from tickets
     where event_id = $1 and woo_ticket_id = any($3::bigint[])`,
    [eventId, wooOrderIds, wooTicketIds],
  );
}

/**
 * Those of these orders for which more was sold than there are tickets in the store.
 *
 * @param places tickets of the store, and the order that each names
 */
export async function ordersLackingTickets(
  db: Database,
  eventId: string,
  wooOrderIds: readonly number[],
  places: ReadonlyMap<number, number>,
): Promise<readonly number[]> {
  const rows = await queryRows<{ id: number }>(
    db,
    `select o.woo_order_id as id from orders o
     where o.event_id = $1 and o.woo_order_id = any($2::bigint[]) and o.removed_at is null
       and o.status in ('paid', 'refunded')
       and (select coalesce(sum(i.quantity - i.refunded_quantity), 0) from order_items i
         where i.order_id = o.id and i.removed_at is null)
         > (select count(*) from unnest($3::bigint[]) as named (id) where named.id = o.woo_order_id)`,
    [eventId, wooOrderIds, [...places.values()]],
  );
  return rows.map(({ id }) => id);
}

/** Ranges of the store's ids. All have the same size, and each is given by its first id. */
export interface IdRanges {
  readonly orders: readonly number[];
  readonly items: readonly number[];
  readonly posts: readonly number[];
  readonly width: number;
}

/**
 * The event's orders and tickets that have a row in these ranges: the order, a refund, a line of either, or a
 * ticket post. This finds rows that no longer exist in the store.
 */
export async function ownInRanges(
  db: Database,
  eventId: string,
  { orders, items, posts, width }: IdRanges,
): Promise<{ readonly orderIds: readonly number[]; readonly ticketIds: readonly number[] }> {
  // If orders are posts, the ids of orders and refunds are ids of posts.
  const orderRanges = [...new Set([...orders, ...posts])];
  const orderRows =
    orderRanges.length + items.length === 0
      ? []
      : await queryRows<{ id: number }>(
          db,
          `select woo_order_id as id from orders
           where event_id = $1 and woo_order_id / $4 * $4 = any($2::bigint[])
           union
           select o.woo_order_id from refunds r join orders o on o.id = r.order_id
           where o.event_id = $1 and r.woo_refund_id / $4 * $4 = any($2::bigint[])
           union
           select o.woo_order_id from order_items i join orders o on o.id = i.order_id
           where o.event_id = $1 and i.woo_item_id / $4 * $4 = any($3::bigint[])
           union
           select o.woo_order_id from refund_lines l join refunds r on r.id = l.refund_id
             join orders o on o.id = r.order_id
           where o.event_id = $1 and l.woo_item_id / $4 * $4 = any($3::bigint[])`,
          [eventId, orderRanges, items, width],
        );
  const ticketRows =
    posts.length === 0
      ? []
      : await queryRows<{ id: number }>(
          db,
          `select woo_ticket_id as id from tickets
           where event_id = $1 and woo_ticket_id / $3 * $3 = any($2::bigint[])`,
          [eventId, posts, width],
        );
  return { orderIds: orderRows.map(({ id }) => id), ticketIds: ticketRows.map(({ id }) => id) };
}

/** The event's orders and tickets of these products. */
export async function ownOfProducts(
  db: Database,
  eventId: string,
  wooProductIds: readonly number[],
): Promise<{ readonly orderIds: readonly number[]; readonly ticketIds: readonly number[] }> {
  if (wooProductIds.length === 0) return { orderIds: [], ticketIds: [] };
  const [orderRows, ticketRows] = await Promise.all([
    queryRows<{ id: number }>(
      db,
      `select o.woo_order_id as id from ticket_tiers t
         join order_items i on i.ticket_tier_id = t.id join orders o on o.id = i.order_id
       where t.event_id = $1 and o.event_id = $1 and t.woo_product_id = any($2::bigint[])
       union
       select woo_order_id from tickets
       where event_id = $1 and woo_product_id = any($2::bigint[]) and woo_order_id is not null`,
      [eventId, wooProductIds],
    ),
    queryRows<{ id: number }>(
      db,
      `select woo_ticket_id as id from tickets
       where event_id = $1 and woo_product_id = any($2::bigint[]) and woo_ticket_id is not null`,
      [eventId, wooProductIds],
    ),
  ]);
  return { orderIds: orderRows.map(({ id }) => id), ticketIds: ticketRows.map(({ id }) => id) };
}

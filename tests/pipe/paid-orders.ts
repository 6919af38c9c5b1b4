/** A paid order of the event with one line and several issued tickets, by the store's ids. */
export interface PaidOrder {
  readonly id: string;
  readonly order: number;
  readonly item: number;
  readonly ticket: number;
}

export const PAID_ORDERS = `select o.id, o.woo_order_id as "order", min(i.woo_item_id) as item,
    min(t.woo_ticket_id) as ticket
  from orders o join order_items i on i.order_id = o.id join tickets t on t.order_item_id = i.id
  where o.status = 'paid' and o.removed_at is null and t.origin = 'fooevents' and t.status = 'active'
  group by o.id having count(distinct i.id) = 1 and count(*) > 1 order by o.woo_order_id`;

export const NO_ORDER: PaidOrder = { id: '', order: 0, item: 0, ticket: 0 };

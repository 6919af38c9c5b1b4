import type { Database } from '../../../src/backend/database.ts';

/** The backend's state of one order of one event, short enough to write by hand. */
export interface Story {
  /** `paid`, or `paid, gone` if it was removed. */
  readonly order: string;
  /** Total, refunded, net, service fee, organizer's amount. */
  readonly money: string;
  /** Name and e-mail, if known. */
  readonly buyer: string;
  /** Whole days between the order's date and its last change. */
  readonly age: number;
  /** `2 × 22000`; with one refunded unit `2 (1 back) × 22000`. */
  readonly items: readonly string[];
  /** `Ana active 22000`, followed by the reason of its removal, `in` or `partly in`, if they apply. */
  readonly tickets: readonly string[];
}

export async function storyOf(db: Database, productId: number, wooOrderId: number): Promise<Story | null> {
  const of = [productId, wooOrderId];
  const { rows: orders } = await db.query<{ id: string } & Omit<Story, 'items' | 'tickets'>>(
    `select o.id, concat_ws(', ', o.status, o.removed_reason) as "order",
       concat_ws(' ', trim_scale(o.total), trim_scale(o.refunded), trim_scale(o.net), trim_scale(o.service_fee),
         trim_scale(o.organizer_amount)) as money,
       concat_ws(' ', o.first_name, o.last_name, o.email) as buyer,
       extract(day from o.modified_at - o.ordered_at)::integer as age
     from orders o join events e on e.id = o.event_id where e.woo_product_id = $1 and o.woo_order_id = $2`,
    of,
  );
  const [order] = orders;
  const tickets = await ticketStories(db, 't.woo_order_id = $2', of);
  if (order === undefined) return null;
  const { rows: items } = await db.query<{ item: string }>(
    `select concat(quantity, case when refunded_quantity > 0 then concat(' (', refunded_quantity, ' back)') end,
       ' × ', trim_scale(case when quantity = 0 then total else total / quantity end),
       case when unticketed_quantity <> 0 then concat(', ', unticketed_quantity, ' without ticket') end) as item
     from order_items where order_id = $1 and removed_at is null order by woo_item_id`,
    [order.id],
  );
  const { id: _, ...said } = order;
  return { ...said, items: items.map(({ item }) => item), tickets };
}

async function ticketStories(
  db: Database,
  which: string,
  values: readonly number[],
): Promise<readonly string[]> {
  const { rows } = await db.query<{ ticket: string }>(
    `select concat_ws(' ', coalesce(t.first_name, '–'), t.status, trim_scale(t.price), t.removed_reason,
       case t.check_in_status when 'checked_in' then 'in' when 'partly_checked_in' then 'partly in' end) as ticket
     from tickets t join events e on e.id = t.event_id
     where e.woo_product_id = $1 and ${which} order by t.woo_ticket_id, t.pending_key`,
    [...values],
  );
  return rows.map(({ ticket }) => ticket);
}

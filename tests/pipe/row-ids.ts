import type { Database } from '../../src/backend/database.ts';

/** Our id of every row, removed or not, by what the store calls it: `ticket 174084`, `ticket 174071 1.2` … */
export async function rowIds(db: Database): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ name: string; id: string }>(
    `select 'event ' || woo_product_id as name, id from events
     union all
     select 'tier ' || woo_product_id || ' ' || woo_variation_id, id from ticket_tiers
     union all
     select 'order ' || e.woo_product_id || ' ' || o.woo_order_id, o.id
     from orders o join events e on e.id = o.event_id
     union all
     select 'item ' || i.woo_item_id, i.id from order_items i
     union all
     select 'refund ' || e.woo_product_id || ' ' || r.woo_refund_id, r.id
     from refunds r join orders o on o.id = r.order_id join events e on e.id = o.event_id
     union all
     select 'refund line ' || woo_item_id, id from refund_lines
     union all
     select 'ticket ' || coalesce(woo_ticket_id::text, woo_order_id || ' ' || pending_key), id from tickets`,
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

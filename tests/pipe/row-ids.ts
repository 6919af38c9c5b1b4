import type { Database } from '../../src/backend/database.ts';

/** Our id of every row, removed or not, by its event and the store's key for it: `173911 ticket 174084` … */
export async function rowIds(db: Database): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ name: string; id: string }>(
    `with named as (
       select e.id as event_id, 'event' as name, e.id from events e
       union all
       select event_id, 'tier ' || woo_variation_id, id from ticket_tiers
       union all
       select event_id, 'order ' || woo_order_id, id from orders
       union all
       select o.event_id, 'item ' || i.woo_item_id, i.id from order_items i join orders o on o.id = i.order_id
       union all
       select o.event_id, 'refund ' || r.woo_refund_id, r.id from refunds r join orders o on o.id = r.order_id
       union all
       select o.event_id, 'refund line ' || l.woo_item_id, l.id
       from refund_lines l join refunds r on r.id = l.refund_id join orders o on o.id = r.order_id
       union all
       select event_id, 'ticket ' || coalesce(woo_ticket_id::text, woo_order_id || ' ' || pending_key), id
       from tickets
     )
     select e.woo_product_id || ' ' || n.name as name, n.id from named n join events e on e.id = n.event_id`,
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/** Rows that are missing or have another id than before. A pending ticket may have its post's key now. */
export function changedIds(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly string[] {
  const present = new Set(after.values());
  return [...before]
    .filter(([name, id]) => !present.has(id) || (after.get(name) ?? id) !== id)
    .map(([name]) => name);
}

/**
 * The number of the order that a reject or note is of, as the store shows it: an expression; null where the backend holds
 * no such order.
 *
 * @param row alias of `sync_rejects` or `sync_notes`
 */
export function orderNumberOf(row: string): string {
  return `(select o.number from events v join orders o on o.event_id = v.id
    where v.configuration_id = ${row}.configuration_id
      and o.woo_order_id = case ${row}.kind when 'order' then ${row}.woo_id else ${row}.woo_order_id end
    limit 1)`;
}

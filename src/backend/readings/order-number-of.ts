/**
 * An SQL expression: the number of a reject's or note's order, as the store shows it; null if the backend has
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

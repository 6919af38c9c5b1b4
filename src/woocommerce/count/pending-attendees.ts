import { cellId } from '../read/cells.ts';
import type { CountScope } from './scope.ts';

/** Statuses that WooCommerce itself has and that nobody has paid for. */
const UNPAID = `'wc-pending', 'wc-on-hold', 'wc-cancelled', 'wc-refunded', 'wc-failed', 'trash'`;

/**
 * Attendees of the event in the checkout's records of paid orders whose tickets were not made, by order. The
 * record is PHP's and SQL cannot parse it, but every attendee's entry names its product exactly once
 * (`"WooCommerceEventsProductID";s:6:"173911";`), so that the text's occurrences are the attendees. An order
 * with a plugin's own status is paid if it has a paid date.
 */
export async function countPendingAttendees(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  if (orderIds.length === 0) return new Map();
  const { tables } = scope;
  const [field, id] =
    scope.variationId === null
      ? ['WooCommerceEventsProductID', String(scope.productId)]
      : ['WooCommerceEventsVariationID', String(scope.variationId)];
  const count = [`"${field}";s:${id.length}:"${id}";`, `"${field}";i:${id};`]
    .map((mark) => `(LENGTH(t.meta_value) - LENGTH(REPLACE(t.meta_value, '${mark}', ''))) DIV ${mark.length}`)
    .join(' + ');
  const rows = await scope.connection.query(
    `SELECT o.id, ${count}
     FROM ${tables.orders} o
     LEFT JOIN ${tables.orderOperationalData} d ON d.order_id = o.id
     JOIN ${tables.ordersMeta} t ON t.id = (
       SELECT MIN(x.id) FROM ${tables.ordersMeta} x
       WHERE x.order_id = o.id AND x.meta_key = 'WooCommerceEventsOrderTickets')
     WHERE o.id IN (${orderIds.join(',')}) AND o.type = 'shop_order'
       AND (o.status IN ('wc-processing', 'wc-completed')
         OR (o.status NOT IN (${UNPAID}) AND d.date_paid_gmt > '1000-01-01 00:00:00'))
       AND COALESCE((SELECT g.meta_value FROM ${tables.ordersMeta} g
         WHERE g.order_id = o.id AND g.meta_key = 'WooCommerceEventsTicketsGenerated'
         ORDER BY g.id LIMIT 1), '') <> 'yes'`,
    signal,
  );
  return new Map(rows.map(([orderId, attendees]) => [cellId(orderId), cellId(attendees)]));
}

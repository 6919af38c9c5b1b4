import { cellId, cellText } from '../read/cells.ts';
import { countSqlOf } from './order-facts.ts';
import type { CountScope } from './scope.ts';

/** An order whose tickets the plugin has not made, and how many of the event's attendees its record names. */
export interface WaitingOrder {
  readonly sourceStatus: string;
  /** It has a paid date. */
  readonly everPaid: boolean;
  readonly attendees: number;
}

/**
 * Attendees of the event in the checkout's records of orders whose tickets were not made, paid or not: which
 * status counts as paid is not the store's to say. The record is PHP's and SQL cannot parse it, but every
 * attendee's entry names its product exactly once (`"WooCommerceEventsProductID";s:6:"173911";`), so that the
 * text's occurrences are the attendees.
 */
export async function countWaitingOrders(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, WaitingOrder>> {
  if (orderIds.length === 0) return new Map();
  const [field, id] =
    scope.variationId === null
      ? ['WooCommerceEventsProductID', String(scope.productId)]
      : ['WooCommerceEventsVariationID', String(scope.variationId)];
  const attendees = (record: string): string =>
    [`"${field}";s:${id.length}:"${id}";`, `"${field}";i:${id};`]
      .map((mark) => `(LENGTH(${record}) - LENGTH(REPLACE(${record}, '${mark}', ''))) DIV ${mark.length}`)
      .join(' + ');
  const rows = await scope.connection.query(countSqlOf(scope).waiting(orderIds, attendees), signal);
  return new Map(
    rows.map(([orderId, status, everPaid, count]) => [
      cellId(orderId),
      {
        sourceStatus: cellText(status) ?? '',
        everPaid: cellId(everPaid) === 1,
        attendees: cellId(count),
      },
    ]),
  );
}

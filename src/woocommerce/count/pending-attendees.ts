import { cellId, cellText } from '../read/cells.ts';
import { countSqlOf, linesSql } from './order-facts.ts';
import { statusIn } from './order-sql.ts';
import type { CountScope } from './scope.ts';
import { writtenOut } from './serialised-text.ts';

/** An order whose tickets the plugin has not made, and how many of the event's attendees its record names. */
export interface WaitingOrder {
  readonly sourceStatus: string;
  /** The store notes when it was paid or completed. */
  readonly everPaid: boolean;
  readonly attendees: number;
}

/**
 * Attendees of the event in the checkout's records of orders whose tickets were not made, paid or not: which
 * status counts as paid is not the store's to say. The record is PHP's and SQL cannot parse it, but every
 * attendee's entry names its product exactly once (`"WooCommerceEventsProductID";s:6:"173911";`), so that the
 * text's occurrences are the attendees. A record that cannot be read has as many as units were bought; one with
 * references, which repeat an entry or a part of it, is counted as it is without them.
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
  const marks = [`"${field}";s:${id.length}:"${id}";`, `"${field}";i:${id};`];
  const attendees = (record: string): string => {
    const found = marks.map(
      (mark) => `(LENGTH(${record}) - LENGTH(REPLACE(${record}, '${mark}', ''))) DIV ${mark.length}`,
    );
    return `CASE WHEN LOCATE(';R:', ${record}) > 0 THEN ${MAY_REPEAT} ELSE ${found.join(' + ')} END`;
  };
  const rows = await scope.connection.query(countSqlOf(scope).waiting(orderIds, attendees), signal);
  const bought = await countUnits(
    scope,
    rows.map(([orderId]) => cellId(orderId)),
    signal,
  );
  const doubtful = rows
    .map(([orderId, , , count]) => ({ id: cellId(orderId), named: cellId(count) }))
    .filter(({ id, named }) => named !== (bought.get(id) ?? 0))
    .map(({ id }) => id);
  const read = await readRecords(scope, doubtful, marks, signal);
  return new Map(
    rows.map(([orderId, status, everPaid, count]) => {
      const id = cellId(orderId);
      const named = read.has(id) ? read.get(id) : cellId(count);
      const attendees = named ?? bought.get(id) ?? 0;
      return [id, { sourceStatus: statusIn(status), everPaid: cellId(everPaid) === 1, attendees }];
    }),
  );
}

/** No number of attendees: the record has to be looked at. */
const MAY_REPEAT = -1;

/** Units of the event by order. */
async function countUnits(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number>> {
  const units = new Map<number, number>();
  if (orderIds.length === 0) return units;
  for (const [orderId, , quantity] of await scope.connection.query(linesSql(scope, orderIds), signal)) {
    const id = cellId(orderId);
    units.set(id, (units.get(id) ?? 0) + Math.max(0, Number(cellText(quantity))));
  }
  return units;
}

/** How many attendees the record of each of these orders names; null: it cannot be read. An empty one names none. */
async function readRecords(
  scope: CountScope,
  orderIds: readonly number[],
  marks: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, number | null>> {
  if (orderIds.length === 0) return new Map();
  const rows = await scope.connection.query(
    countSqlOf(scope).waiting(orderIds, (record) => record),
    signal,
  );
  return new Map(
    rows.map(([orderId, , , record]) => {
      const text = cellText(record) ?? '';
      const written = text === '' ? '' : writtenOut(text);
      const named = marks.map((mark) => (written?.split(mark).length ?? 1) - 1);
      return [cellId(orderId), written === null ? null : named.reduce((sum, one) => sum + one, 0)];
    }),
  );
}

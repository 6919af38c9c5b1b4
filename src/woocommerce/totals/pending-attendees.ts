import { cellId, cellText } from '../values/cells.ts';
import { countSqlOf, linesSql } from './order-facts.ts';
import { statusIn } from './order-sql.ts';
import { censusOf, type RecordCensus } from './record-census.ts';
import { type CountScope, countedProducts } from './scope.ts';
import { readSerialised } from './serialised-text.ts';

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
 * attendee's entry names its product exactly once (`"…ProductID";s:6:"173911";`), so that the
 * text's occurrences are the attendees. A record with references, which repeat an entry or a part of it, is read as a
 * whole. One that cannot be read, or not all of it, has as many as units were bought.
 */
export async function countWaitingOrders(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, WaitingOrder>> {
  if (orderIds.length === 0) return new Map();
  const { field, ids } = markOf(scope);
  const marks = ids.flatMap((id) => [`"${field}";s:${String(id).length}:"${id}";`, `"${field}";i:${id};`]);
  const attendees = (record: string): string => {
    const found = marks.map(
      (mark) => `(LENGTH(${record}) - LENGTH(REPLACE(${record}, '${mark}', ''))) DIV ${mark.length}`,
    );
    return `IF(${record} LIKE '%;R:%', ${MAY_REPEAT}, ${found.join(' + ')})`;
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
  const counted = await recordsOf(scope, doubtful, signal);
  return new Map(
    rows.map(([orderId, status, everPaid, count]) => {
      const id = cellId(orderId);
      const attendees = attendeesOf(counted.get(id), bought.get(id) ?? 0) ?? cellId(count);
      return [id, { sourceStatus: statusIn(status), everPaid: cellId(everPaid) === 1, attendees }];
    }),
  );
}

/** The field by which an attendee names the event, and what it names it by. */
function markOf(scope: CountScope): {
  readonly field: string;
  readonly ids: readonly number[];
} {
  const { plugin, variationId } = scope;
  return variationId === null
    ? { field: plugin.attendee.productId, ids: countedProducts(scope) }
    : { field: plugin.attendee.variationId, ids: [variationId] };
}

/** No number of attendees: the record has to be looked at. */
const MAY_REPEAT = -1;

/** Units that a record says nothing of have somebody, too, where it is damaged. null: it was not looked at. */
function attendeesOf(record: RecordCensus | null | undefined, units: number): number | null {
  if (record === undefined) return null;
  if (record === null) return units;
  return record.isOdd ? Math.max(record.named, units) : record.named;
}

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

/** What is in the records of these orders; null: one that cannot be read. An empty one is none. */
async function recordsOf(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RecordCensus | null>> {
  if (orderIds.length === 0) return new Map();
  const rows = await scope.connection.query(
    countSqlOf(scope).waiting(orderIds, (record) => record),
    signal,
  );
  const { field, ids } = markOf(scope);
  return new Map(
    rows.flatMap(([orderId, , , record]) => {
      const text = cellText(record) ?? '';
      if (text === '') return [];
      const read = readSerialised(text);
      return [
        [
          cellId(orderId),
          read === undefined
            ? null
            : censusOf(read, { productField: scope.plugin.attendee.productId, field, ids }),
        ] as const,
      ];
    }),
  );
}

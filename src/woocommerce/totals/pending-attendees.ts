import { cellId, cellText } from '../values/cells.ts';
import { countSqlOf, linesSql } from './order-facts.ts';
import { statusIn } from './order-sql.ts';
import { censusOf, type RecordCensus } from './record-census.ts';
import type { CountScope } from './scope.ts';
import { readSerialised } from './serialised-text.ts';

/** An order whose tickets the plugin has not made, and how many of the event's attendees its record names. */
export interface WaitingOrder {
  readonly sourceStatus: string;
  /** The store has a time of payment or completion. */
  readonly everPaid: boolean;
  readonly attendees: number;
}

/**
 * Counts the event's attendees in the checkout's records of orders whose tickets were not made, paid or not: the engine
 * decides which statuses count as paid. SQL cannot parse PHP's record, but every attendee's entry names its product
 * exactly once (`"…ProductID";s:6:"173911";`), so the occurrences of this text are counted. A record with references,
 * which repeat an entry or a part of it, is parsed instead. A record that is unreadable or damaged counts as many
 * attendees as bought units.
 */
export async function countWaitingOrders(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, WaitingOrder>> {
  if (orderIds.length === 0) return new Map();
  const { field, id: eventId } = markOf(scope);
  const id = String(eventId);
  const attendees = (record: string): string => {
    const found = [`"${field}";s:${id.length}:"${id}";`, `"${field}";i:${id};`].map(
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

/** The field by which an attendee names the event. */
function markOf({ plugin, productId, variationId }: CountScope): {
  readonly field: string;
  readonly id: number;
} {
  return variationId === null
    ? { field: plugin.attendee.productId, id: productId }
    : { field: plugin.attendee.variationId, id: variationId };
}

/** Not a number of attendees: the record has to be parsed. */
const MAY_REPEAT = -1;

/** In a damaged record, units without an entry count as attendees too. null: the record was not parsed. */
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

/** The content of these orders' records; null: an unreadable one. An empty record is left out. */
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
  const { field, id } = markOf(scope);
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
            : censusOf(read, { productField: scope.plugin.attendee.productId, field, id }),
        ] as const,
      ];
    }),
  );
}

import { cellId, cellText } from '../values/cells.ts';
import { countSqlOf, linesSql } from './order-facts.ts';
import { statusIn } from './order-sql.ts';
import { type AttendeePlace, placeOfAttendee } from './places/attendee-places.ts';
import type { ProductSlots } from './places/product-slots.ts';
import { censusOf, type RecordCensus } from './record-census.ts';
import { type CountScope, countedProducts } from './scope.ts';
import { readSerialised } from './serialised-text.ts';

/** An order whose tickets the plugin has not created, and the number of the event's attendees in its record. */
export interface WaitingOrder {
  readonly sourceStatus: string;
  /** true if the store has a time of payment or completion. */
  readonly everPaid: boolean;
  readonly attendees: number;
  /** The slots and seats that these attendees chose; an attendee without either is left out. */
  readonly places: readonly AttendeePlace[];
}

/**
 * Counts the event's attendees in the checkout's records of orders whose tickets were not made, paid or not: the engine
 * decides which statuses count as paid. SQL cannot parse PHP's record, but every attendee's entry names its product
 * exactly once (`"…ProductID";s:6:"173911";`), so the occurrences of this text are counted. A record with references,
 * which repeat an entry or a part of it, is parsed instead, and so is one that names slots or seats. A record that is
 * unreadable or damaged counts as many attendees as bought units.
 */
export async function countWaitingOrders(
  scope: CountScope,
  productSlots: ReadonlyMap<number, ProductSlots>,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, WaitingOrder>> {
  if (orderIds.length === 0) return new Map();
  const { field, ids } = markOf(scope);
  const { placeMarks } = scope.plugin.attendee;
  const attendees = (record: string): string => {
    const found = ids.map((id) =>
      [`"${field}";s:${String(id).length}:"${id}";`, `"${field}";i:${id};`]
        .map((mark) => `(LENGTH(${record}) - LENGTH(REPLACE(${record}, '${mark}', ''))) DIV ${mark.length}`)
        .join(' + '),
    );
    const hasPlaces = placeMarks.map((mark) => `INSTR(${record}, '${mark}') > 0`).join(' OR ');
    const counts = `IF(${record} LIKE '%;R:%', '${MAY_REPEAT}', CONCAT(${found.join(", ' ', ")}))`;
    return `CONCAT(IF(${hasPlaces || 'FALSE'}, 1, 0), ' ', ${counts})`;
  };
  const rows = await scope.connection.query(countSqlOf(scope).waiting(orderIds, attendees), signal);
  const bought = await countUnits(
    scope,
    rows.map(([orderId]) => cellId(orderId)),
    signal,
  );
  const waiting = rows.map(([orderId, status, everPaid, counts]) => {
    const id = cellId(orderId);
    const units = bought.get(id) ?? new Map<number, number>();
    // The record is never updated. It may still name a product that left the order, while another product keeps
    // the order in the event.
    const products = ids.length === 1 ? ids : ids.filter((one) => units.has(one));
    const [hasPlaces, ...parts] = (cellText(counts) ?? '').split(' ');
    const named = products.map((one) =>
      parts[0] === MAY_REPEAT ? -1 : Number(parts[ids.indexOf(one)] ?? 0),
    );
    const isDoubtful = products.some((one, at) => named[at] !== (units.get(one) ?? 0));
    const isParsed = isDoubtful || hasPlaces === '1';
    return { id, status, everPaid, products, named, isParsed, units: sumOf([...units.values()]) };
  });
  const productsByOrder = new Map(waiting.map(({ id, products }) => [id, products]));
  const parsed = waiting.flatMap(({ id, isParsed }) => (isParsed ? [id] : []));
  const records = await recordsOf(scope, parsed, productsByOrder, signal);
  return new Map(
    waiting.map(({ id, status, everPaid, named, units }) => {
      const record = records.get(id);
      const attendees = attendeesOf(record, units) ?? sumOf(named);
      const places = placesIn(record, scope, productSlots);
      return [id, { sourceStatus: statusIn(status), everPaid: cellId(everPaid) === 1, attendees, places }];
    }),
  );
}

function placesIn(
  record: RecordCensus | null | undefined,
  scope: CountScope,
  productSlots: ReadonlyMap<number, ProductSlots>,
): readonly AttendeePlace[] {
  return (record?.attendees ?? [])
    .map((attendee) => {
      const productId = attendee.get(scope.plugin.attendee.productId);
      return placeOfAttendee(attendee, productSlots.get(Number(productId)), scope);
    })
    .filter(({ slot, seat }) => slot !== null || seat !== null);
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The field by which an attendee names the event, and the ids of the event in that field. */
function markOf(scope: CountScope): {
  readonly field: string;
  readonly ids: readonly number[];
} {
  const { plugin, variationId } = scope;
  return variationId === null
    ? { field: plugin.attendee.productId, ids: countedProducts(scope) }
    : { field: plugin.attendee.variationId, ids: [variationId] };
}

/** A special value instead of a number of attendees: the record has to be parsed. */
const MAY_REPEAT = '-1';

/** In a damaged record, units without an entry count as attendees too. Null if the record was not parsed. */
function attendeesOf(record: RecordCensus | null | undefined, units: number): number | null {
  if (record === undefined) return null;
  if (record === null) return units;
  const named = record.attendees.length;
  return record.isOdd ? Math.max(named, units) : named;
}

/**
 * The units of the event by order and, within an order, by the id that attendees name: the product, or the
 * event's one variation.
 */
async function countUnits(
  scope: CountScope,
  orderIds: readonly number[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, ReadonlyMap<number, number>>> {
  const units = new Map<number, Map<number, number>>();
  if (orderIds.length === 0) return units;
  const rows = await scope.connection.query(linesSql(scope, orderIds), signal);
  for (const [orderId, , quantity, , variationId, productId] of rows) {
    const id = cellId(orderId);
    const ofOrder = units.get(id) ?? new Map<number, number>();
    units.set(id, ofOrder);
    const named = cellId(scope.variationId === null ? productId : variationId);
    ofOrder.set(named, (ofOrder.get(named) ?? 0) + Math.max(0, Number(cellText(quantity))));
  }
  return units;
}

/** The content of these orders' records; null for an unreadable one. An empty record is left out. */
async function recordsOf(
  scope: CountScope,
  orderIds: readonly number[],
  productsByOrder: ReadonlyMap<number, readonly number[]>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RecordCensus | null>> {
  if (orderIds.length === 0) return new Map();
  const rows = await scope.connection.query(
    countSqlOf(scope).waiting(orderIds, (record) => record),
    signal,
  );
  const { field } = markOf(scope);
  return new Map(
    rows.flatMap(([orderId, , , record]) => {
      const text = cellText(record) ?? '';
      if (text === '') return [];
      const read = readSerialised(text);
      const ids = productsByOrder.get(cellId(orderId)) ?? [];
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

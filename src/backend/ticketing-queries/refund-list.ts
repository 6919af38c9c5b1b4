import { type Queryable, queryRows, type Transaction } from '../database.ts';
import {
  type KeyList,
  type KeyPage,
  type Place,
  readKeyPage,
  type SortKey,
  streamKeyRows,
} from '../queries/key-list.ts';
import {
  type RemovedFilter,
  removedIs,
  type ShownRow,
  shownColumnsOf,
  updatedAfter,
} from '../queries/shown-columns.ts';
import { REFUNDS } from '../tables/refunds.ts';

/** A refund as the API shows it. Amounts have eight decimals. */
export interface ShownRefund extends ShownRow<typeof REFUNDS, object> {
  readonly order_number: string;
  readonly event_id: string;
  readonly event_title: string;
  readonly currency: string;
}

/** The refund of one line of the order. */
export interface ShownRefundLine {
  readonly id: string;
  readonly refund_id: string;
  readonly order_item_id: string;
  readonly woo_item_id: number;
  readonly quantity: number;
  readonly amount: string;
  readonly tax: string;
}

/** The same in an export, with the zone in which the event's days are counted. */
export interface ExportedRefund extends ShownRefund {
  readonly timezone: string;
}

export interface RefundFilter {
  readonly event: string | null;
  /** Several events; absent or null if `event` says it all. */
  readonly events?: readonly string[] | null;
  readonly order: string | null;
  readonly refundedAfter: Date | null;
  readonly refundedBefore: Date | null;
  /** Only rows that changed after this time; null means all. */
  readonly updatedAfter: string | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
}

const COLUMNS = `${shownColumnsOf(REFUNDS, 'r')}, o.number as order_number, o.event_id, o.currency, e.title as event_title`;
const JOINS = 'join orders o on o.id = r.order_id join events e on e.id = o.event_id';

export const REFUND_SORTS = {
  refunded_at: { expression: `coalesce(r.refunded_at, '-infinity')`, type: 'timestamptz' },
  created_at: { expression: 'r.id', type: 'uuid' },
  updated_at: { expression: 'r.updated_at', type: 'timestamptz' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

/** The refunds that a filter finds, for the list and for exports. */
function found(filter: RefundFilter): Omit<KeyList, 'columns'> {
  return {
    table: 'refunds r',
    alias: 'r',
    // Queried for each of the few refunds on a page, rather than for all orders of the event.
    where: `($1::uuid is null or (select o.event_id from orders o where o.id = r.order_id) = $1)
      and ($2::uuid is null or r.order_id = $2)
      and ($3::timestamptz is null or coalesce(r.refunded_at, '-infinity') >= $3)
      and ($4::timestamptz is null or coalesce(r.refunded_at, '-infinity') < $4)
      and ${removedIs('r', 5)} and ${updatedAfter('r', 7)}
      and ($6::text is null or r.woo_refund_id::text = $6
        or r.order_id in (select o.id from orders o where o.number = $6 or o.woo_order_id::text = $6))
      and ($8::uuid[] is null or (select o.event_id from orders o where o.id = r.order_id) = any($8))`,
    values: [
      filter.event,
      filter.order,
      filter.refundedAfter,
      filter.refundedBefore,
      filter.removed,
      filter.search,
      filter.updatedAfter,
      filter.events ?? null,
    ],
    search: null,
    joins: JOINS,
  };
}

export async function listRefunds(
  db: Queryable,
  filter: RefundFilter,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownRefund>> {
  const list = { ...found(filter), columns: COLUMNS };
  return await readKeyPage<ShownRefund>(db, list, sort, place, pageSize);
}

export async function* streamRefunds(
  tx: Transaction,
  filter: RefundFilter,
  sort: SortKey,
): AsyncGenerator<readonly ExportedRefund[]> {
  const list = { ...found(filter), columns: `${COLUMNS}, e.timezone` };
  yield* streamKeyRows<ExportedRefund>(tx, list, sort);
}

export async function findRefund(db: Queryable, id: string): Promise<ShownRefund | undefined> {
  const [row] = await queryRows<ShownRefund>(
    db,
    `select ${COLUMNS} from refunds r ${JOINS} where r.id = $1`,
    [id],
  );
  return row;
}

export async function refundsOfOrder(db: Queryable, orderId: string): Promise<readonly ShownRefund[]> {
  return await queryRows<ShownRefund>(
    db,
    `select ${COLUMNS} from refunds r ${JOINS} where r.order_id = $1 order by r.woo_refund_id`,
    [orderId],
  );
}

/** The lines of these refunds that still exist. */
export async function linesOfRefunds(
  db: Queryable,
  refundIds: readonly string[],
): Promise<readonly ShownRefundLine[]> {
  if (refundIds.length === 0) return [];
  return await queryRows<ShownRefundLine>(
    db,
    `select l.id, l.refund_id, l.order_item_id, l.woo_item_id, l.quantity, l.amount, l.tax
     from refund_lines l where l.refund_id = any($1::uuid[]) and l.removed_at is null
     order by l.refund_id, l.woo_item_id`,
    [refundIds],
  );
}

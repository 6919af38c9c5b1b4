import type { OrderStatus } from '../../vocabulary/ticketing.ts';
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
import { orderConditions } from '../search/search-conditions.ts';
import { searchTerms } from '../search/search-text.ts';
import { ORDER_ITEMS } from '../tables/order-items.ts';
import { ORDERS } from '../tables/orders.ts';

/** The columns with a fixed set of values, and the types of `jsonb` columns. */
interface NarrowedOrder {
  readonly status: OrderStatus;
  readonly billing: Readonly<Record<string, string>> | null;
  readonly coupon_codes: readonly string[];
}

/** An order as the API shows it. Amounts have eight decimals. */
export interface ShownOrder extends ShownRow<typeof ORDERS, NarrowedOrder> {
  readonly event_title: string;
}

/** The columns with a fixed set of values, and the types of `jsonb` columns. */
interface NarrowedOrderItem {
  readonly attributes: Readonly<Record<string, string>>;
}

/** A line of an order that bought this event. */
export interface ShownOrderItem extends ShownRow<typeof ORDER_ITEMS, NarrowedOrderItem> {
  readonly ticket_tier_name: string | null;
}

/** The same in an export, with the zone in which the event's days are counted. */
export interface ExportedOrder extends ShownOrder {
  readonly timezone: string;
}

/** A line with the id of its order. */
export interface ItemOfOrder extends ShownOrderItem {
  readonly order_id: string;
}

export interface OrderFilter {
  readonly event: string | null;
  /** Several events; absent or null if `event` says it all. */
  readonly events?: readonly string[] | null;
  readonly status: OrderStatus | null;
  readonly number: string | null;
  readonly wooOrderId: number | null;
  readonly orderedAfter: Date | null;
  readonly orderedBefore: Date | null;
  /** Only rows that changed after this time; null means all. */
  readonly updatedAfter: string | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
  /** If false, only numbers are searched, so that a search does not reveal who bought. */
  readonly searchPersons: boolean;
}

const COLUMNS = `${shownColumnsOf(ORDERS, 'o')}, e.title as event_title`;
const JOINS = 'join events e on e.id = o.event_id';

export const ORDER_SORTS = {
  ordered_at: { expression: `coalesce(o.ordered_at, '-infinity')`, type: 'timestamptz' },
  created_at: { expression: 'o.id', type: 'uuid' },
  updated_at: { expression: 'o.updated_at', type: 'timestamptz' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

const NARROWED = `($1::uuid is null or o.event_id = $1) and ($2::text is null or o.status = $2)
  and ($3::bigint is null or o.woo_order_id = $3)
  and ($4::timestamptz is null or coalesce(o.ordered_at, '-infinity') >= $4)
  and ($5::timestamptz is null or coalesce(o.ordered_at, '-infinity') < $5)
  and ${removedIs('o', 6)} and ($7::text is null or o.number = $7)
  and ${updatedAfter('o', 8)} and ($9::uuid[] is null or o.event_id = any($9))`;

/** The orders that a filter finds, for the list and for exports. */
function found(filter: OrderFilter): Omit<KeyList, 'columns'> {
  const narrowed = [
    filter.event,
    filter.status,
    filter.wooOrderId,
    filter.orderedAfter,
    filter.orderedBefore,
    filter.removed,
    filter.number,
    filter.updatedAfter,
    filter.events ?? null,
  ];
  const { search, searchPersons: persons } = filter;
  const terms =
    search === null ? null : orderConditions(searchTerms(search), { persons, first: narrowed.length + 1 });
  return {
    table: 'orders o',
    alias: 'o',
    where: NARROWED,
    values: [...narrowed, ...(terms?.values ?? [])],
    search: terms?.conditions ?? null,
    joins: JOINS,
  };
}

export async function listOrders(
  db: Queryable,
  filter: OrderFilter,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownOrder>> {
  const list = { ...found(filter), columns: COLUMNS };
  return await readKeyPage<ShownOrder>(db, list, sort, place, pageSize);
}

export async function* streamOrders(
  tx: Transaction,
  filter: OrderFilter,
  sort: SortKey,
): AsyncGenerator<readonly ExportedOrder[]> {
  const list = { ...found(filter), columns: `${COLUMNS}, e.timezone` };
  yield* streamKeyRows<ExportedOrder>(tx, list, sort);
}

export async function findOrder(db: Queryable, id: string): Promise<ShownOrder | undefined> {
  const [row] = await queryRows<ShownOrder>(db, `select ${COLUMNS} from orders o ${JOINS} where o.id = $1`, [
    id,
  ]);
  return row;
}

const ITEM_COLUMNS = `${shownColumnsOf(ORDER_ITEMS, 'i')}, t.name as ticket_tier_name`;

export async function itemsOfOrder(db: Queryable, orderId: string): Promise<readonly ShownOrderItem[]> {
  return await queryRows<ShownOrderItem>(
    db,
    `select ${ITEM_COLUMNS}
     from order_items i left join ticket_tiers t on t.id = i.ticket_tier_id
     where i.order_id = $1 order by i.woo_item_id`,
    [orderId],
  );
}

/** The lines of several orders that the store still has, and all lines of orders that it removed. */
export async function itemsOfOrders(
  db: Queryable,
  orderIds: readonly string[],
): Promise<readonly ItemOfOrder[]> {
  return await queryRows<ItemOfOrder>(
    db,
    `select i.order_id, ${ITEM_COLUMNS}
     from order_items i join orders o on o.id = i.order_id left join ticket_tiers t on t.id = i.ticket_tier_id
     where i.order_id = any($1::uuid[]) and (i.removed_at is null or i.removed_at >= o.removed_at)
     order by i.order_id, i.woo_item_id`,
    [orderIds],
  );
}

import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows } from '../database.ts';
import { type KeyPage, type Place, readKeyPage, type SortKey } from '../queries/key-list.ts';
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

export interface OrderFilter {
  readonly event: string | null;
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
  and ${updatedAfter('o', 8)}`;

export async function listOrders(
  db: Queryable,
  filter: OrderFilter,
  sort: SortKey,
  place: Place,
  pageSize: number,
): Promise<KeyPage<ShownOrder>> {
  const narrowed = [
    filter.event,
    filter.status,
    filter.wooOrderId,
    filter.orderedAfter,
    filter.orderedBefore,
    filter.removed,
    filter.number,
    filter.updatedAfter,
  ];
  const { search, searchPersons: persons } = filter;
  const found =
    search === null ? null : orderConditions(searchTerms(search), { persons, first: narrowed.length + 1 });
  const list = {
    table: 'orders o',
    alias: 'o',
    where: NARROWED,
    values: [...narrowed, ...(found?.values ?? [])],
    search: found?.conditions ?? null,
    columns: COLUMNS,
    joins: JOINS,
  };
  return await readKeyPage<ShownOrder>(db, list, sort, place, pageSize);
}

export async function findOrder(db: Queryable, id: string): Promise<ShownOrder | undefined> {
  const [row] = await queryRows<ShownOrder>(db, `select ${COLUMNS} from orders o ${JOINS} where o.id = $1`, [
    id,
  ]);
  return row;
}

export async function itemsOfOrder(db: Queryable, orderId: string): Promise<readonly ShownOrderItem[]> {
  const columns = shownColumnsOf(ORDER_ITEMS, 'i');
  return await queryRows<ShownOrderItem>(
    db,
    `select ${columns}, t.name as ticket_tier_name
     from order_items i left join ticket_tiers t on t.id = i.ticket_tier_id
     where i.order_id = $1 order by i.woo_item_id`,
    [orderId],
  );
}

import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import { type Queryable, queryRows } from '../database.ts';
import { type KeyPage, type Place, readKeyPage, type SortKey } from '../queries/key-list.ts';
import { type RemovedFilter, type RowTimes, removedIs, shownColumns } from '../queries/shown-columns.ts';
import { searchTerms } from '../search/search-text.ts';
import { orderWays } from '../search/search-ways.ts';

/** An order as it is shown; amounts with eight decimals. */
export interface ShownOrder extends RowTimes {
  readonly id: string;
  readonly event_id: string;
  readonly event_title: string;
  readonly woo_order_id: number;
  readonly number: string;
  readonly status: OrderStatus;
  readonly source_status: string;
  readonly email: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly phone: string | null;
  readonly billing: Readonly<Record<string, string>> | null;
  readonly payment_method: string | null;
  readonly payment_method_title: string | null;
  readonly transaction_id: string | null;
  readonly coupon_codes: readonly string[];
  readonly customer_note: string | null;
  readonly currency: string;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  readonly total: string;
  readonly refunded_by_lines: string;
  readonly refunded_apportioned: string;
  readonly refunded: string;
  readonly net: string;
  readonly service_fee: string;
  readonly organizer_amount: string;
  readonly rounding: string;
  readonly order_total: string;
  readonly order_refunded: string;
  readonly ordered_at: string | null;
  readonly paid_at: string | null;
  readonly completed_at: string | null;
  readonly modified_at: string | null;
  readonly anonymised_at: string | null;
}

/** A line of an order that bought this event. */
export interface ShownOrderItem extends RowTimes {
  readonly id: string;
  readonly ticket_tier_id: string | null;
  readonly ticket_tier_name: string | null;
  readonly woo_item_id: number;
  readonly name: string;
  readonly quantity: number;
  readonly refunded_quantity: number;
  readonly subtotal: string;
  readonly discount: string;
  readonly tax: string;
  readonly total: string;
  readonly refunded: string;
  readonly unticketed_quantity: number;
  readonly unticketed_amount: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface OrderFilter {
  readonly event: string | null;
  readonly status: OrderStatus | null;
  readonly wooOrderId: number | null;
  readonly orderedAfter: Date | null;
  readonly orderedBefore: Date | null;
  readonly removed: RemovedFilter;
  readonly search: string | null;
  /** false: the search goes by numbers alone, so that nobody learns from it who bought. */
  readonly searchPersons: boolean;
}

const COLUMNS = `${shownColumns(
  'o',
  `id event_id woo_order_id number status source_status email first_name last_name phone billing
    payment_method payment_method_title transaction_id coupon_codes customer_note currency subtotal
    discount tax total refunded_by_lines refunded_apportioned refunded net service_fee organizer_amount
    rounding order_total order_refunded removed_reason`,
  `ordered_at paid_at completed_at modified_at anonymised_at removed_at created_at updated_at`,
)}, e.title as event_title`;
const JOINS = 'join events e on e.id = o.event_id';

export const ORDER_SORTS = {
  ordered_at: { expression: `coalesce(o.ordered_at, '-infinity')`, type: 'timestamptz' },
  created_at: { expression: 'o.id', type: 'uuid' },
} as const satisfies Record<string, Omit<SortKey, 'descending'>>;

const NARROWED = `($1::uuid is null or o.event_id = $1) and ($2::text is null or o.status = $2)
  and ($3::bigint is null or o.woo_order_id = $3)
  and ($4::timestamptz is null or coalesce(o.ordered_at, '-infinity') >= $4)
  and ($5::timestamptz is null or coalesce(o.ordered_at, '-infinity') < $5)
  and ${removedIs('o', 6)}`;

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
  ];
  const { search, searchPersons: persons } = filter;
  const found =
    search === null ? null : orderWays(searchTerms(search), { persons, first: narrowed.length + 1 });
  const list = {
    table: 'orders o',
    alias: 'o',
    where: NARROWED,
    values: [...narrowed, ...(found?.values ?? [])],
    search: found?.ways ?? null,
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
  const columns = shownColumns(
    'i',
    `id ticket_tier_id woo_item_id name quantity refunded_quantity subtotal discount tax total refunded
    unticketed_quantity unticketed_amount attributes removed_reason`,
    'removed_at created_at updated_at',
  );
  return await queryRows<ShownOrderItem>(
    db,
    `select ${columns}, t.name as ticket_tier_name
     from order_items i left join ticket_tiers t on t.id = i.ticket_tier_id
     where i.order_id = $1 order by i.woo_item_id`,
    [orderId],
  );
}

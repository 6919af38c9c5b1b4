import type { z } from 'zod';
import type { Transaction } from '../backend/database.ts';
import { shownAmounts } from '../backend/queries/shown-columns.ts';
import { ORDER_ITEMS } from '../backend/tables/order-items.ts';
import { ORDERS } from '../backend/tables/orders.ts';
import { withRefundedRounding } from '../backend/ticketing-queries/event-sales.ts';
import {
  type ExportedOrder,
  type ItemOfOrder,
  itemsOfOrders,
  ORDER_SORTS,
  type ShownOrderItem,
  streamOrders,
} from '../backend/ticketing-queries/order-list.ts';
import type { orderExportQuery } from '../contract/ticketing/exports.ts';
import { withAmounts } from '../kernel/money/amount-text.ts';
import type { Cell, Column } from './column.ts';
import {
  type Export,
  instantColumns,
  madeColumn,
  partsText,
  plainColumns,
  type ReaderView,
} from './export.ts';
import { orderFilter, sortOf } from './filters.ts';
import { type ColumnName, HEADINGS } from './headings.ts';

type Order = ExportedOrder & { readonly refunded_rounding: string };
interface OrderWithItems extends Order {
  readonly items: readonly ShownOrderItem[];
}
/** A line of a table: an order and one of its lines. */
interface Line {
  readonly order: Order;
  readonly item: ShownOrderItem | null;
  /** Only the first line of an order shows the order's amounts, so that a sum over a column is right. */
  readonly isFirst: boolean;
}

const ORDER_AMOUNTS = [...shownAmounts(ORDERS), 'refunded_rounding'] as const;
const ITEM_AMOUNTS = shownAmounts(ORDER_ITEMS);

const COLUMNS: readonly Column<Line>[] = [
  ...ofOrder(plainColumns('text', 'event_title number status first_name last_name email phone')),
  ...ofOrder(instantColumns<Order>('ordered_at paid_at completed_at', ({ timezone }) => timezone)),
  ...ofFirst('subtotal discount tax total refunded net service_fee organizer_amount'),
  ...ofOrder(plainColumns('text', 'currency')),
  ...ofItem('text', 'name ticket_tier_name'),
  ...ofItem('number', 'quantity refunded_quantity'),
  ...ofItem('amount', 'subtotal discount tax total refunded'),
  ...ofItem('number', 'unticketed_quantity'),
  ...ofItem('amount', 'unticketed_amount'),
  madeColumn('item_attributes', ({ item }) => partsText(item?.attributes ?? null)),
  ...ofOrder(plainColumns('text', 'payment_method payment_method_title transaction_id')),
  madeColumn('coupon_codes', ({ order }) => order.coupon_codes.join(', ') || null),
  ...ofOrder(plainColumns('text', 'customer_note')),
  madeColumn('billing', ({ order }) => partsText(order.billing)),
  ...ofOrder(plainColumns('text', 'source_status')),
  ...ofFirst('refunded_by_lines refunded_apportioned refunded_rounding rounding order_total order_refunded'),
  ...ofOrder(plainColumns('text', 'timezone removed_reason')),
  ...ofOrder(
    instantColumns<Order>(
      'removed_at modified_at anonymised_at created_at updated_at',
      ({ timezone }) => timezone,
    ),
  ),
  ...ofOrder(plainColumns('number', 'woo_order_id')),
  ...ofItem('number', 'woo_item_id'),
  ...ofOrder(plainColumns('text', 'id event_id')),
  ...ofItem('text', 'id'),
];

/**
 * Orders with their lines: in a table one row for each line, in NDJSON one object for each order.
 *
 * @throws invalid `http.invalid-request`
 */
export function orderExport(query: z.output<typeof orderExportQuery>, view: ReaderView): Export {
  const { event, ordering, ...filters } = query;
  const filter = orderFilter(filters, event, view.seesPersonalData);
  const sort = sortOf(ORDER_SORTS, ordering, 'ordered_at');
  return async function* orders(tx, write, written) {
    const content = {
      columns: COLUMNS,
      items: withItems(tx, streamOrders(tx, filter, sort), view),
      linesOf: ({ items, ...order }: OrderWithItems): readonly Line[] =>
        (items.length === 0 ? [null] : items).map((item, at) => ({ order, item, isFirst: at === 0 })),
      objectOf: (order: OrderWithItems) => order,
    };
    yield* write(content, written);
  };
}

async function* withItems(
  tx: Transaction,
  batches: AsyncIterable<readonly ExportedOrder[]>,
  view: ReaderView,
): AsyncGenerator<readonly OrderWithItems[]> {
  for await (const orders of batches) {
    const items = new Map<string, ItemOfOrder[]>(orders.map(({ id }) => [id, []]));
    for (const item of await itemsOfOrders(tx, [...items.keys()])) items.get(item.order_id)?.push(item);
    yield orders.map((order) => ({
      ...view.row('orders', withAmounts(withRefundedRounding(order), ORDER_AMOUNTS, order.currency)),
      items: (items.get(order.id) ?? []).map((row) => {
        const { order_id: _, ...item } = row;
        const shown = withAmounts<ShownOrderItem, (typeof ITEM_AMOUNTS)[number]>(
          item,
          ITEM_AMOUNTS,
          order.currency,
        );
        return view.row('order_items', shown);
      }),
    }));
  }
}

function ofOrder(columns: readonly Column<Order>[]): readonly Column<Line>[] {
  return columns.map((column) => {
    const read = ({ order }: Line): Cell => column.read(order);
    return column.kind === 'instant'
      ? { ...column, read, zone: ({ order }: Line) => column.zone(order) }
      : { ...column, read };
  });
}

function ofFirst(names: string): readonly Column<Line>[] {
  return plainColumns<Order>('amount', names).map((column) => ({
    ...column,
    kind: 'amount',
    read: ({ order, isFirst }: Line) => (isFirst ? column.read(order) : null),
  }));
}

function ofItem(kind: 'text' | 'number' | 'amount', names: string): readonly Column<Line>[] {
  return names.split(' ').map((field) => {
    const name = `item_${field}` as ColumnName;
    const read = ({ item }: Line): Cell =>
      item === null ? null : ((item as unknown as Readonly<Record<string, Cell>>)[field] ?? null);
    return { kind, name, heading: HEADINGS[name], read };
  });
}

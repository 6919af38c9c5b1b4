import type { IdKind } from '../../source/digests.ts';
import type { StoreLayout } from '../schema/layout.ts';

/** The tables of a store for orders and tickets, and the owners of their rows. */
export const DIGESTED_TABLES = {
  orders: 'orders',
  order_addresses: 'orders',
  order_operational_data: 'orders',
  order_metas: 'orders',
  items: 'items',
  itemmeta: 'items',
  posts: 'posts',
  postmeta: 'posts',
} as const satisfies Readonly<Record<string, IdKind>>;

/** A table whose rows are digested by ranges of their owners' ids. */
export interface TableShape {
  readonly name: keyof typeof DIGESTED_TABLES;
  /** The kind of object that owns its rows. */
  readonly kind: IdKind;
  readonly table: string;
  /** Its primary key, in whose order it is read. */
  readonly key: string;
  /** true if it still has that key. Without the key, rows are distinguished by their owner. */
  readonly hasKey: boolean;
  /** The column with the id of the order, line or post to which a row belongs. It has an index. */
  readonly owner: string;
  /** The columns that Taquilla reads. */
  readonly columns: readonly string[];
}

const META = ['meta_key', 'meta_value'];
const POST = ['post_type', 'post_status'];
const POST_OF_ORDER = ['post_parent', 'post_excerpt', 'post_date', 'post_date_gmt', 'post_modified_gmt'];

/** The tables from which an event's rows are read, for this store's kind of order storage. */
export function digestTables({ orders, tables }: StoreLayout): readonly TableShape[] {
  const lines: readonly Shape[] = [
    {
      name: 'items',
      table: tables.orderItems,
      key: 'order_item_id',
      owner: 'order_item_id',
      columns: ['order_id', 'order_item_type', 'order_item_name'],
    },
    { name: 'itemmeta', table: tables.orderItemmeta, key: 'meta_id', owner: 'order_item_id', columns: META },
    {
      name: 'posts',
      table: tables.posts,
      key: 'ID',
      owner: 'ID',
      columns: orders === 'hpos' ? POST : [...POST, ...POST_OF_ORDER],
    },
    { name: 'postmeta', table: tables.postmeta, key: 'meta_id', owner: 'post_id', columns: META },
  ];
  const shapes = orders === 'hpos' ? [...orderTables(tables), ...lines] : lines;
  return shapes.map((shape) => {
    return { ...shape, kind: DIGESTED_TABLES[shape.name], hasKey: !tables.withoutKey.has(shape.table) };
  });
}

type Shape = Omit<TableShape, 'hasKey' | 'kind'>;

function orderTables(tables: StoreLayout['tables']): readonly Shape[] {
  return [
    {
      name: 'orders',
      table: tables.orders,
      key: 'id',
      owner: 'id',
      columns: [
        'status',
        'currency',
        'type',
        'total_amount',
        'billing_email',
        'date_created_gmt',
        'date_updated_gmt',
        'parent_order_id',
        'payment_method',
        'payment_method_title',
        'transaction_id',
        'customer_note',
      ],
    },
    {
      name: 'order_addresses',
      table: tables.orderAddresses,
      key: 'id',
      owner: 'order_id',
      columns: [
        'address_type',
        'first_name',
        'last_name',
        'company',
        'address_1',
        'address_2',
        'city',
        'state',
        'postcode',
        'country',
        'email',
        'phone',
      ],
    },
    {
      name: 'order_operational_data',
      table: tables.orderOperationalData,
      key: 'id',
      owner: 'order_id',
      columns: ['date_paid_gmt', 'date_completed_gmt'],
    },
    { name: 'order_metas', table: tables.ordersMeta, key: 'id', owner: 'order_id', columns: META },
  ];
}

import { TABLES, type TableName } from '../tables/tables.ts';
import type { SqlValue } from '../write/store-writer.ts';

/** A row as the database returns it: every column as text. */
export type StoredRow = readonly (string | null)[];

/**
 * The tables of orders, tickets and products, and the columns that identify a row. If these do not include the
 * row's own id (as in metas, addresses and notes), the database gives the id, and a changed row keeps it.
 */
export const IDENTITY = {
  posts: [0],
  postmeta: [1, 2],
  comments: [1],
  wc_orders: [0],
  wc_orders_meta: [1, 2],
  wc_order_addresses: [1, 2],
  wc_order_operational_data: [1],
  woocommerce_order_items: [0],
  woocommerce_order_itemmeta: [1, 2],
  fooevents_check_in: [1],
} as const satisfies Partial<Readonly<Record<TableName, readonly number[]>>>;
export type EditedTable = keyof typeof IDENTITY;

export function isEdited(table: TableName): table is EditedTable {
  return Object.hasOwn(IDENTITY, table);
}

/** Whether the database gives this table's rows their ids. */
export function isNumbered(table: EditedTable): boolean {
  const columns: readonly number[] = IDENTITY[table];
  return !columns.includes(0);
}

/**
 * Gives names to rows: the second note of order 7 is `comments 7 #2`. Each list of rows needs a namer of its
 * own.
 */
export function openRowNames(): (table: EditedTable, row: readonly SqlValue[]) => string {
  const seen = new Map<string, number>();
  return (table, row) => {
    const name = [table, ...IDENTITY[table].map((at) => String(row[at]))].join(' ');
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return `${name} #${occurrence}`;
  };
}

export function tableOf(name: string): EditedTable {
  const table = name.slice(0, name.indexOf(' '));
  if (!Object.hasOwn(IDENTITY, table)) throw new RangeError(`no edited table is named ${table}`);
  return table as EditedTable;
}

export function asStored(row: readonly SqlValue[]): StoredRow {
  return row.map((value) => (value === null ? null : String(value)));
}

/** The id column's name: the first one of every edited table. */
export function idColumn(table: EditedTable): string {
  return columnsOf(table)[0] ?? '';
}

export function columnsOf(table: TableName): readonly string[] {
  return TABLES[table].columns;
}

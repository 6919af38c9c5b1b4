import type { ColumnType } from './column-text.ts';
import { columnNames, type SyncedTable } from './synced-table.ts';

/** The columns of a table by position. They are computed once, because preparing each row needs them. */
export interface TablePlan<Row> {
  readonly names: readonly (keyof Row & string)[];
  readonly types: readonly ColumnType[];
  /** The positions of the columns in the digest. */
  readonly digested: readonly number[];
  /** Those that are part of the digest only if they have a value. */
  readonly digestedWhenSet: readonly { readonly name: string; readonly place: number }[];
  readonly merged: readonly { readonly name: keyof Row & string; readonly place: number }[];
  /** Positions of the columns that the store and the venue own together. */
  readonly joined: readonly number[];
  /** The position of `store_values`; −1 if the table has no merged columns. */
  readonly storeValues: number;
}

const plans = new WeakMap<object, TablePlan<object>>();

export function planOf<Row extends object>(table: SyncedTable<Row>): TablePlan<Row> {
  const computed = plans.get(table);
  if (computed !== undefined) return computed as TablePlan<Row>;
  const names = columnNames(table);
  const place = (name: string): number => (names as readonly string[]).indexOf(name);
  const plan: TablePlan<Row> = {
    names,
    types: names.map((name) => table.columns[name]),
    digested: digestColumns(table).map(place),
    digestedWhenSet: table.digestedWhenSet.map((name) => ({ name, place: place(name) })),
    merged: table.merged.map((name) => ({ name, place: place(name) })),
    joined: table.joined.map(place),
    storeValues: table.merged.length > 0 ? place('store_values') : -1,
  };
  plans.set(table, plan as unknown as TablePlan<object>);
  return plan;
}

/** The columns that are part of a table's digest with or without a value, in order. */
export function digestColumns<Row>(table: SyncedTable<Row>): readonly (keyof Row & string)[] {
  const left = new Set<string>([...table.merged, ...table.joined, ...table.digestedWhenSet]);
  return columnNames(table).filter((name) => !left.has(name));
}

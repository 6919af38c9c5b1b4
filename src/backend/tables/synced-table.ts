import type { ColumnTypes } from './column-text.ts';

/**
 * A table that a sync writes: its columns in order, and which of them are not the store's alone. The loader
 * adds `content_digest`, `removed_at`, `removed_reason` and the row times, and puts the last synced values of
 * the merged columns into `store_values`.
 */
export interface SyncedTable<Row> {
  readonly name: string;
  readonly columns: { readonly [K in keyof Row]: TypeOf<Row[K]> };
  /** People may edit these here: taken from the store only while they are what was last synced. */
  readonly merged: readonly (keyof Row & string)[];
  /** Follow from the store's and the gate's words together, so the digest leaves them out. */
  readonly joined: readonly (keyof Row & string)[];
}

type TypeOf<Value> = {
  [T in keyof ColumnTypes]: Value extends ColumnTypes[T] ? T : never;
}[keyof ColumnTypes];

/** gone: erased in the store. trashed: in its trash. left_event: still there, no longer of this event. */
export type RemovedReason = 'gone' | 'trashed' | 'left_event';

/** A row as it should be now. */
export interface RowDraft<Row> {
  readonly id: string;
  readonly values: Row;
  readonly removedReason: RemovedReason | null;
  /** The store erased a person on request: local edits of that person go as well. */
  readonly erased?: boolean;
}

/** What must be known of a present row to decide whether there is anything to write. */
export interface KnownRow {
  readonly id: string;
  /** As `digestOf` makes it. */
  readonly digest: string;
  readonly removedReason: RemovedReason | null;
  /** Its physical version, where others may write the row while a page is loaded. */
  readonly version?: string;
}

export function columnNames<Row>(table: SyncedTable<Row>): readonly (keyof Row & string)[] {
  return Object.keys(table.columns) as (keyof Row & string)[];
}

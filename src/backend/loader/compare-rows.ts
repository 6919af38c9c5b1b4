import type { Transaction } from '../database.ts';
import type { ExistingRow, RemovedReason, RowDraft, SyncedTable } from '../tables/synced-table.ts';
import { Journal } from './journal.ts';
import { mergeRows, sortRows } from './load-rows.ts';
import type { TextRow } from './merge-row.ts';

/** The effect of a sync on a row. */
export interface RowChange {
  readonly id: string;
  /** The existing row; null if the row is new. */
  readonly before: TextRow | null;
  readonly after: TextRow;
  readonly removedBefore: RemovedReason | null;
  readonly removedAfter: RemovedReason | null;
}

/**
 * The rows that `loadRows` would insert or update, with their new values. This function writes nothing and
 * records no conflict.
 *
 * @param existing the rows in the backend by id; a draft whose id is not among them is new
 */
export async function compareRows<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  drafts: readonly RowDraft<Row>[],
  existing: ReadonlyMap<string, ExistingRow>,
): Promise<readonly RowChange[]> {
  const { created, changed } = sortRows(table, drafts, existing);
  const made = created.map(({ id, removedReason }): RowChange => {
    return { id, before: null, after: {}, removedBefore: null, removedAfter: removedReason };
  });
  if (changed.length === 0) return made;
  const merged = await mergeRows(tx, table, changed, new Journal('', ''));
  const written = merged.map(({ row, before, after }): RowChange => {
    const removedBefore = existing.get(row.id)?.removedReason ?? null;
    return { id: row.id, before, after, removedBefore, removedAfter: row.removedReason };
  });
  return [...made, ...written];
}

/** Columns whose value would change. */
export function changedColumns<Name extends string>(
  { before, after }: RowChange,
  names: readonly Name[],
): readonly Name[] {
  if (before === null) return [];
  return names.filter((name) => (before[name] ?? null) !== (after[name] ?? null));
}

import { mergeThreeWay } from '../../ticketing/three-way-merge.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';
import type { SyncedTable } from '../tables/synced-table.ts';
import type { Journal } from './journal.ts';

/** A row as texts of PostgreSQL, by column. */
export type TextRow = Readonly<Record<string, string | null>>;

/**
 * The row to write. It has the store's values, except where somebody changed a merged column here since the
 * last sync. A column that changed on both sides keeps our value and is recorded as a conflict.
 */
export function mergeRow<Row>(
  table: SyncedTable<Row>,
  rowId: string,
  present: TextRow,
  theirs: TextRow,
  journal: Journal,
): TextRow {
  if (table.merged.length === 0) return theirs;
  const base = lastSynced(table, present);
  const merge = mergeThreeWay(base, pick(table, present), pick(table, theirs));
  for (const conflict of merge.conflicts) {
    const json = (text: string | null | undefined) => toJson(table, conflict.field, text ?? null);
    journal.noteConflict({
      kind: 'edited',
      table: table.name,
      rowId,
      field: conflict.field,
      base: json(conflict.base),
      ours: json(conflict.ours),
      theirs: json(conflict.theirs),
    });
  }
  return { ...theirs, ...merge.merged };
}

function pick<Row>(table: SyncedTable<Row>, row: TextRow): Record<string, string | null> {
  return Object.fromEntries(table.merged.map((name) => [name, row[name] ?? null]));
}

/** The members of `store_values` as column texts, so that they can be compared with the columns. */
function lastSynced<Row>(table: SyncedTable<Row>, present: TextRow): Record<string, string | null> {
  const values = JSON.parse(present['store_values'] ?? '{}') as Record<string, Json>;
  const texts = table.merged.map((name) => {
    const value = values[name] ?? null;
    return [name, asColumnText(table, name, value)] as const;
  });
  return Object.fromEntries(texts);
}

function asColumnText<Row>(table: SyncedTable<Row>, name: keyof Row & string, value: Json): string | null {
  if (value === null) return null;
  return table.columns[name] === 'jsonb' ? jsonbText(value) : String(value as string | number | boolean);
}

function toJson<Row>(table: SyncedTable<Row>, field: string, text: string | null): Json {
  const isJson = table.columns[field as keyof Row & string] === 'jsonb';
  return isJson && text !== null ? (JSON.parse(text) as Json) : text;
}

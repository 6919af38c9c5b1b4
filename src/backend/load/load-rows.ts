import type { Transaction } from '../database.ts';
import type { ColumnValue, Json } from './column-text.ts';
import { jsonbObject, jsonbText, readExpression, toColumnText } from './column-text.ts';
import { copyRows } from './copy-rows.ts';
import { digestColumns, digestOf } from './digest.ts';
import type { FieldChanges, Journal } from './journal.ts';
import { mergeRow, type TextRow } from './merge-row.ts';
import { columnNames, type KnownRow, type RowDraft, type SyncedTable } from './synced-table.ts';

export interface LoadCounts {
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
}

/** A draft in PostgreSQL's texts, ready to be compared and written. */
interface Prepared {
  readonly id: string;
  readonly texts: TextRow;
  readonly digest: string;
  readonly removedReason: string | null;
  readonly erased: boolean;
}

/**
 * Writes rows as they should be: new ones by COPY, changed ones by COPY and merge, equal ones not at all.
 * Every write is journalled; a column that people may edit is merged three ways.
 *
 * @param known the present rows by id; a draft whose id is not among them is new
 */
export async function loadRows<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  drafts: readonly RowDraft<Row>[],
  known: ReadonlyMap<string, KnownRow>,
  journal: Journal,
): Promise<LoadCounts> {
  const counts: LoadCounts = { created: 0, updated: 0, unchanged: 0, removed: 0 };
  const created: Prepared[] = [];
  const changed: Prepared[] = [];
  for (const draft of drafts) {
    const prepared = prepare(table, draft);
    const present = known.get(draft.id);
    if (present === undefined) {
      created.push(prepared);
      journal.note({ table: table.name, rowId: draft.id, operation: 'created', fields: null });
      counts.created += 1;
    } else if (present.digest === prepared.digest && present.removedReason === prepared.removedReason) {
      counts.unchanged += 1;
    } else {
      changed.push(prepared);
      const removed = present.removedReason === null && prepared.removedReason !== null;
      counts[removed ? 'removed' : 'updated'] += 1;
    }
  }
  await insertRows(tx, table, created);
  await updateRows(tx, table, changed, known, journal);
  return counts;
}

function prepare<Row extends object>(table: SyncedTable<Row>, draft: RowDraft<Row>): Prepared {
  const texts: Record<string, string | null> = {};
  for (const name of columnNames(table)) {
    texts[name] = toColumnText(table.columns[name], draft.values[name] as ColumnValue);
  }
  if (table.merged.length > 0) texts['store_values'] = storeValues(table, draft, texts);
  const digest = digestOf(digestColumns(table).map((name) => texts[name] ?? null));
  return { id: draft.id, texts, digest, removedReason: draft.removedReason, erased: draft.erased ?? false };
}

/** The merged columns' values as the store has them now: the base of the next merge. */
function storeValues<Row extends object>(
  table: SyncedTable<Row>,
  draft: RowDraft<Row>,
  texts: TextRow,
): string {
  const own = (draft.values as { store_values?: Readonly<Record<string, Json>> }).store_values ?? {};
  return jsonbObject([
    ...Object.entries(own).map(([name, value]) => [name, jsonbText(value)] as const),
    ...table.merged.map((name) => [name, mergedText(table, name, texts[name] ?? null)] as const),
  ]);
}

function mergedText<Row>(table: SyncedTable<Row>, name: keyof Row & string, text: string | null): string {
  return table.columns[name] === 'jsonb' && text !== null ? text : jsonbText(text);
}

const OWN_COLUMNS = ['id', 'content_digest', 'removed_reason', 'removed_at'] as const;

function* copyLines<Row>(
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
  at: string,
): Generator<(string | null)[]> {
  const names = columnNames(table);
  for (const row of rows) {
    const removedAt = row.removedReason === null ? null : at;
    yield [
      row.id,
      `\\x${row.digest}`,
      row.removedReason,
      removedAt,
      ...names.map((name) => row.texts[name] ?? null),
    ];
  }
}

async function insertRows<Row>(
  tx: Transaction,
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
): Promise<void> {
  if (rows.length === 0) return;
  await copyRows(tx, table.name, [...OWN_COLUMNS, ...columnNames(table)], copyLines(table, rows, 'now'));
}

async function updateRows<Row>(
  tx: Transaction,
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
  known: ReadonlyMap<string, KnownRow>,
  journal: Journal,
): Promise<void> {
  if (rows.length === 0) return;
  const present = await readTexts(tx, table, rows);
  const merged = rows.map((row) => {
    const before = present.get(row.id) ?? {};
    const texts = row.erased ? row.texts : mergeRow(table, row.id, before, row.texts, journal);
    const wasRemoved = known.get(row.id)?.removedReason ?? null;
    journal.note({
      table: table.name,
      rowId: row.id,
      operation: operationOf(wasRemoved, row.removedReason),
      fields: row.erased ? null : fieldChanges(before, texts),
    });
    return { ...row, texts };
  });
  const stage = `stage_${table.name}`;
  const columns = columnNames(table);
  await tx.query(
    `create temporary table if not exists ${stage} (like ${table.name} including defaults) on commit delete rows`,
  );
  await copyRows(tx, stage, [...OWN_COLUMNS, ...columns], copyLines(table, merged, 'now'));
  await tx.query(
    `update ${table.name} as t
     set ${columns.map((name) => `${name} = s.${name}`).join(', ')},
       content_digest = s.content_digest,
       removed_reason = s.removed_reason,
       removed_at = case when s.removed_reason is null then null else coalesce(t.removed_at, s.removed_at) end,
       updated_at = now()
     from ${stage} as s where s.id = t.id`,
  );
  await tx.query(`delete from ${stage}`);
}

function operationOf(before: string | null, after: string | null): 'updated' | 'removed' | 'restored' {
  if (before === null && after !== null) return 'removed';
  return before !== null && after === null ? 'restored' : 'updated';
}

function fieldChanges(before: TextRow, after: TextRow): FieldChanges {
  const changes: Record<string, [string | null, string | null]> = {};
  for (const [name, text] of Object.entries(after)) {
    // store_values repeats the merged columns: the journal tells of the columns themselves.
    if (name !== 'store_values' && (before[name] ?? null) !== text)
      changes[name] = [before[name] ?? null, text];
  }
  return changes;
}

async function readTexts<Row>(
  tx: Transaction,
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
): Promise<ReadonlyMap<string, TextRow>> {
  const columns = columnNames(table).map((name) => `${readExpression(table.columns[name], name)} as ${name}`);
  const result = await tx.query<{ id: string } & Record<string, string | null>>(
    `select id, ${columns.join(', ')} from ${table.name} where id = any($1)`,
    [rows.map((row) => row.id)],
  );
  return new Map(result.rows.map(({ id, ...texts }) => [id, texts]));
}

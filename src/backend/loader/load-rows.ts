import type { Transaction } from '../database.ts';
import { copyLines, NULL } from '../queries/copy-rows.ts';
import { readExpression } from '../tables/column-text.ts';
import { ERASED, isPersonal } from '../tables/personal-columns.ts';
import type { ExistingRow, RowDraft, SyncedTable } from '../tables/synced-table.ts';
import { planOf } from '../tables/table-plan.ts';
import type { FieldChanges, Journal } from './journal.ts';
import { mergeRow, type TextRow } from './merge-row.ts';
import { copyLine, OWN_COLUMNS, type Prepared, prepareRow } from './prepare-row.ts';

export interface LoadCounts {
  created: number;
  updated: number;
  unchanged: number;
  removed: number;
}

/** The result of comparing drafts with the existing rows: the rows to write, and the counts. */
export interface SortedRows<Row> {
  readonly created: readonly RowDraft<Row>[];
  readonly changed: readonly Prepared[];
  readonly counts: LoadCounts;
}

/** @param existing the rows in the backend by id; a draft whose id is not among them is new */
export function sortRows<Row extends object>(
  table: SyncedTable<Row>,
  drafts: readonly RowDraft<Row>[],
  existing: ReadonlyMap<string, ExistingRow>,
): SortedRows<Row> {
  const counts: LoadCounts = { created: 0, updated: 0, unchanged: 0, removed: 0 };
  const created: RowDraft<Row>[] = [];
  const changed: Prepared[] = [];
  const plan = planOf(table);
  for (const draft of drafts) {
    const present = existing.get(draft.id);
    if (present === undefined) {
      created.push(draft);
      counts.created += 1;
      continue;
    }
    const prepared = prepareRow(plan, draft);
    if (present.digest === prepared.digest && present.removedReason === prepared.removedReason) {
      counts.unchanged += 1;
    } else {
      changed.push(prepared);
      const removed = present.removedReason === null && prepared.removedReason !== null;
      counts[removed ? 'removed' : 'updated'] += 1;
    }
  }
  return { created, changed, counts };
}

/**
 * Writes rows: new ones with COPY, changed ones with COPY and a merge, and equal ones not at all. Every write
 * is recorded in the journal. A column that people may edit is merged three ways.
 *
 * @param existing the rows in the backend by id; a draft whose id is not among them is new
 */
export async function loadRows<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  drafts: readonly RowDraft<Row>[],
  existing: ReadonlyMap<string, ExistingRow>,
  journal: Journal,
): Promise<LoadCounts> {
  const { created, changed, counts } = sortRows(table, drafts, existing);
  await insertRows(tx, table, created, journal);
  if (changed.length > 0) {
    await stageRows(tx, table, changed, existing, journal);
    await tx.query(writeStaged(table));
  }
  return counts;
}

/**
 * A new row is prepared only when it is written and uses no memory afterwards, because a first sync consists of
 * new rows.
 */
export async function insertRows<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  drafts: readonly RowDraft<Row>[],
  journal: Journal,
): Promise<void> {
  if (drafts.length === 0) return;
  for (const { id } of drafts) {
    journal.note({ table: table.name, rowId: id, operation: 'created', fields: null });
  }
  const plan = planOf(table);
  const lines = function* (): Generator<string> {
    for (const draft of drafts) yield copyLine(plan, prepareRow(plan, draft));
  };
  await copyLines(tx, table.name, [...OWN_COLUMNS, ...plan.names], lines());
}

/** An existing row, and the values that a sync writes into it. */
export interface MergedRow {
  readonly row: Prepared;
  readonly before: TextRow;
  readonly after: TextRow;
}

/** Merges changed rows with the existing ones, and stages them for `writeStaged`. */
export async function stageRows<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
  existing: ReadonlyMap<string, ExistingRow>,
  journal: Journal,
): Promise<void> {
  const plan = planOf(table);
  const { names } = plan;
  const lines = (await mergeRows(tx, table, rows, journal)).map(({ row, before, after }) => {
    const { removedReason = null, version = NULL } = existing.get(row.id) ?? {};
    journal.note({
      table: table.name,
      rowId: row.id,
      operation: operationOf(removedReason, row.removedReason),
      fields: fieldChanges(table.name, before, after, row.erased),
    });
    return `${copyLine(plan, { ...row, texts: names.map((name) => after[name] ?? null) })}\t${version}`;
  });
  const stage = stageOf(table);
  await tx.query(
    `create temporary table if not exists ${stage} (like ${table.name} including defaults, seen_version text)
     on commit drop`,
  );
  await copyLines(tx, stage, [...OWN_COLUMNS, ...names, 'seen_version'], lines);
}

/** The statement that writes the staged rows. */
function writeStaged<Row extends object>(table: SyncedTable<Row>): string {
  const stage = stageOf(table);
  return `update ${table.name} as t
     set ${planOf(table)
       .names.map((name) => `${name} = s.${name}`)
       .join(', ')},
       content_digest = s.content_digest,
       removed_reason = s.removed_reason,
       removed_at = case when s.removed_reason is null then null else coalesce(t.removed_at, s.removed_at) end,
       updated_at = now()
     from ${stage} as s where s.id = t.id;
     delete from ${stage}`;
}

/** The SQLSTATE that `writeIfUnchanged` raises if somebody else has changed one of the rows. */
export const CHANGED_MEANWHILE = 'TQ001';

/**
 * The statement that writes the staged rows and commits in the same message. So the rows are locked while the
 * server works, but never while it waits for its client. If the version of a row has changed since it was read,
 * the whole statement fails.
 */
export function writeIfUnchanged<Row extends object>(table: SyncedTable<Row>): string {
  const stage = stageOf(table);
  return `do $$ begin
       perform from ${table.name} t join ${stage} s using (id) order by t.id for no key update of t;
       if exists (select from ${table.name} t join ${stage} s using (id) where t.xmin::text <> s.seen_version) then
         raise exception using errcode = '${CHANGED_MEANWHILE}', message = 'a row was changed meanwhile';
       end if;
     end $$;
     ${writeStaged(table)};
     commit`;
}

function stageOf<Row>({ name }: SyncedTable<Row>): string {
  return `stage_${name}`;
}

function operationOf(before: string | null, after: string | null): 'updated' | 'removed' | 'restored' {
  if (before === null && after !== null) return 'removed';
  return before !== null && after === null ? 'restored' : 'updated';
}

function fieldChanges(table: string, before: TextRow, after: TextRow, erased: boolean): FieldChanges {
  const changes: Record<string, FieldChanges[string]> = {};
  for (const [name, text] of Object.entries(after)) {
    // store_values repeats the merged columns, which are in the journal already.
    if (name === 'store_values' || (before[name] ?? null) === text) continue;
    changes[name] = erased && isPersonal(table, name) ? ERASED : [before[name] ?? null, text];
  }
  return changes;
}

/** The new values of existing rows whose columns people may have edited. Nothing is written. */
export async function mergeRows<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
  journal: Journal,
): Promise<readonly MergedRow[]> {
  const { names } = planOf(table);
  const present = await readTexts(tx, table, rows);
  return rows.map((row) => {
    const before = present.get(row.id) ?? {};
    const theirs: TextRow = Object.fromEntries(names.map((name, place) => [name, row.texts[place] ?? null]));
    return { row, before, after: row.erased ? theirs : mergeRow(table, row.id, before, theirs, journal) };
  });
}

async function readTexts<Row extends object>(
  tx: Transaction,
  table: SyncedTable<Row>,
  rows: readonly Prepared[],
): Promise<ReadonlyMap<string, TextRow>> {
  const columns = planOf(table).names.map(
    (name) => `${readExpression(table.columns[name], name)} as ${name}`,
  );
  const result = await tx.query<{ id: string } & Record<string, string | null>>(
    `select id, ${columns.join(', ')} from ${table.name} where id = any($1)`,
    [rows.map((row) => row.id)],
  );
  return new Map(result.rows.map(({ id, ...texts }) => [id, texts]));
}

import { createHash } from 'node:crypto';
import type { Database } from '../../src/backend/database.ts';

const TABLES = [
  'organizers',
  'events',
  'forms',
  'form_fields',
  'ticket_tiers',
  'orders',
  'order_items',
  'refunds',
  'refund_lines',
  'tickets',
  'check_ins',
  'conflicts',
  'sync_rejects',
  'sync_notes',
] as const;

/** Columns with the times of a row, and digests and slugs, which follow from other columns and ids. */
const ROW_TIMES = ['created_at', 'updated_at', 'removed_at', 'settled_at', 'content_digest', 'slug'];
/** Columns that differ between two backends that synced at different times. */
const OF_THE_RUN = /^(credentials_id|execution_id|schedule_anchor|next_due_at|last_.*_at|anonymised_at)$/;

type Row = Readonly<Record<string, unknown>>;
/** Each table's rows as sorted texts. */
export type WholeBackend = Readonly<Record<string, readonly string[]>>;

/**
 * All rows of a backend's events, without ids and row times: each id is replaced by the content of its row, so that two
 * backends are equal exactly if they have the same content and the same links.
 */
export async function wholeBackend(db: Database): Promise<WholeBackend> {
  const names = new Map<string, string>();
  const tables: Record<string, readonly Row[]> = {};
  for (const table of TABLES) {
    const { rows } = await db.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t`);
    tables[table] = rows.map(({ row }) => row);
    for (const { row } of rows) names.set(String(row['id']), digestOf(table, row, new Map()));
  }
  return Object.fromEntries(
    Object.entries(tables).map(([table, rows]) => [
      table,
      rows.map((row) => contentOf(row, names)).toSorted(),
    ]),
  );
}

/** The first table in which two backends differ, with a row of each side; null if they are equal. */
export function firstDifference(one: WholeBackend, other: WholeBackend): object | null {
  for (const table of TABLES) {
    const [ours = [], theirs = []] = [one[table], other[table]];
    const [oursOnly, theirsOnly] = [without(ours, theirs), without(theirs, ours)];
    if (oursOnly.length + theirsOnly.length + Math.abs(ours.length - theirs.length) === 0) continue;
    return { table, one: oursOnly[0], other: theirsOnly[0], counts: [ours.length, theirs.length] };
  }
  return null;
}

function without(rows: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return rows.filter((row) => !known.has(row));
}

function digestOf(table: string, row: Row, names: ReadonlyMap<string, string>): string {
  return createHash('sha256')
    .update(`${table} ${contentOf(row, names)}`)
    .digest('base64')
    .slice(0, 16);
}

/** Ids that name no row of these tables are left out. */
function contentOf(row: Row, names: ReadonlyMap<string, string>): string {
  const content = Object.entries(row).flatMap(([column, value]) => {
    if (column === 'id' || ROW_TIMES.includes(column) || OF_THE_RUN.test(column)) return [];
    if (!isId(column, value)) return [[column, value]];
    const name = names.get(String(value));
    return name === undefined ? [] : [[column, name]];
  });
  return JSON.stringify(Object.fromEntries(content));
}

function isId(column: string, value: unknown): boolean {
  return column.endsWith('_id') && typeof value === 'string' && /^[\da-f]{8}-[\da-f-]{27}$/.test(value);
}

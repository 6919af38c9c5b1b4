import { type Database, queryRows } from '../../../src/backend/database.ts';

/** Tables that a refused call may write: the refusal, and the use of a credential. */
const BOOKKEEPING: ReadonlySet<string> = new Set(['audit_entries', 'login_attempts']);
const TOUCHED: Readonly<Record<string, readonly string[]>> = {
  api_tokens: ['last_used_at', 'updated_at'],
  user_sessions: ['last_seen_at', 'expires_at', 'updated_at'],
};

/** A checksum of each table of the backend; new tables are included automatically. */
export async function backendChecksum(db: Database): Promise<Readonly<Record<string, string>>> {
  const tables = await queryRows<{ name: string }>(
    db,
    "select table_name as name from information_schema.tables where table_schema = 'public' order by 1",
  );
  const sums = tables
    .filter(({ name }) => !BOOKKEEPING.has(name))
    .map(({ name }) => {
      const without = (TOUCHED[name] ?? []).map((column) => ` - '${column}'`).join('');
      return `select '${name}' as name, count(*) || ' ' ||
        coalesce(sum(hashtextextended((to_jsonb(t)${without})::text, 0)), 0) as sum from "${name}" t`;
    });
  const rows = await queryRows<{ name: string; sum: string }>(db, sums.join(' union all '));
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}

/** The names of the tables that differ. */
export function changedTables(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(after).filter((name) => before[name] !== after[name]);
}

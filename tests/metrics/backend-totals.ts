import type { Database } from '../../src/backend/database.ts';
import type { Line } from './read-figures.ts';

/**
 * The figures that a scrape must report for executions, attempts and rows, counted from the executions themselves,
 * and not from the totals that the triggers keep.
 */
export async function backendTotals(
  db: Database,
): Promise<{ readonly executions: Readonly<Record<string, number>>; readonly lines: readonly Line[] }> {
  const rows = async <T extends object>(sql: string): Promise<readonly T[]> => (await db.query<T>(sql)).rows;
  const executions = await rows<{ status: string; verification: string | null; n: number; seconds: number }>(
    `select status, verification, count(*)::int as n,
       sum(greatest(extract(epoch from finished_at - started_at), 0))::float8 as seconds
     from sync_executions where finished_at is not null group by 1, 2`,
  );
  const attempts = await rows<{ outcome: string; n: number }>(
    'select outcome, count(*)::int as n from sync_attempts where outcome is not null group by 1',
  );
  const counts = await rows<{ counts: Record<string, Record<string, number>> }>(
    'select counts from sync_executions where finished_at is not null',
  );
  const [differences] = await rows<{ n: number }>(
    'select count(*)::int as n from sync_proofs where not equal',
  );
  const sums = new Map<string, number>();
  for (const { counts: kinds } of counts) {
    for (const [kind, operations] of Object.entries(kinds)) {
      for (const [operation, n] of Object.entries(operations)) {
        const key = `${kind} ${operation}`;
        sums.set(key, (sums.get(key) ?? 0) + n);
      }
    }
  }
  return {
    executions: Object.fromEntries(
      executions.map(({ status, verification, n }) => [[status, verification].join(' ').trim(), n]),
    ),
    lines: [
      ...executions.map(({ status, verification, n }) => ({
        name: 'taquilla_executions_total',
        labels: { outcome: status, verification: status === 'success' ? (verification ?? '') : 'none' },
        value: n,
      })),
      ...attempts.map(({ outcome, n }) => ({
        name: 'taquilla_attempts_total',
        labels: { outcome },
        value: n,
      })),
      ...[...sums].flatMap(([key, value]) => {
        const [kind = '', operation = ''] = key.split(' ');
        return value === 0 ? [] : [{ name: 'taquilla_rows_total', labels: { kind, operation }, value }];
      }),
      { name: 'taquilla_proof_differences_total', labels: {}, value: differences?.n ?? 0 },
    ],
  };
}

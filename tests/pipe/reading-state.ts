import type { Database } from '../../src/backend/database.ts';

/**
 * Everything from which the next reading of an event continues, and the age of the last proof of the whole event.
 * `store_facts` is left out: any reading that writes a row removes them.
 */
export async function readingState(db: Database): Promise<readonly unknown[]> {
  const tables = [
    `select to_jsonb(c) - array['store_facts', 'updated_at'] as row from sync_checkpoints c`,
    `select to_jsonb(d) - array['updated_at'] as row from range_digests d order by 1`,
    'select to_jsonb(u) as row from unfinished_readings u',
    `select jsonb_build_object('at', last_sync_at, 'status', status, 'success', last_success_at, 'total', total_executions,
       'good', successful_executions, 'bad', failed_executions, 'state', store_state, 'state_at', store_state_at,
       'due', next_due_at) as row from sync_configurations order by id`,
  ];
  const rows: unknown[] = [];
  for (const sql of tables) rows.push((await db.query<{ row: unknown }>(sql)).rows.map(({ row }) => row));
  return rows;
}

import type { Json } from './column-text.ts';
import { type Database, queryRows } from './database.ts';

/** A line of an execution's own log: what an operator reads to understand it. No buyer, no secret in it. */
export async function writeLogLine(
  db: Database,
  executionId: string,
  level: 'info' | 'warn' | 'error',
  message: string,
  details: Readonly<Record<string, Json>>,
): Promise<void> {
  await queryRows(
    db,
    'insert into sync_log_lines (execution_id, level, message, details) values ($1, $2, $3, $4)',
    [executionId, level, message, JSON.stringify(details)],
  );
}

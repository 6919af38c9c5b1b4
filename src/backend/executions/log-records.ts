import { type Database, queryRows } from '../database.ts';
import { type Json, jsonbText } from '../tables/column-text.ts';

/**
 * The log of an execution with very many pages lists only the first ones. Warnings and errors are few, so all
 * of them are kept.
 */
const MOST_INFO_LINES = 1_000;

/** Writes a line to an execution's log, for operators. The line contains no buyer and no secret. */
export async function writeLogLine(
  db: Database,
  executionId: string,
  level: 'info' | 'warn' | 'error',
  message: string,
  details: Readonly<Record<string, Json>>,
): Promise<void> {
  await queryRows(
    db,
    `insert into sync_log_lines (execution_id, level, message, details)
     select $1::uuid, $2::text, $3::text, $4::jsonb where $2::text <> 'info' or
       (select count(*) from sync_log_lines where execution_id = $1::uuid) < ${MOST_INFO_LINES}`,
    [executionId, level, message, jsonbText(details)],
  );
}

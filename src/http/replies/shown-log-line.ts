import type { LogLineRow } from '../../backend/executions/execution-trace-records.ts';
import type { Reader } from '../errors/reader.ts';
import { toldTo } from '../errors/spanish.ts';

/**
 * A line of an execution's log as this reader is told it. Only trouble names places; an error's own sentence is in the
 * reader's language, other lines are what they are.
 */
export function toLogLine({ id, level, message, details, created_at }: LogLineRow, reader: Reader) {
  const code = level === 'error' && typeof details['code'] === 'string' ? details['code'] : null;
  const told = level === 'info' ? message : toldTo(reader, code, message);
  return { id, level, message: told, details: { ...details }, created_at };
}

import type { ExecutionRow } from '../../backend/executions/execution-list.ts';
import type { LogLineRow } from '../../backend/executions/execution-log-list.ts';
import type { Execution } from '../../contract/execution.ts';
import { formatDuration } from '../../kernel/time/duration.ts';
import type { Reader } from '../errors/reader.ts';
import { sentenceFor, withSentence } from '../errors/spanish.ts';

/** An execution as lists, single replies and streams contain it. */
export function toExecution(row: ExecutionRow, reader: Reader): Execution {
  const { duration_seconds: seconds, counts, orders } = row;
  return {
    ...withSentence(row, reader),
    counts: { ...counts },
    orders: orders === null ? null : [...orders],
    duration_formatted: seconds === null ? null : formatDuration(seconds),
  };
}

/**
 * A line of an execution's log in the reader's language. Only warnings and errors contain places. The sentence
 * of an error is translated, and other lines are shown unchanged.
 */
export function toLogLine({ id, level, message, details, created_at }: LogLineRow, reader: Reader) {
  const code = level === 'error' && typeof details['code'] === 'string' ? details['code'] : null;
  const shown = level === 'info' ? message : sentenceFor(reader, code, message);
  return { id, level, message: shown, details: { ...details }, created_at };
}

import type { LogLineRow } from '../backend/records/execution-trace-records.ts';
import type { Language } from './language.ts';
import { saidIn } from './spanish.ts';

/** A line of an execution's log. An error's own sentence is in the language asked for; other lines are what they are. */
export function toLogLine({ id, level, message, details, created_at }: LogLineRow, language: Language) {
  const code = level === 'error' && typeof details['code'] === 'string' ? details['code'] : null;
  return { id, level, message: saidIn(language, code, message), details: { ...details }, created_at };
}

import type { ExecutionRow } from '../../backend/lists/execution-list.ts';
import type { LogLineRow } from '../../backend/records/execution-trace-records.ts';
import { executionShape, logLineShape } from '../../contract/execution.ts';
import type { Language } from '../language.ts';
import { toExecution } from '../routes/executions.ts';
import { toLogLine } from '../shown-log-line.ts';
import { frameOf } from './event-stream.ts';

/**
 * The bytes of events. However many watch the same row, its JSON is made once a language and its bytes once an event
 * id. Executions and their logs name no buyer, so that nothing of them is masked.
 */
export interface EventFrames {
  execution(row: ExecutionRow, language: Language, id: string): Buffer;
  line(row: LogLineRow, language: Language, id: string): Buffer;
}

interface Made {
  readonly json: string;
  readonly frames: Map<string, Buffer>;
}

export function createEventFrames(): EventFrames {
  // Weak: what no watcher is shown any more is forgotten.
  const executions = new WeakMap<ExecutionRow, Map<Language, Made>>();
  const lines = new WeakMap<LogLineRow, Map<Language, Made>>();
  return {
    execution(row, language, id) {
      const byLanguage = executions.get(row) ?? new Map<Language, Made>();
      executions.set(row, byLanguage);
      const made = byLanguage.get(language) ?? newMade(executionShape.parse(toExecution(row, language)));
      byLanguage.set(language, made);
      return frameIn(made, 'execution', id);
    },
    line(row, language, id) {
      const byLanguage = lines.get(row) ?? new Map<Language, Made>();
      lines.set(row, byLanguage);
      const made = byLanguage.get(language) ?? newMade(logLineShape.parse(toLogLine(row, language)));
      byLanguage.set(language, made);
      return frameIn(made, 'log', id);
    },
  };
}

function newMade(data: unknown): Made {
  return { json: JSON.stringify(data), frames: new Map() };
}

function frameIn({ json, frames }: Made, event: string, id: string): Buffer {
  const frame = frames.get(id) ?? frameOf(event, id, json);
  frames.set(id, frame);
  return frame;
}

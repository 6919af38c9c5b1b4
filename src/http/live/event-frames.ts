import type { ExecutionRow } from '../../backend/lists/execution-list.ts';
import type { LogLineRow } from '../../backend/records/execution-trace-records.ts';
import { executionShape, logLineShape } from '../../contract/execution.ts';
import { attentionShape } from '../../contract/management.ts';
import type { Language } from '../language.ts';
import { toExecution } from '../routes/executions.ts';
import { frameOf } from './event-stream.ts';
import type { Attention } from './live.ts';

/**
 * The bytes of events. However many watch the same row, its JSON is made once a language and its bytes once an event
 * id. Executions and their logs name no buyer, so that nothing of them is masked.
 */
export interface EventFrames {
  execution(row: ExecutionRow, language: Language, id: string): Buffer;
  line(row: LogLineRow, id: string): Buffer;
  attention(now: Attention): Buffer;
}

interface Made {
  readonly json: string;
  readonly frames: Map<string, Buffer>;
}

export function createEventFrames(): EventFrames {
  // Weak: what no watcher is shown any more is forgotten.
  const executions = new WeakMap<ExecutionRow, Map<Language, Made>>();
  const lines = new WeakMap<LogLineRow, Made>();
  return {
    execution(row, language, id) {
      const byLanguage = executions.get(row) ?? new Map<Language, Made>();
      executions.set(row, byLanguage);
      const made = byLanguage.get(language) ?? newMade(executionShape.parse(toExecution(row, language)));
      byLanguage.set(language, made);
      return frameIn(made, 'execution', id);
    },
    line(row, id) {
      const made = lines.get(row) ?? newMade(logLineShape.parse(row));
      lines.set(row, made);
      return frameIn(made, 'log', id);
    },
    attention: (now) => frameOf('attention', null, JSON.stringify(attentionShape.parse(now))),
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

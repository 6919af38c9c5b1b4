import type { ExecutionRow } from '../../backend/executions/execution-list.ts';
import type { LogLineRow } from '../../backend/executions/execution-log-list.ts';
import { executionShape, logLineShape } from '../../contract/execution.ts';
import { attentionShape } from '../../contract/management.ts';
import type { Reader } from '../errors/reader.ts';
import { toExecution, toLogLine } from '../replies/shown-execution.ts';
import { frameOf } from './event-stream.ts';
import type { Attention } from './live.ts';

/**
 * The bytes of events. However many clients watch a row, its JSON is made once for each kind of reader, and its
 * bytes once for each event id. Executions and their logs contain no buyer.
 */
export interface EventFrames {
  execution(row: ExecutionRow, reader: Reader, id: string): Buffer;
  line(row: LogLineRow, reader: Reader, id: string): Buffer;
  attention(now: Attention): Buffer;
}

interface Made {
  readonly json: string;
  readonly frames: Map<string, Buffer>;
}

export function createEventFrames(): EventFrames {
  // Weak references, so that rows which no client watches are released.
  const executions = new WeakMap<ExecutionRow, Map<string, Made>>();
  const lines = new WeakMap<LogLineRow, Map<string, Made>>();
  return {
    execution(row, reader, id) {
      const made = madeFor(executions, row, reader, () => executionShape.parse(toExecution(row, reader)));
      return frameIn(made, 'execution', id);
    },
    line(row, reader, id) {
      const made = madeFor(lines, row, reader, () => logLineShape.parse(toLogLine(row, reader)));
      return frameIn(made, 'log', id);
    },
    attention: (now) => frameOf('attention', null, JSON.stringify(attentionShape.parse(now))),
  };
}

function madeFor<Row extends object>(
  all: WeakMap<Row, Map<string, Made>>,
  row: Row,
  { language, seesPlaces }: Reader,
  data: () => unknown,
): Made {
  const byReader = all.get(row) ?? new Map<string, Made>();
  all.set(row, byReader);
  const key = `${language} ${seesPlaces}`;
  const made = byReader.get(key) ?? newMade(data());
  byReader.set(key, made);
  return made;
}

function newMade(data: unknown): Made {
  return { json: JSON.stringify(data), frames: new Map() };
}

function frameIn({ json, frames }: Made, event: string, id: string): Buffer {
  const frame = frames.get(id) ?? frameOf(event, id, json);
  frames.set(id, frame);
  return frame;
}

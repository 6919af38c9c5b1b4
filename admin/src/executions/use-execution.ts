import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Execution, ExecutionDetail, LogLine } from '../../../src/contract/execution.ts';
import { follow, type LineState } from '../live/event-source.ts';
import { isOver } from '../live/executions-live.ts';
import { resourceOf } from '../resources.ts';
import { useWhole } from '../ui/screens/use-whole.ts';

interface Followed {
  readonly execution: ExecutionDetail | undefined;
  readonly error: unknown;
  readonly refetch: () => void;
  /** The state of the live connection of this execution; closed once the execution has ended. */
  readonly line: LineState;
  /** The log lines that arrived after the page was opened. */
  readonly lines: readonly LogLine[];
}

const MOST_LINES = 2_000;

/** After a reconnect, the stream repeats the newest log lines, so known ones are skipped. */
function withLine(before: readonly LogLine[], line: LogLine): readonly LogLine[] {
  const known = before.some(({ id }) => id === line.id);
  return known
    ? before.map((one) => (one.id === line.id ? line : one))
    : [...before, line].slice(-MOST_LINES);
}

/** An execution with its details, updated by its own stream while it runs. */
export function useExecution(id: string): Followed {
  const queries = useQueryClient();
  const { data, error, refetch } = useWhole<ExecutionDetail>('executions', id);
  const [update, setUpdate] = useState<Execution | null>(null);
  const [line, setLine] = useState<LineState>('opening');
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const follows = data !== undefined && !isOver(data);

  useEffect(() => {
    if (!follows) return;
    return follow({
      address: `${resourceOf('executions').path}${id}/stream/`,
      on: {
        execution: (given) => setUpdate(given as Execution),
        log: (given) => setLines((before) => withLine(before, given as LogLine)),
      },
      onState: setLine,
      last: 'end',
      // The proof and the timings are not in the stream, so they are fetched at the end.
      onEnd: () => {
        void refetch();
        for (const key of ['log', 'changes', 'rejects']) void queries.invalidateQueries({ queryKey: [key] });
      },
    });
  }, [id, follows, refetch, queries]);

  const newer = update !== null && update.id === id && data !== undefined && !isOver(data) ? update : {};
  return {
    execution: data === undefined ? undefined : { ...data, ...newer },
    error,
    refetch: () => void refetch(),
    line,
    lines,
  };
}

import type { Execution } from '../../../src/contract/execution.ts';
import { follow, type LineState } from './event-source.ts';

const ADDRESS = '/api/v1/sync-woocommerce/executions/stream/';
/** How long an ended execution stays in the list, so that people can see its result. */
const KEPT_AFTER_END_MS = 8_000;

export interface LiveExecutions {
  readonly state: LineState;
  /** Running executions and those that have just ended; the oldest comes first. */
  readonly executions: readonly Execution[];
}

type OnChange = (execution: Execution) => void;

let present: LiveExecutions = { state: 'opening', executions: [] };
let end: (() => void) | null = null;
const listeners = new Set<() => void>();
const changeListeners = new Set<OnChange>();
const attentionListeners = new Set<() => void>();

export const isOver = ({ status }: Pick<Execution, 'status'>): boolean =>
  status !== 'pending' && status !== 'running';

function become(next: LiveExecutions): void {
  present = next;
  for (const listener of listeners) listener();
}

function take(execution: Execution): void {
  const others = present.executions.filter((one) => one.id !== execution.id);
  const executions = [...others, execution].sort((a, b) => a.created_at.localeCompare(b.created_at));
  become({ ...present, executions });
  for (const listener of changeListeners) listener(execution);
  if (isOver(execution)) setTimeout(() => forget(execution.id), KEPT_AFTER_END_MS);
}

function forget(id: string): void {
  become({ ...present, executions: present.executions.filter((one) => one.id !== id || !isOver(one)) });
}

/** One live connection for the whole panel, open while any page uses it. */
export function subscribeLive(listener: () => void): () => void {
  listeners.add(listener);
  end ??= follow({
    address: ADDRESS,
    on: {
      execution: (data) => take(data as Execution),
      attention: () => {
        for (const notify of attentionListeners) notify();
      },
    },
    onState: (state) => {
      // Executions may have ended while the connection was lost. After a reconnect, the stream lists those that
      // are running.
      const executions = state === 'open' && present.state === 'lost' ? [] : present.executions;
      become({ state, executions });
    },
  });
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    end?.();
    end = null;
    present = { state: 'opening', executions: [] };
  };
}

export function presentLive(): LiveExecutions {
  return present;
}

/** Calls back for each execution that changes while the stream is open. */
export function watchChanges(listener: OnChange): () => void {
  changeListeners.add(listener);
  return () => void changeListeners.delete(listener);
}

/**
 * Calls back when a store becomes unreachable or reachable, or an alert opens or closes, while the stream is
 * open.
 */
export function watchAttention(listener: () => void): () => void {
  attentionListeners.add(listener);
  return () => void attentionListeners.delete(listener);
}

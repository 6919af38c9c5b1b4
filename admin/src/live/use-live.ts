import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import {
  isOver,
  type LiveExecutions,
  presentLive,
  subscribeLive,
  watchAttention,
  watchChanges,
} from './executions-live.ts';

/** What an execution that ended means is judged a moment later: whether it is an alert, or the end of one. */
const JUDGED_MS = [3_000, 10_000];
/** While the line is lost, lists are asked for anew at this pace instead. */
const ASKING_MS = 10_000;
const LISTS = ['executions', 'configurations', 'alerts', 'conflicts', 'stats', 'health'];

export function useLive(): LiveExecutions {
  return useSyncExternalStore(subscribeLive, presentLive);
}

/**
 * Keeps what is shown in step with the server: an execution that begins or ends makes lists and figures old.
 * Without the line they are asked for every few seconds. Used once, by the frame around all screens.
 */
export function useFreshness(): void {
  const queries = useQueryClient();
  const { state } = useLive();
  useEffect(() => {
    const refresh = (): void => {
      for (const resource of LISTS) void queries.invalidateQueries({ queryKey: [resource] });
    };
    const later = new Set<ReturnType<typeof setTimeout>>();
    const seen = new Map<string, string>();
    const forget = watchChanges((execution) => {
      const before = seen.get(execution.id);
      // Not the status alone: an attempt that fails at once is back among those that wait before it was seen to run.
      const present = `${execution.status} ${execution.attempt_count} ${execution.error_code}`;
      seen.set(execution.id, present);
      if (before === present) return;
      refresh();
      if (!isOver(execution)) return;
      seen.delete(execution.id);
      for (const ms of JUDGED_MS) later.add(setTimeout(refresh, ms));
    });
    const stopAttention = watchAttention(refresh);
    const timer = state === 'lost' ? setInterval(refresh, ASKING_MS) : undefined;
    if (state === 'open') refresh();
    return () => {
      forget();
      stopAttention();
      clearInterval(timer);
      for (const one of later) clearTimeout(one);
    };
  }, [queries, state]);
}

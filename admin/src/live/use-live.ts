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

/** Alerts open and end a moment after the execution that causes it. */
const EVALUATED_MS = [3_000, 10_000];
/** How often lists are fetched while there is no live stream. */
const ASKING_MS = 10_000;
/** An outage is to be seen within five seconds, with or without a line. */
const OUTAGE_MS = 4_000;
const OUTAGES = ['stats', 'alerts'];
const LISTS = [...OUTAGES, 'executions', 'configurations', 'conflicts', 'health'];

export function useLive(): LiveExecutions {
  return useSyncExternalStore(subscribeLive, presentLive);
}

/**
 * Keeps what is shown in step with the server: an execution that begins or ends makes lists and figures old.
 * Without a line they are asked for every few seconds. Used once, by the frame around all screens.
 */
export function useFreshness(): void {
  const queries = useQueryClient();
  const { state } = useLive();
  useEffect(() => {
    const renew = (resources: readonly string[]): void => {
      for (const resource of resources) void queries.invalidateQueries({ queryKey: [resource] });
    };
    const refresh = (): void => renew(LISTS);
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
      for (const ms of EVALUATED_MS) later.add(setTimeout(refresh, ms));
    });
    const stopAttention = watchAttention(refresh);
    const timers =
      state === 'open' ? [] : [setInterval(() => renew(OUTAGES), OUTAGE_MS), setInterval(refresh, ASKING_MS)];
    if (state === 'open') refresh();
    return () => {
      forget();
      stopAttention();
      for (const timer of timers) clearInterval(timer);
      for (const one of later) clearTimeout(one);
    };
  }, [queries, state]);
}

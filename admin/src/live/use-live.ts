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

/** Alerts open and close a moment after the execution that causes it. */
const EVALUATED_MS = [3_000, 10_000];
/** How often lists are fetched while there is no live connection. */
const ASKING_MS = 10_000;
/** An outage must be visible within five seconds, also without a live connection. */
const OUTAGE_MS = 4_000;
const OUTAGES = ['stats', 'alerts'];
const LISTS = [...OUTAGES, 'executions', 'configurations', 'conflicts', 'removals', 'health'];

export function useLive(): LiveExecutions {
  return useSyncExternalStore(subscribeLive, presentLive);
}

/**
 * Keeps the shown data up to date. When an execution begins or ends, lists and figures are fetched again;
 * without a live connection they are fetched every few seconds. Only the frame around all pages uses it.
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
      // The status alone is not enough: an execution whose attempt fails at once is pending again before the
      // panel sees it running.
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

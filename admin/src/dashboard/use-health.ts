import { useQuery } from '@tanstack/react-query';
import type { SystemHealth } from '../../../src/contract/management.ts';
import { call } from '../data-provider.ts';

/** No event reports that a process died: it has to be polled. */
const AGAIN_MS = 15_000;

export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    refetchInterval: AGAIN_MS,
    queryFn: async ({ signal }) =>
      await call<SystemHealth>('/api/v1/sync-woocommerce/management/health/', { signal }),
  });
}

import { useQuery } from '@tanstack/react-query';
import type { Stats } from '../../../src/contract/management.ts';
import { call } from '../data-provider.ts';

/** Days end and stores fall behind without an event: it has to be polled. */
const AGAIN_MS = 60_000;

export function useStats() {
  return useQuery({
    queryKey: ['stats'],
    refetchInterval: AGAIN_MS,
    queryFn: async ({ signal }) =>
      await call<Stats>('/api/v1/sync-woocommerce/management/stats/', { signal }),
  });
}

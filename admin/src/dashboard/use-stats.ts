import { useQuery } from '@tanstack/react-query';
import type { Stats } from '../../../src/contract/management.ts';
import { call } from '../data-provider.ts';

/** The live stream does not report the end of a day or a store that falls behind, so the data are polled. */
const AGAIN_MS = 60_000;

export function useStats() {
  return useQuery({
    queryKey: ['stats'],
    refetchInterval: AGAIN_MS,
    queryFn: async ({ signal }) =>
      await call<Stats>('/api/v1/sync-woocommerce/management/stats/', { signal }),
  });
}

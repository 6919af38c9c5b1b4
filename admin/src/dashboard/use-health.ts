import { useQuery } from '@tanstack/react-query';
import type { SystemHealth } from '../../../src/contract/management.ts';
import { call } from '../data-provider.ts';

/** The live stream does not report a process that died, so the data are polled. */
const AGAIN_MS = 15_000;

export function useHealth() {
  return useQuery({
    queryKey: ['health'],
    refetchInterval: AGAIN_MS,
    queryFn: async ({ signal }) =>
      await call<SystemHealth>('/api/v1/sync-woocommerce/management/health/', { signal }),
  });
}

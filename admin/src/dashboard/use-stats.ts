import { useQuery } from '@tanstack/react-query';
import type { Stats } from '../../../src/contract/management.ts';
import { call } from '../data-provider.ts';

export function useStats() {
  return useQuery({
    queryKey: ['stats'],
    queryFn: async ({ signal }) =>
      await call<Stats>('/api/v1/sync-woocommerce/management/stats/', { signal }),
  });
}

import { useQuery } from '@tanstack/react-query';
import type { Explanation } from '../../../src/contract/ticketing/explanation.ts';
import { call } from '../data-provider.ts';
import { resourceOf } from '../resources.ts';

export type ExplainedResource = 'orders' | 'tickets';

/** The store is asked once, and again only when the reader asks for it. */
export function useExplanation(resource: ExplainedResource, id: string) {
  return useQuery({
    queryKey: ['explain', resource, id],
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
    queryFn: async ({ signal }) =>
      await call<Explanation>(`${resourceOf(resource).path}${encodeURIComponent(id)}/explain/`, { signal }),
  });
}

import { type RaRecord, useGetOne } from 'react-admin';

/**
 * One record with all of its details. The rows of lists lack some of them and share react-admin's cache with
 * records, so a complete record has its own cache key.
 */
export function useWhole<T extends RaRecord>(
  resource: string,
  id: string,
  options: {
    readonly enabled?: boolean;
    readonly refetchOnWindowFocus?: boolean;
    readonly staleTime?: number;
  } = {},
) {
  return useGetOne<T>(resource, { id, meta: { whole: true } }, options);
}

import { type RaRecord, useGetOne } from 'react-admin';

/**
 * One record with all of its details. Lists leave their rows where a record is looked for next; those lack what
 * only the record alone comes with, and a screen that counts on that would break: so it is kept apart.
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

import { type RaRecord, type UseGetOneHookValue, useGetOne } from 'react-admin';

/** Lists leave their rows behind for whoever asks for one of them; this asks for more than a row has. */
const WHOLE = { whole: true } as const;

/** A record with all that only it alone comes with: an order with its items, a ticket with its check-ins. */
export function useWhole<T extends RaRecord>(resource: string, id: string): UseGetOneHookValue<T> {
  return useGetOne<T>(resource, { id, meta: WHOLE });
}

import type { ApiDeps } from '../../src/http/api-deps.ts';

/** An empty queue, so that the API has its operations about queues. */
export const IDLE_CARRIER: NonNullable<ApiDeps['carrier']> = {
  counts: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
  purge: async () => undefined,
};

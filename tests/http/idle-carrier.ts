import type { ApiDeps } from '../../src/http/api-deps.ts';

/** A queue that has nothing in it, so that the operations about queues are there. */
export const IDLE_CARRIER: NonNullable<ApiDeps['carrier']> = {
  counts: async () => ({ waiting: 0, active: 0, delayed: 0, failed: 0 }),
  purge: async () => undefined,
};

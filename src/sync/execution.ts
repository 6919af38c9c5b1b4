import type { Lease } from '../backend/records/lease-records.ts';

/** An execution while it runs: its id and the lease that every write checks. */
export interface Execution {
  readonly id: string;
  readonly lease: Lease;
}

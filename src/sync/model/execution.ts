import type { Lease } from '../../backend/executions/lease-records.ts';
import type { Depth } from '../../vocabulary/depths.ts';

/** An execution while it runs: its id, its attempt, and the lease that every write checks. */
export interface Execution {
  readonly id: string;
  /** The set over which its store is read: the configuration may have another one since. */
  readonly credentialsId: string;
  readonly attemptId: string;
  readonly attemptNumber: number;
  readonly lease: Lease;
  /** null: as deep as the configuration's budget allows. */
  readonly requestedDepth: Depth | null;
}

import type { Trigger } from '../../vocabulary/configurations.ts';
import type { Depth, Targets } from '../../vocabulary/depths.ts';

/** Requests of persons come before those of the schedule, and may use one more slot of the store. */
export type ExecutionQueue = 'critical' | 'default';

export interface NewExecution {
  readonly configurationId: string;
  readonly trigger: Trigger;
  readonly queue: ExecutionQueue;
  /** Null means as deep as the configuration's budget allows. */
  readonly requestedDepth: Depth | null;
  /** The rows that a targeted execution reads; absent if it reads the event. */
  readonly targets?: Targets;
  /** The kept preview that it carries out: it writes nothing if anything else would change. */
  readonly previewId?: string;
  /** Null if it was no user but, for example, the command line. */
  readonly requestedBy: string | null;
  readonly retryOf: string | null;
  /** The scheduled time. */
  readonly plannedAt: Date | null;
  /** Attempts after the first one. */
  readonly maxRetries: number;
}

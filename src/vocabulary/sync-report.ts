import type { KeptLeftOut, LeftOutTotals } from '../kernel/sentences/left-out.ts';
import type { ExecutionDepth } from './depths.ts';

/** A full reading that an earlier attempt began, and the place from which this one continued it. */
export interface ContinuedFrom {
  readonly executionId: string;
  /** true if it was an attempt of the same execution. */
  readonly isSameExecution: boolean;
  readonly attemptNumber: number;
  /**
   * `orders`: after this order. `orphans`: after all orders and this ticket. `done`: everything had been read.
   */
  readonly phase: 'orders' | 'orphans' | 'done';
  readonly position: number;
}

/** The sentence about it, such as `continues after order 4711 of attempt 1`. */
export function continuesAfter(from: ContinuedFrom): string {
  const { phase, position, attemptNumber, executionId, isSameExecution } = from;
  const place = { orders: `order ${position}`, orphans: `ticket ${position}`, done: 'the last page' }[phase];
  const whose = isSameExecution ? '' : ` of execution ${executionId}`;
  return `continues after ${place} of attempt ${attemptNumber}${whose}`;
}

/** The results of one execution in figures, for `taquilla sync --json` and the API. */
export interface SyncReport {
  readonly executionId: string;
  readonly configurationId: string;
  readonly eventId: string | null;
  readonly status: 'success' | 'failed' | 'cancelled';
  /** The depth that the execution reached. Null if it did not reach its proof. */
  readonly depth: ExecutionDepth | null;
  readonly verification: Verification | null;
  /** What the removal guard holds until a person decides. */
  readonly held: HeldCounts;
  /** What the proof covered: the rows just read, or the whole event. */
  readonly proofScope: ProofRow['scope'] | null;
  /** When both sides last agreed as a whole, by the clock of the store's database. */
  readonly wholeProvedAt: Date | null;
  /**
   * When the part of the store that was compared the longest ago was compared. Null if everything was compared now, or
   * only the rows just read.
   */
  readonly oldestPartAt: Date | null;
  /** The newest time of change in the store. */
  readonly newestChangeAt: Date | null;
  /** The earlier attempt that this one continued. Null if this attempt read from the first order on. */
  readonly continuedFrom: ContinuedFrom | null;
  /** What this attempt itself read from the store. */
  readonly ownReading: { readonly orders: number; readonly tickets: number };
  /**
   * The counts of the whole reading, including earlier attempts that it continued. Rows that were read twice
   * count once as read.
   */
  readonly counts: Readonly<Record<CountedKind, Counts>>;
  readonly proof: readonly ProofRow[];
  readonly rejects: readonly RejectSummary[];
  /** What these rejects leave out together. */
  readonly leftOut: LeftOutTotals;
  /** Named orders that the event neither has nor ever had. */
  readonly notOfEvent: readonly number[];
  /** The order statuses of plugins that neither Taquilla nor the configuration knows. */
  readonly unmappedStatuses: readonly string[];
  /** Warnings about the store for an operator, as codes. */
  readonly warnings: readonly string[];
  readonly timingsMs: Readonly<Record<SyncPhase | 'total', number>>;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export type Verification = 'verified' | 'verified_with_rejects' | 'unverified';

export const COUNTED_KINDS = ['orders', 'order_items', 'refunds', 'tickets', 'check_ins'] as const;
export type CountedKind = (typeof COUNTED_KINDS)[number];

/** Counts of zero for every kind. */
export const NO_COUNTS: Readonly<Record<CountedKind, Counts>> = {
  orders: noCounts(),
  order_items: noCounts(),
  refunds: noCounts(),
  tickets: noCounts(),
  check_ins: noCounts(),
};

function noCounts(): Counts {
  return { read: 0, created: 0, updated: 0, unchanged: 0, removed: 0 };
}

export interface Counts {
  readonly read: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
}

export type SyncPhase = 'connect' | 'read' | 'load' | 'remove' | 'prove';

/** One figure, once on each side. The two are compared as text; amounts have eight decimals. */
export interface ProofRow {
  readonly scope: 'whole' | 'touched';
  /** `orders`, `tickets`, `pending_tickets`, `order 174071` … */
  readonly subject: string;
  /** `completed / CLP`, `publish / Checked In` … */
  readonly group: string;
  /** `count`, `quantity`, `total`, `refunded_by_lines`, `order_refunded`, `days_checked_in` … */
  readonly measure: string;
  readonly store: string;
  readonly backend: string;
  readonly equal: boolean;
}

/** Rows of the backend that the store no longer has, or tickets that it made invalid, and that are held. */
export interface HeldCounts {
  readonly orders: number;
  readonly tickets: number;
}

export interface RejectSummary {
  readonly kind: 'order' | 'ticket';
  readonly wooId: number;
  readonly code: string;
  readonly message: string;
  readonly leftOut: KeptLeftOut;
}

/** The progress of an execution, reported at every page. */
export interface SyncProgress {
  readonly phase: SyncPhase;
  readonly ordersRead: number;
  readonly ordersExpected: number;
  readonly ticketsRead: number;
  readonly ticketsExpected: number;
  readonly continuedFrom: ContinuedFrom | null;
  /** The number of tickets as the report counts them. Some of them do not exist in the store yet. */
  readonly ticketsLoaded: number;
}

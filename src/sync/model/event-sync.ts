import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import type { Lease } from '../../backend/executions/lease-records.ts';
import type { LastReading } from '../../backend/readings/checkpoint-records.ts';
import type { ReadingBasis } from '../../backend/readings/unfinished-reading-records.ts';
import type { Json } from '../../backend/tables/column-text.ts';
import { parseMoney } from '../../kernel/money/money.ts';
import type { StoreIdentity, StoreSnapshot, StoreSource } from '../../source/source.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { Depth } from '../../vocabulary/depths.ts';
import type { SyncProgress } from '../../vocabulary/sync-report.ts';
import type { Tally } from './tally.ts';

/** An execution while it runs: its id, its attempt, and the lease that every write checks. */
interface Execution {
  readonly id: string;
  /** The credentials with which its store is read: the configuration may have others by now. */
  readonly credentialsId: string;
  readonly attemptId: string;
  readonly attemptNumber: number;
  readonly lease: Lease;
  /** null: as deep as the configuration's budget allows. */
  readonly requestedDepth: Depth | null;
}

/** Called at every page; the execution waits for it. */
export type OnProgress = (progress: SyncProgress) => void | Promise<void>;

/** The engine's input from an attempt: a configuration whose store answers, and where to report progress. */
export interface SyncRequest {
  readonly db: Database;
  readonly source: StoreSource;
  readonly now: () => Date;
  /** Orders a page, where another number than usual is wanted. */
  readonly pageOrders?: number;
  readonly execution: Execution;
  readonly configuration: Configuration;
  readonly identity: StoreIdentity;
  /** The event as the store has it. */
  readonly storeEvent: StoreEvent;
  readonly tally: Tally;
  readonly onProgress: OnProgress;
  /** Writes a line into the execution's own log. */
  readonly note: (
    level: 'info' | 'warn',
    message: string,
    details: Readonly<Record<string, Json>>,
  ) => Promise<void>;
}

/** The event as the backend has it while its orders are loaded. */
export interface LoadedEvent {
  readonly id: string;
  readonly title: string;
  readonly formId: string | null;
  /** Tier ids by variation; loading orders adds tiers that were sold but have left the product. */
  readonly tiers: Map<number, string>;
}

/** The input for deriving rows, besides the page. */
export interface Derivation {
  readonly event: LoadedEvent;
  readonly rules: EventRules;
  readonly numDays: number;
  /** The refund policy changed: the refunded tickets are chosen again. */
  readonly choosesRefundsAgain: boolean;
  readonly now: () => Date;
}

/** An event whose own row is written and whose store is open: planning, reading, loading and proving work with it. */
export interface EventSync extends SyncRequest, Derivation {
  readonly snapshot: StoreSnapshot;
  /** null: no reading of this configuration was ever finished. */
  readonly last: LastReading | null;
  readonly rulesDigest: string;
  readonly basis: ReadingBasis;
}

export function rulesOf(configuration: Configuration, event: StoreEvent): EventRules {
  return {
    productId: configuration.wooProductId,
    variationId: configuration.wooVariationId,
    ticketSource: event.ticketSource,
    issuingStatuses: event.issuingStatuses,
    serviceFeePercentage: parseMoney(configuration.serviceFeePercentage),
    statusMapping: configuration.statusMapping,
    refundPolicy: configuration.refundPolicy,
  };
}

import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import type { Database } from '../../backend/database.ts';
import type { Lease } from '../../backend/executions/lease-records.ts';
import type { LastReading } from '../../backend/readings/checkpoint-records.ts';
import type { ReadingBasis } from '../../backend/readings/unfinished-reading-records.ts';
import type { Json } from '../../backend/tables/column-text.ts';
import { parseMoney } from '../../kernel/money/money.ts';
import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import type { StoreIdentity, StoreSnapshot, StoreSource } from '../../source/source.ts';
import type { EventRules } from '../../ticketing/model/event-order.ts';
import type { StoreEvent } from '../../ticketing/model/store-event.ts';
import type { Trigger } from '../../vocabulary/configurations.ts';
import type { Depth, Targets } from '../../vocabulary/depths.ts';
import type { SyncProgress } from '../../vocabulary/sync-report.ts';
import type { ProductMarks } from './product-marks.ts';
import type { Tally } from './tally.ts';

/** An execution while it runs: its id, its attempt, and the lease that every write checks. */
interface Execution {
  readonly id: string;
  /** The credentials with which its store is read. The configuration may have others by now. */
  readonly credentialsId: string;
  readonly attemptId: string;
  readonly attemptNumber: number;
  readonly lease: Lease;
  /** An execution of live mode follows others within a minute, so it never sweeps in place of a quick reading. */
  readonly trigger: Trigger;
  /** Null means as deep as the configuration's budget allows. */
  readonly requestedDepth: Depth | null;
  /** The rows that it reads; null if it reads the event. */
  readonly targets: Targets | null;
  /** The kept preview that it carries out; null if it writes whatever differs. */
  readonly previewId: string | null;
}

/** Called at every page; the execution waits for the function to return. */
export type OnProgress = (progress: SyncProgress) => void | Promise<void>;

/**
 * What an attempt gives the engine: a configuration whose store answers, and the function that receives the
 * progress.
 */
export interface SyncRequest {
  readonly db: Database;
  readonly source: StoreSource;
  readonly now: () => Date;
  /** The number of orders on a page, if it is not the usual one. */
  readonly pageOrders?: number;
  /** The rows that a sweep of a part compares in turn, if they are not as many as usual. */
  readonly rotationRows?: number;
  readonly execution: Execution;
  readonly configuration: Configuration;
  readonly identity: StoreIdentity;
  /** The event with the store's data. */
  readonly storeEvent: StoreEvent;
  /** Further products of the store that are the same event. */
  readonly otherProducts: readonly StoreEvent[];
  readonly tally: Tally;
  readonly onProgress: OnProgress;
  /** Writes a line into the execution's own log. */
  readonly note: (
    level: 'info' | 'warn' | 'error',
    message: string,
    details: Readonly<Record<string, Json>>,
  ) => Promise<void>;
}

/** The event in the backend while its orders are loaded. */
export interface LoadedEvent {
  readonly id: string;
  readonly title: string;
  /** By product; one without a form is absent. */
  readonly formIds: ReadonlyMap<number, string>;
  /** Titles of the event's further products. */
  readonly otherTitles: ReadonlyMap<number, string>;
  /**
   * Tier ids by product and variation (`kindOf`). Loading orders adds tiers that were sold but are no longer
   * part of the product.
   */
  readonly tiers: Map<string, string>;
}

/** The input for deriving rows, besides the page. */
export interface Derivation {
  readonly event: LoadedEvent;
  readonly rules: EventRules;
  /** The number of days for which a product's tickets are valid. */
  readonly numDaysOf: (productId: number) => number;
  /** true if the refund policy has changed. Then the refunded tickets are chosen again. */
  readonly choosesRefundsAgain: boolean;
  readonly now: () => Date;
  /**
   * Receives the reasons of an order, or of a ticket without one, if somebody asked for them. Absent in an execution.
   */
  readonly explain?: (row: {
    readonly wooOrderId: number | null;
    readonly wooTicketId: number | null;
  }) => Because | undefined;
}

/**
 * An event whose own row is written and whose store is open. Planning, reading, loading and proving work with
 * it.
 */
export interface EventSync extends SyncRequest, Derivation {
  readonly snapshot: StoreSnapshot;
  /** Null if no reading of this configuration was ever finished. */
  readonly last: LastReading | null;
  readonly rulesDigest: string;
  readonly productMarks: ProductMarks;
  readonly basis: ReadingBasis;
}

export function rulesOf(
  configuration: Configuration,
  event: StoreEvent,
  otherProducts: readonly StoreEvent[],
): EventRules {
  const sources = otherProducts.map(({ wooProductId, ticketSource }) => [wooProductId, ticketSource]);
  return {
    productId: configuration.wooProductId,
    variationId: configuration.wooVariationId,
    ticketSource: event.ticketSource,
    issuingStatuses: event.issuingStatuses,
    serviceFeePercentage: parseMoney(configuration.serviceFeePercentage),
    statusMapping: configuration.statusMapping,
    refundPolicy: configuration.refundPolicy,
    ...(otherProducts.length === 0
      ? {}
      : {
          otherProductIds: otherProducts.map(({ wooProductId }) => wooProductId),
          otherTicketSources: Object.fromEntries(sources),
        }),
  };
}

/** The number of days for which the tickets of each product are valid. */
export function daysByProduct(
  event: StoreEvent,
  otherProducts: readonly StoreEvent[],
): (productId: number) => number {
  const days = new Map(otherProducts.map(({ wooProductId, numDays }) => [wooProductId, numDays]));
  return (productId) => days.get(productId) ?? event.numDays;
}

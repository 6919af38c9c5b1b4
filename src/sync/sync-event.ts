import { type Database, inTransaction } from '../backend/database.ts';
import { Journal } from '../backend/load/journal.ts';
import type { Configuration } from '../backend/records/configuration-records.ts';
import { requireLease } from '../backend/records/lease-records.ts';
import { throwIfAborted } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { parseMoney } from '../kernel/money.ts';
import { passPoint } from '../kernel/point.ts';
import type { EventRules } from '../ticketing/event-order.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import type { Execution } from './execution.ts';
import { type LoadedEvent, loadEvent } from './load-event.ts';
import { loadPage, type PageTarget } from './load-page.ts';
import { proveTouched, proveWhole, verificationOf } from './prove.ts';
import { Reading } from './reading.ts';
import { removeVanished } from './remove-vanished.ts';
import type { ProofRow, SyncPhase, SyncProgress, Verification } from './report.ts';
import type { StoreReject, StoreSnapshot, StoreSource } from './store-source.ts';
import type { Tally } from './tally.ts';

/** Orders a page: large enough that round trips do not count, small enough to lose little. */
const PAGE_ORDERS = 500;

export interface SyncDeps {
  readonly db: Database;
  readonly source: StoreSource;
  readonly log: Log;
  readonly now: () => Date;
}

/** Told at every page; the execution waits for it. */
export type OnProgress = (progress: SyncProgress) => void | Promise<void>;

export interface SyncJob {
  readonly execution: Execution;
  readonly configuration: Configuration;
  readonly event: StoreEvent;
  readonly tally: Tally;
  readonly onProgress: OnProgress;
}

export interface SyncOutcome {
  readonly proof: readonly ProofRow[];
  readonly rejects: readonly StoreReject[];
  readonly verification: Verification;
}

/**
 * One configuration at full depth: reads the whole event page by page in one snapshot, loads each page with its
 * checkpoint, removes what is gone, and proves that both sides agree.
 *
 * @throws unavailable, config `store.*`, `backend.*`; conflict `execution.lease-lost`; aborted
 */
export async function syncEvent(deps: SyncDeps, job: SyncJob, signal: AbortSignal): Promise<SyncOutcome> {
  const { db, source } = deps;
  const { configuration, tally } = job;
  const event = await loadEventRows(db, job);
  tally.eventId = event.id;
  const key = { event: job.event, variationId: configuration.wooVariationId };
  const snapshot = await tally.timed('connect', async () => await source.openSnapshot(key, signal));
  try {
    const target: PageTarget = {
      execution: job.execution,
      configuration,
      event,
      rules: rulesOf(configuration, job.event),
      numDays: job.event.numDays,
      snapshotTakenAtUtc: snapshot.takenAtUtc,
      now: deps.now,
    };
    const reading = await readWhole(deps, job, snapshot, target, signal);
    await report(job, 'remove', reading, snapshot);
    await tally.timed(
      'remove',
      async () => await removeVanished(db, snapshot, reading.seen, target, tally, signal),
    );
    await report(job, 'prove', reading, snapshot);
    passPoint('before the proof');
    const proven = await tally.timed('prove', async () => [
      ...(await proveTouched(db, snapshot, event.id, reading.unfinished, signal)),
      ...(await proveWhole(db, snapshot, event.id, reading.excluded, target.rules, signal)),
    ]);
    const proof = [...reading.differences, ...proven];
    const verification = verificationOf(proof, reading.rejects.length);
    return { proof, rejects: reading.rejects, verification };
  } finally {
    await snapshot.close();
  }
}

async function loadEventRows(db: Database, job: SyncJob): Promise<LoadedEvent> {
  return await inTransaction(db, async (tx) => {
    await requireLease(tx, job.execution.lease);
    const journal = new Journal(job.execution.id, job.configuration.id);
    const event = await loadEvent(tx, job.configuration, job.event, journal);
    await journal.flush(tx);
    return event;
  });
}

function rulesOf(configuration: Configuration, event: StoreEvent): EventRules {
  return {
    productId: configuration.wooProductId,
    variationId: configuration.wooVariationId,
    ticketSource: event.ticketSource,
    serviceFeePercentage: parseMoney(configuration.serviceFeePercentage),
    statusMapping: configuration.statusMapping,
    refundPolicy: configuration.refundPolicy,
  };
}

async function readWhole(
  deps: SyncDeps,
  job: SyncJob,
  snapshot: StoreSnapshot,
  target: PageTarget,
  signal: AbortSignal,
): Promise<Reading> {
  const { tally } = job;
  const reading = new Reading();
  await report(job, 'read', reading, snapshot);
  const pages = snapshot.readPages(null, PAGE_ORDERS, signal)[Symbol.asyncIterator]();
  // A page is proven while the next one is loaded: the store and the backend work at the same time.
  let proving: Promise<readonly ProofRow[]> = Promise.resolve([]);
  const proven = async (): Promise<void> => {
    reading.differences.push(...(await tally.timed('prove', async () => await proving)));
  };
  try {
    for (;;) {
      const next = await tally.timed('read', async () => await pages.next());
      if (next.done === true) {
        await proven();
        return reading;
      }
      throwIfAborted(signal);
      passPoint('after a page is read');
      const page = next.value;
      const loaded = await tally.timed('load', async () => await loadPage(deps.db, page, target, tally));
      const provable = reading.note(page, loaded);
      await proven();
      proving = proveTouched(deps.db, snapshot, target.event.id, provable, signal);
      // Heard when its turn comes; until then its failure is nobody's.
      proving.catch(() => undefined);
      await report(job, 'read', reading, snapshot);
    }
  } finally {
    await pages.return?.();
    await Promise.allSettled([proving]);
  }
}

async function report(
  job: SyncJob,
  phase: SyncPhase,
  reading: { readonly orders: number; readonly tickets: number },
  snapshot: StoreSnapshot,
): Promise<void> {
  await job.onProgress({
    phase,
    ordersRead: reading.orders,
    ordersExpected: snapshot.expected.orders,
    ticketsRead: reading.tickets,
    ticketsExpected: snapshot.expected.tickets,
  });
}

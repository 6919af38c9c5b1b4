import { type Database, inTransaction } from '../backend/database.ts';
import { Journal } from '../backend/load/journal.ts';
import { settleAgreed } from '../backend/load/settle-agreed.ts';
import { findLastReading } from '../backend/records/checkpoint-records.ts';
import type { Configuration } from '../backend/records/configuration-records.ts';
import { requireLease } from '../backend/records/lease-records.ts';
import type { Log } from '../kernel/log.ts';
import { parseMoney } from '../kernel/money.ts';
import { passPoint } from '../kernel/point.ts';
import type { EventRules } from '../ticketing/event-order.ts';
import type { StoreEvent } from '../ticketing/store-event.ts';
import { changesRefundPolicy, chooseDepth, type Depth, digestOfRules } from './depth.ts';
import type { Execution } from './execution.ts';
import { finishReading } from './finish-reading.ts';
import { type LoadedEvent, loadEvent } from './load-event.ts';
import type { PageTarget } from './load-page.ts';
import { planReading } from './plan-reading.ts';
import { proveTouched, proveWhole, verificationOf } from './prove.ts';
import { readSelection } from './read-selection.ts';
import type { ProofRow, SyncPhase, SyncProgress, Verification } from './report.ts';
import type { StoreIdentity, StoreReject, StoreSelection, StoreSource } from './store-source.ts';
import type { Tally } from './tally.ts';

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
  readonly identity: StoreIdentity;
  readonly event: StoreEvent;
  readonly tally: Tally;
  readonly onProgress: OnProgress;
}

export interface SyncOutcome {
  readonly depth: Depth;
  readonly proof: readonly ProofRow[];
  readonly rejects: readonly StoreReject[];
  readonly verification: Verification;
  readonly proofScope: ProofRow['scope'];
  /** The snapshot in which both sides last agreed as a whole. */
  readonly wholeProvedAtUtc: Date | null;
  readonly newestChangeAtUtc: Date | null;
}

/**
 * One configuration: decides how deep it has to go, reads what that asks for page by page in one snapshot, loads
 * each page with its checkpoint, removes what is gone, and proves that both sides agree.
 *
 * @throws unavailable, config `store.*`, `backend.*`; conflict `execution.lease-lost`; aborted
 */
export async function syncEvent(deps: SyncDeps, job: SyncJob, signal: AbortSignal): Promise<SyncOutcome> {
  const { db, source } = deps;
  const { configuration, tally } = job;
  const event = await loadEventRows(db, job);
  tally.eventId = event.id;
  const rules = rulesOf(configuration, job.event);
  const rulesDigest = digestOfRules(rules, job.event, job.identity);
  const last = await findLastReading(db, configuration.id);
  const wanted = chooseDepth(job.execution.requestedDepth, last, rulesDigest);
  const key = { event: job.event, variationId: configuration.wooVariationId };
  const snapshot = await tally.timed('connect', async () => await source.openSnapshot(key, signal));
  try {
    const takenAtUtc = snapshot.takenAtUtc;
    const { execution } = job;
    const { numDays } = job.event;
    const { now } = deps;
    const target: PageTarget = {
      execution,
      configuration,
      event,
      rules,
      numDays,
      choosesAnew: changesRefundPolicy(rules, last),
      snapshotTakenAtUtc: takenAtUtc,
      now,
    };
    const plan = await tally.timed(
      'read',
      async () => await planReading(db, snapshot, event.id, { wanted, last }, signal),
    );
    const whole = plan.depth !== 'quick';
    const tickets = whole ? 'all' : 'read';
    const tell = async (phase: SyncPhase, read: Read): Promise<void> =>
      await report(job, phase, read, plan.selection);
    const reading = await readSelection(
      deps,
      job,
      snapshot,
      plan.selection,
      target,
      tickets,
      async (now) => await tell('read', now),
      signal,
    );
    await tell('remove', reading);
    const finished = { marks: plan.marks, rulesDigest, newestChangeAtUtc: plan.newestChangeAtUtc };
    await tally.timed(
      'remove',
      async () =>
        await finishReading(
          db,
          snapshot,
          { seen: reading.seen, asked: plan.asked, finished },
          target,
          tally,
          signal,
        ),
    );
    await settleAgreed(db, execution.lease, configuration.id);
    await tell('prove', reading);
    passPoint('before the proof');
    const proven = await tally.timed('prove', async () => [
      ...(await proveTouched(db, snapshot, event.id, reading.unfinished, tickets, signal)),
      ...(whole ? await proveWhole(db, snapshot, event.id, reading.excluded, rules, signal) : []),
    ]);
    const proof = [...reading.differences, ...proven];
    const verification = verificationOf(proof, reading.rejects.length);
    return {
      depth: plan.depth,
      proof,
      rejects: reading.rejects,
      verification,
      proofScope: whole ? 'whole' : 'touched',
      wholeProvedAtUtc:
        whole && verification !== 'unverified' ? takenAtUtc : (last?.wholeProvedAtUtc ?? null),
      newestChangeAtUtc: plan.newestChangeAtUtc ?? last?.newestChangeAtUtc ?? null,
    };
  } finally {
    await snapshot.close();
  }
}

interface Read {
  readonly orders: number;
  readonly tickets: number;
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

async function report(job: SyncJob, phase: SyncPhase, read: Read, selection: StoreSelection): Promise<void> {
  await job.onProgress({
    phase,
    ordersRead: read.orders,
    ordersExpected: selection.expected.orders,
    ticketsRead: read.tickets,
    ticketsExpected: selection.expected.tickets,
  });
}

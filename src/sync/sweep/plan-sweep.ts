import { setTimeout as sleep } from 'node:timers/promises';
import type { Configuration } from '../../backend/configurations/configuration-records.ts';
import { type Database, inTransaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import { type Drift, distrust, findDrift } from '../../backend/loader/drifted-rows.ts';
import { ownInRanges } from '../../backend/loader/existing-ids.ts';
import {
  claimStoreDigests,
  findStoreDigests,
  readDigests,
  readDigestsIn,
  releaseStoreDigests,
  saveStoreDigests,
} from '../../backend/readings/range-digest-records.ts';
import { passPoint } from '../../kernel/failpoint.ts';
import type { FoundRows, RangeDigest, StoreIdentity, StoreSnapshot } from '../../source/source.ts';
import type { Execution } from '../attempt/execution.ts';
import { COARSE, changedRanges, differingRanges, FINE, rangesByTable } from './ranges.ts';

/** Configurations of one store that are due together sweep by the same digests. */
const SHARED_MS = 10 * 60_000;
const LOOK_MS = 250;

/** Digests to keep once what they are of is loaded, and the ranges that they replace; null: all. */
export interface NewDigests {
  readonly digests: readonly RangeDigest[];
  readonly ranges: readonly Pick<RangeDigest, 'table' | 'start'>[] | null;
  /** They were taken in the snapshot that is read, not for another configuration. */
  readonly areOurs: boolean;
  /** Of which moment of the store they are. */
  readonly takenAtUtc: Date;
  /** Up to which moment they show that nothing changed, where they show that. */
  readonly provedAtUtc: Date;
}

/** What a sweep found to differ, on either side. */
interface SweepFinds extends FoundRows {
  readonly digests: NewDigests;
}

/** Whose sweep it is. */
interface SweepOf {
  readonly configuration: Pick<Configuration, 'id'>;
  readonly layout: StoreIdentity['layout'];
  readonly execution: Execution;
  /** When it was last swept, by the clock of the store's database. */
  readonly sweptAtUtc: Date | null;
}

/** Digests of everything, for a reading of everything. */
export async function takeAllDigests(snapshot: StoreSnapshot, signal: AbortSignal): Promise<NewDigests> {
  const { takenAtUtc } = snapshot;
  const digests = await snapshot.takeDigests(FINE, null, signal);
  return { digests, ranges: null, areOurs: true, takenAtUtc, provedAtUtc: takenAtUtc };
}

/**
 * Compares whole tables with what they were when they were last loaded, first by wide ranges, then, where those
 * differ, by narrow ones; and the backend's rows with what was loaded into them. null: no digests are kept yet.
 */
export async function findDifferences(
  db: Database,
  snapshot: StoreSnapshot,
  eventId: string,
  { configuration, layout, execution, sweptAtUtc }: SweepOf,
  signal: AbortSignal,
): Promise<SweepFinds | null> {
  const { id: configurationId } = configuration;
  const known = await readDigests(db, configurationId, COARSE);
  if (known.length === 0) return null;
  const place = { credentialsId: execution.credentialsId, layout };
  const mayShare = execution.requestedDepth === null;
  // Two servers, each at its own work.
  const [{ areOurs, takenAtUtc, digests: store }, drift] = await Promise.all([
    mayShare ? shareOrTake(db, snapshot, place, sweptAtUtc, signal) : takeForAll(db, snapshot, place, signal),
    findDrift(db, eventId),
  ]);
  passPoint('after the digests are compared');
  const wide = differingRanges(store, known);
  const narrowed = await narrow(db, snapshot, configurationId, wide, signal);
  // What differed was looked into in our snapshot, and the rest is of the digests' moment.
  const looked = snapshot.takenAtUtc;
  const provedAtUtc = wide.length > 0 && looked < takenAtUtc ? looked : takenAtUtc;
  const digests = { ...narrowed, areOurs, takenAtUtc, provedAtUtc };
  const ranges = changedRanges(digests.ranges ?? []);
  const starts = (of: keyof typeof ranges): readonly number[] => ranges[of].map(({ start }) => start);
  const [theirs, ours] = await Promise.all([
    snapshot.rowsInRanges(ranges, signal),
    ownInRanges(db, eventId, {
      orders: starts('orders'),
      items: starts('items'),
      posts: starts('posts'),
      width: FINE,
    }),
  ]);
  await forget(db, execution, drift);
  return {
    orderIds: [...theirs.orderIds, ...ours.orderIds, ...drift.orderIds],
    ticketIds: [...theirs.ticketIds, ...ours.ticketIds, ...drift.ticketIds],
    digests,
  };
}

interface StorePlace {
  readonly credentialsId: string;
  readonly layout: StoreIdentity['layout'];
}

type WideDigests = Pick<NewDigests, 'digests' | 'areOurs' | 'takenAtUtc'>;

/**
 * Digests that were just taken for another configuration of the store, or are being taken now; else our own, while the
 * others wait. What changed since is found next time. What this configuration loaded since differs, and so does what
 * changed after our snapshot where they are younger than it: both are narrowed, in our snapshot, to nothing.
 */
async function shareOrTake(
  db: Database,
  snapshot: StoreSnapshot,
  place: StorePlace,
  sweptAtUtc: Date | null,
  signal: AbortSignal,
): Promise<WideDigests> {
  const { credentialsId, layout } = place;
  // Those that this configuration was swept by already would find nothing.
  const after = new Date(Math.max(snapshot.takenAtUtc.getTime() - SHARED_MS, sweptAtUtc?.getTime() ?? 0));
  for (;;) {
    const shared = await findStoreDigests(db, credentialsId, layout, after);
    if (shared !== null) return { ...shared, areOurs: false };
    const claim = await claimStoreDigests(db, credentialsId, layout);
    if (claim === null) {
      await sleep(LOOK_MS, undefined, { signal });
      continue;
    }
    try {
      return await takeForAll(db, snapshot, place, signal);
    } finally {
      // Digests that are kept end the claim. Whoever cannot reach the backend either leaves it to its own end.
      await releaseStoreDigests(db, credentialsId, claim).catch(() => undefined);
    }
  }
}

async function takeForAll(
  db: Database,
  snapshot: StoreSnapshot,
  { credentialsId, layout }: StorePlace,
  signal: AbortSignal,
): Promise<WideDigests> {
  const { takenAtUtc } = snapshot;
  const digests = await snapshot.takeDigests(COARSE, null, signal);
  await saveStoreDigests(db, credentialsId, layout, takenAtUtc, digests);
  return { digests, areOurs: true, takenAtUtc };
}

async function narrow(
  db: Database,
  snapshot: StoreSnapshot,
  configurationId: string,
  wide: readonly Pick<RangeDigest, 'table' | 'start'>[],
  signal: AbortSignal,
): Promise<Pick<NewDigests, 'digests' | 'ranges'>> {
  if (wide.length === 0) return { digests: [], ranges: [] };
  const [store, known] = await Promise.all([
    snapshot.takeDigests(FINE, rangesByTable(wide, COARSE), signal),
    readDigestsIn(db, configurationId, wide, COARSE),
  ]);
  const ranges = differingRanges(store, known);
  const names = new Set(ranges.map(({ table, start }) => `${table} ${start}`));
  return { digests: store.filter(({ table, start }) => names.has(`${table} ${start}`)), ranges };
}

/** A row that was changed here past the loader is written anew, though the store's did not change. */
async function forget(db: Database, execution: Execution, { rows }: Drift): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    await distrust(tx, rows);
  });
}

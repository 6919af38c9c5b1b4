import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, inTransaction } from '../../backend/database.ts';
import { requireLease } from '../../backend/executions/lease-records.ts';
import { type Drift, findDrift, invalidateDigests } from '../../backend/loader/drifted-rows.ts';
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
import type { RangeDigest, StoreDigests } from '../../source/digests.ts';
import type { FoundRows } from '../../source/source.ts';
import type { EventSync } from '../model/event-sync.ts';
import { comparePart } from './plan-partial.ts';
import { COARSE, changedRanges, differingRanges, FINE, rangesByTable } from './ranges.ts';
import { allCompared, type ComparedSpans } from './spans.ts';

/** Configurations of one store that are due together share digests that are not older than this. */
const SHARED_MS = 10 * 60_000;
const LOOK_MS = 250;

/** The digests to store once their rows are loaded, and the ranges that they replace; null means all. */
export interface NewDigests {
  readonly digests: readonly RangeDigest[];
  readonly ranges: readonly Pick<RangeDigest, 'table' | 'start'>[] | null;
  /** true if they were taken in our snapshot, and not for another configuration. */
  readonly areOurs: boolean;
  /** The moment of the store at which they were taken. */
  readonly takenAtUtc: Date;
  /** The moment up to which they show that nothing changed, if they show that. */
  readonly provedAtUtc: Date;
  /** true if only a part of the tables was compared now. */
  readonly isPartial: boolean;
  /** When each part of the tables was last compared. */
  readonly spans: ComparedSpans;
  /** Digests of single orders that are loaded as they are in our snapshot. */
  readonly hotDigests: ReadonlyMap<number, string>;
}

/** The rows of both sides that a sweep found to differ. */
interface SweepFinds extends FoundRows {
  readonly digests: NewDigests;
}

/** Takes digests of all tables, for a full reading; null if the store offers none. */
export async function takeAllDigests(
  { snapshot: { takenAtUtc, digests: tables }, now }: EventSync,
  signal: AbortSignal,
): Promise<NewDigests | null> {
  if (tables === null) return null;
  const spans = allCompared(Object.keys(tables.tables), now().getTime());
  const digests = await tables.take(FINE, null, signal);
  const whole = { isPartial: false, spans, hotDigests: new Map<number, string>() };
  return { digests, ranges: null, areOurs: true, takenAtUtc, provedAtUtc: takenAtUtc, ...whole };
}

/**
 * Compares the store's tables with their digests at the last load: whole tables, or a part. It also compares the
 * backend's rows with the loaded values. Null if no digests are stored yet.
 *
 * @param spans when each part was last compared; null: whole tables are compared
 */
export async function findDifferences(
  sync: EventSync,
  tables: StoreDigests,
  spans: ComparedSpans | null,
  signal: AbortSignal,
): Promise<SweepFinds | null> {
  const { db, event, execution } = sync;
  const comparing =
    spans === null ? compareWhole(sync, tables, signal) : compareSome(sync, tables, spans, signal);
  // The two servers work at the same time.
  const [compared, drift] = await Promise.all([comparing, findDrift(db, event.id)]);
  if (compared === null) return null;
  passPoint('after the digests are compared');
  const { orderIds, digests } = compared;
  const ranges = changedRanges(digests.ranges ?? [], tables.tables);
  const starts = (of: keyof typeof ranges): readonly number[] => ranges[of].map(({ start }) => start);
  const [theirs, ours] = await Promise.all([
    tables.rowsInRanges(ranges, signal),
    ownInRanges(db, event.id, {
      orders: starts('orders'),
      items: starts('items'),
      posts: starts('posts'),
      width: FINE,
    }),
  ]);
  await forget(db, execution, drift);
  return {
    orderIds: [...orderIds, ...theirs.orderIds, ...ours.orderIds, ...drift.orderIds],
    ticketIds: [...theirs.ticketIds, ...ours.ticketIds, ...drift.ticketIds],
    digests,
  };
}

interface Compared {
  /** Orders that differ, besides those in the ranges. */
  readonly orderIds: readonly number[];
  readonly digests: NewDigests;
}

async function compareSome(
  sync: EventSync,
  tables: StoreDigests,
  spans: ComparedSpans,
  signal: AbortSignal,
): Promise<Compared | null> {
  const { takenAtUtc } = sync.snapshot;
  const nowMs = sync.now().getTime();
  const compared = await comparePart(sync, tables, spans, signal);
  if (compared === null) return null;
  const { orderIds, oldestMs, ...found } = compared;
  const provedAtUtc = new Date(takenAtUtc.getTime() - Math.max(0, nowMs - oldestMs));
  return { orderIds, digests: { ...found, areOurs: true, takenAtUtc, provedAtUtc, isPartial: true } };
}

/**
 * Compares whole tables, first by wide ranges and then, where those differ, by narrow ones. Null if no digests are
 * stored yet.
 */
async function compareWhole(
  { db, snapshot, configuration, identity, execution, last, now }: EventSync,
  tables: StoreDigests,
  signal: AbortSignal,
): Promise<Compared | null> {
  const { id: configurationId } = configuration;
  const earlier = await readDigests(db, configurationId, COARSE);
  if (earlier.length === 0) return null;
  const { takenAtUtc: snapshotTakenAtUtc } = snapshot;
  const startedMs = now().getTime();
  const { credentialsId } = execution;
  const place = { db, tables, snapshotTakenAtUtc, credentialsId, layout: identity.layout };
  const mayShare = execution.requestedDepth === null;
  const {
    areOurs,
    takenAtUtc,
    digests: store,
  } = mayShare ? await shareOrTake(place, last?.sweptAtUtc ?? null, signal) : await takeForAll(place, signal);
  const wide = differingRanges(store, earlier);
  const narrowed = await narrow(db, tables, configurationId, wide, signal);
  // Ranges that differed were read in our snapshot. The other digests belong to the moment at which they were
  // taken.
  const provedAtUtc = wide.length > 0 && snapshotTakenAtUtc < takenAtUtc ? snapshotTakenAtUtc : takenAtUtc;
  const ageMs = Math.max(0, snapshotTakenAtUtc.getTime() - takenAtUtc.getTime());
  const spans = allCompared(Object.keys(tables.tables), startedMs - ageMs);
  const whole = { isPartial: false, spans, hotDigests: new Map<number, string>() };
  return { orderIds: [], digests: { ...narrowed, areOurs, takenAtUtc, provedAtUtc, ...whole } };
}

/** Where digests are taken, and under which credentials they are stored. */
interface StoreTables {
  readonly db: Database;
  readonly tables: StoreDigests;
  readonly snapshotTakenAtUtc: Date;
  readonly credentialsId: string;
  readonly layout: string;
}

type WideDigests = Pick<NewDigests, 'digests' | 'areOurs' | 'takenAtUtc'>;

/**
 * Uses digests that another configuration of the store has just taken or is taking. Otherwise it takes them
 * itself while the others wait. The next sweep finds later changes. At first, two kinds of rows differ although
 * nothing is wrong: rows that this configuration loaded since then and, if the digests are younger, rows that
 * changed after our snapshot. The comparison by narrow ranges in our snapshot sorts them out.
 */
async function shareOrTake(
  place: StoreTables,
  sweptAtUtc: Date | null,
  signal: AbortSignal,
): Promise<WideDigests> {
  const { db, snapshotTakenAtUtc, credentialsId, layout } = place;
  // Digests that this configuration has already used would find nothing new.
  const after = new Date(Math.max(snapshotTakenAtUtc.getTime() - SHARED_MS, sweptAtUtc?.getTime() ?? 0));
  for (;;) {
    const shared = await findStoreDigests(db, credentialsId, layout, after);
    if (shared !== null) return { ...shared, areOurs: false };
    const claim = await claimStoreDigests(db, credentialsId, layout);
    if (claim === null) {
      await sleep(LOOK_MS, undefined, { signal });
      continue;
    }
    try {
      return await takeForAll(place, signal);
    } finally {
      // Storing the digests ends the claim. If the backend cannot be reached either, the claim lapses by
      // itself.
      await releaseStoreDigests(db, credentialsId, claim).catch(() => undefined);
    }
  }
}

async function takeForAll(
  { db, tables, snapshotTakenAtUtc: takenAtUtc, credentialsId, layout }: StoreTables,
  signal: AbortSignal,
): Promise<WideDigests> {
  const digests = await tables.take(COARSE, null, signal);
  await saveStoreDigests(db, credentialsId, layout, takenAtUtc, digests);
  return { digests, areOurs: true, takenAtUtc };
}

async function narrow(
  db: Database,
  tables: StoreDigests,
  configurationId: string,
  wide: readonly Pick<RangeDigest, 'table' | 'start'>[],
  signal: AbortSignal,
): Promise<Pick<NewDigests, 'digests' | 'ranges'>> {
  if (wide.length === 0) return { digests: [], ranges: [] };
  const [store, earlier] = await Promise.all([
    tables.take(FINE, rangesByTable(wide, COARSE), signal),
    readDigestsIn(db, configurationId, wide, COARSE),
  ]);
  const ranges = differingRanges(store, earlier);
  const names = new Set(ranges.map(({ table, start }) => `${table} ${start}`));
  return { digests: store.filter(({ table, start }) => names.has(`${table} ${start}`)), ranges };
}

/**
 * A row that something other than the loader changed here is written again, although the store's row has not
 * changed.
 */
async function forget(db: Database, execution: EventSync['execution'], { rows }: Drift): Promise<void> {
  if (rows.length === 0) return;
  await inTransaction(db, async (tx) => {
    await requireLease(tx, execution.lease);
    await invalidateDigests(tx, rows);
  });
}

import type { StoreFacts } from '../../backend/readings/checkpoint-records.ts';
import {
  findCountsOrigin,
  listStaleRanges,
  listValidCounts,
  markCountsStale,
  replaceCounts,
  saveCounts,
} from '../../backend/readings/store-count-records.ts';
import { readProgramVersion } from '../../kernel/program/program-version.ts';
import { rangeStart, sumOfCounts } from '../../source/range-counts.ts';
import type { Excluded, RangeCount, RangeCounts, StoreProof } from '../../source/totals.ts';
import type { EventSync } from '../model/event-sync.ts';
import { withLease } from '../plan/plan-whole.ts';

/** The sums of ranges are compared with a count of everything after this time. */
const LONGEST_UNCHECKED_MS = 24 * 3600 * 1000;
/** So many tickets are looked up by their ids; a census of more reads those of all events. */
const TICKETS_AT_ONCE = 4000;
/** So many ranges are counted one by one, even if they are most of the event. */
const FEW_RANGES = 200;

/** The store's side of the whole proof. */
interface CountedStore {
  readonly facts: StoreFacts;
  /** true if everything was counted in this snapshot, and not only what was read again since the last proof. */
  readonly isOneCount: boolean;
}

/**
 * The store's figures for the whole proof: the sum of ranges of orders, of which only those are counted again that had
 * rows that were read again. Everything is counted at once after a full reading, if a person asks for a sweep, once a
 * day, and where something besides the rows decides the figures and has changed.
 *
 * @param isWhole everything is counted in any case
 */
export async function countStore(
  sync: EventSync,
  { excluded, isWhole }: { readonly excluded: Excluded; readonly isWhole: boolean },
  signal: AbortSignal,
): Promise<CountedStore> {
  const { db, configuration, snapshot, now } = sync;
  const { rangeCounts: counts } = snapshot;
  if (counts === null) {
    return { facts: { excluded, counted: await snapshot.countWhole(excluded, signal) }, isOneCount: true };
  }
  const basis = `${readProgramVersion()} ${await counts.readBasis(signal)}`;
  const found = await findCountsOrigin(db, configuration.id);
  const origin = found?.basis === basis ? found : null;
  if (origin !== null) await markLeftOut(sync, origin.excluded, excluded);
  const isDue =
    origin === null || Math.abs(now().getTime() - origin.countedWholeAtUtc.getTime()) >= LONGEST_UNCHECKED_MS;
  if (!isWhole && !isDue) {
    const counted = await addUp(sync, counts, excluded, signal);
    if (counted !== null) return { facts: { excluded, counted }, isOneCount: false };
  }
  const all = await counts.countAll(excluded, signal);
  if (origin !== null) await compareWithSums(sync, all);
  await withLease(sync, async (tx) => {
    await replaceCounts(tx, configuration.id, all, { basis, excluded, countedWholeAtUtc: now() });
  });
  return { facts: { excluded, counted: sumOfCounts(all.map(({ counted }) => counted)) }, isOneCount: true };
}

/** Marks the ranges in which other rows are left out than before. */
async function markLeftOut(sync: EventSync, before: Excluded, now: Excluded): Promise<void> {
  const orders = differing(before.wooOrderIds, now.wooOrderIds);
  const tickets = differing(before.wooTicketIds, now.wooTicketIds);
  if (orders.length + tickets.length === 0) return;
  const ranges = new Map(orders.map((id) => [rangeStart(id), []]));
  await withLease(sync, async (tx) => await markCountsStale(tx, sync.configuration.id, ranges, tickets));
}

function differing(some: readonly number[], others: readonly number[]): readonly number[] {
  const [one, other] = [new Set(some), new Set(others)];
  return [...some.filter((id) => !other.has(id)), ...others.filter((id) => !one.has(id))];
}

/** Counts the stale ranges again and adds up all. Null if it is better to count everything. */
async function addUp(
  sync: EventSync,
  counts: RangeCounts,
  excluded: Excluded,
  signal: AbortSignal,
): Promise<StoreProof | null> {
  const { db, configuration } = sync;
  const stale = await listStaleRanges(db, configuration.id);
  const valid = await listValidCounts(db, configuration.id);
  if (stale.length > Math.max(valid.length, FEW_RANGES)) return null;
  const again: RangeCount[] = [];
  for (const part of inParts(stale)) {
    const starts = new Set(part.map(({ start }) => start));
    const tickets = part.flatMap(({ wooTicketIds }) => wooTicketIds);
    const counted = await counts.countSome(starts, tickets, excluded, signal);
    if (counted === null) return null;
    again.push(...counted);
  }
  if (stale.length > 0) {
    const starts = stale.map(({ start }) => start);
    await withLease(sync, async (tx) => await saveCounts(tx, configuration.id, starts, again, excluded));
  }
  return sumOfCounts([...valid, ...again].map(({ counted }) => counted));
}

/** Parts that have few tickets each, as long as a single range has few. */
function inParts<Range extends Pick<RangeCount, 'wooTicketIds'>>(
  ranges: readonly Range[],
): readonly (readonly Range[])[] {
  const parts: Range[][] = [];
  let tickets = TICKETS_AT_ONCE;
  for (const range of ranges) {
    tickets += range.wooTicketIds.length;
    if (tickets > TICKETS_AT_ONCE) {
      parts.push([]);
      tickets = range.wooTicketIds.length;
    }
    parts.at(-1)?.push(range);
  }
  return parts;
}

/** The ranges that were not read again must still have the figures that were added up. The new ones count. */
async function compareWithSums(sync: EventSync, all: readonly RangeCount[]): Promise<void> {
  const { db, configuration, note } = sync;
  const now = new Map(all.map(({ start, counted }) => [start, counted]));
  const kept = await listValidCounts(db, configuration.id);
  const stale = new Set((await listStaleRanges(db, configuration.id)).map(({ start }) => start));
  const keptStarts = new Set(kept.map(({ start }) => start));
  const wrong = [
    ...kept.filter(({ start, counted }) => !isSameCount(counted, now.get(start))).map(({ start }) => start),
    ...all.map(({ start }) => start).filter((start) => !keptStarts.has(start) && !stale.has(start)),
  ];
  if (wrong.length === 0) return;
  await note('warn', 'the sums of the store’s counts differed from a count of everything and were replaced', {
    ranges: wrong.length,
  });
}

function isSameCount(one: StoreProof, other: StoreProof | undefined): boolean {
  return textOf(one) === textOf(other ?? sumOfCounts([]));
}

/** The groups, and the properties of each, in one order. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).sort().join()}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => `${name} ${textOf(part)}`);
  return `{${parts.sort().join()}}`;
}

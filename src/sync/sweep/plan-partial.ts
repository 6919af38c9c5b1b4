import { listHotOrders } from '../../backend/readings/hot-order-records.ts';
import { readDigests, readSweepShare } from '../../backend/readings/range-digest-records.ts';
import type { RangeDigest, StoreDigests } from '../../source/digests.ts';
import type { EventSync } from '../model/event-sync.ts';
import { isEventOn } from './event-hours.ts';
import { differingRanges, FINE } from './ranges.ts';
import { type ComparedSpans, endOfSpan, NO_END, oldestSpan, withCompared } from './spans.ts';

/** Orders that changed within this time are compared by each sweep. */
export const HOT_MS = 7 * 24 * 3600 * 1000;
/** The most orders that each sweep compares one by one: those that changed last. */
const MOST_HOT_ORDERS = 2000;
/** The rows that a store's server hashes in about a second. */
const ROWS_A_SECOND = 200_000;
/** The rows in one statement, and the fewest for which one counts. */
const ROWS_AT_ONCE = 50_000;
const LEAST_ROWS = 2_000;
/**
 * While an event is on, all its ranges are compared within an hour. A range that is older than this is compared
 * whatever it costs, because the next sweep may come a quarter of an hour later.
 */
const LONGEST_WHILE_ON_MS = 40 * 60_000;

/** What a sweep of a part of a store's tables found. */
export interface PartialFinds {
  /** Orders whose rows differ from those that were loaded, or were never compared. */
  readonly orderIds: readonly number[];
  /** Digests of the narrow ranges that differ. */
  readonly digests: readonly RangeDigest[];
  readonly ranges: readonly Pick<RangeDigest, 'table' | 'start'>[];
  readonly hotDigests: ReadonlyMap<number, string>;
  readonly spans: ComparedSpans;
  /** The time since which no range was left out. */
  readonly oldestMs: number;
}

/**
 * Compares a part of the store's tables: orders that changed within a week, new ids, and some of all other ranges in
 * turn, within a budget, so that the cost follows what changed. While the event is on, all ranges have their turn within
 * an hour. Null if no digests are stored.
 *
 * @param spans when each range was last compared
 */
export async function comparePart(
  sync: EventSync,
  tables: StoreDigests,
  spans: ComparedSpans,
  signal: AbortSignal,
): Promise<PartialFinds | null> {
  const { db, configuration, event, execution, now } = sync;
  const nowMs = now().getTime();
  const stored = new Map<string, RangeDigest[]>(Object.keys(spans).map((table) => [table, []]));
  for (const digest of await readDigests(db, configuration.id, FINE)) stored.get(digest.table)?.push(digest);
  if ([...stored.values()].every((ofTable) => ofTable.length === 0)) return null;
  for (const ofTable of stored.values()) ofTable.sort((a, b) => a.start - b.start);
  const since = new Date(nowMs - HOT_MS);
  const hot = await listHotOrders(db, configuration.id, event.id, since, MOST_HOT_ORDERS);
  const tickets = new Map(hot.map(({ wooOrderId, wooTicketIds }) => [wooOrderId, wooTicketIds]));
  const hotDigests = await tables.takeOrders(tickets, signal);
  const orderIds = hot
    .filter(({ wooOrderId, digest }) => digest === null || digest !== hotDigests.get(wooOrderId))
    .map(({ wooOrderId }) => wooOrderId);
  const found: RangeDigest[] = [];
  const ranges: Pick<RangeDigest, 'table' | 'start'>[] = [];
  const compare = async (table: string, start: number, end: number): Promise<void> => {
    const theirs = await tables.take(FINE, new Map([[table, [{ start, end }]]]), signal);
    const earlier = (stored.get(table) ?? []).filter((range) => range.start >= start && range.start <= end);
    const differing = differingRanges(theirs, earlier);
    const starts = new Set(differing.map((range) => range.start));
    found.push(...theirs.filter((range) => starts.has(range.start)));
    ranges.push(...differing);
  };
  let next = spans;
  const { seconds, configurations } = await readSweepShare(db, execution.credentialsId);
  let left = sync.rotationRows ?? (seconds * ROWS_A_SECOND) / Math.max(1, configurations);
  const dueBeforeMs = (await isEventOn(sync)) ? nowMs - LONGEST_WHILE_ON_MS : Number.NEGATIVE_INFINITY;
  for (;;) {
    const oldest = oldestSpan(next);
    if (oldest === null || oldest.comparedAtMs >= nowMs) break;
    if (left <= 0 && oldest.comparedAtMs >= dueBeforeMs) break;
    const { table, start } = oldest;
    const most = left > 0 ? Math.min(left, ROWS_AT_ONCE) : ROWS_AT_ONCE;
    const { end, rows } = endOfSpan(stored.get(table) ?? [], start, most);
    await compare(table, start, end);
    next = withCompared(next, table, { start, end }, nowMs);
    left -= Math.max(rows, LEAST_ROWS);
  }
  // New ids are compared each time.
  for (const [table, digests] of stored) {
    const first = digests.at(-1)?.start ?? 0;
    const last = next[table]?.at(-1);
    const isCompared = last !== undefined && last[0] <= first && last[1] >= nowMs;
    if (!isCompared) await compare(table, first, NO_END);
  }
  const oldestMs = oldestSpan(next)?.comparedAtMs ?? nowMs;
  return { orderIds, digests: distinct(found), ranges: distinct(ranges), hotDigests, spans: next, oldestMs };
}

function distinct<Range extends Pick<RangeDigest, 'table' | 'start'>>(
  ranges: readonly Range[],
): readonly Range[] {
  return [...new Map(ranges.map((range) => [`${range.table} ${range.start}`, range])).values()];
}

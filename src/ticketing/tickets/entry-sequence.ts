import type { EntrySequence, OrderStatus } from '../../vocabulary/ticketing.ts';

/** One check-in, at the store or here. */
export interface GateEntry {
  /** Null if the store changed the state without a time. */
  readonly atUtc: Date | null;
  readonly day: number;
}

/** A refund that still exists, as far as it took units of the ticket's line. */
interface UnitRefund {
  readonly atUtc: Date | null;
  readonly quantity: number;
}

/** The store's facts about when a ticket stopped being valid. */
export interface RevocationFacts {
  readonly ticketStatus: 'refunded' | 'cancelled';
  /** The status of the order; null for a ticket without an order. */
  readonly orderStatus: OrderStatus | null;
  readonly orderModifiedAtUtc: Date | null;
  /** The units of the ticket's line; null if the line is gone. */
  readonly lineQuantity: number | null;
  readonly unitRefunds: readonly UnitRefund[];
  /** The times of all refunds of the order that still exist. */
  readonly orderRefundsAtUtc: readonly (Date | null)[];
  /** When the plugin logged the cancellation of this ticket alone, if that is the ticket's last log row. */
  readonly cancelledAtUtc: Date | null;
}

/** The ticket stopped being valid between these times. Null if that bound is not known. */
export interface RevocationTime {
  readonly earliestUtc: Date | null;
  readonly latestUtc: Date | null;
}

const UNKNOWN: RevocationTime = { earliestUtc: null, latestUtc: null };

/**
 * When a ticket stopped being valid. The store records the time of a refund. It does not record the time at
 * which an order was cancelled, but that was not later than the order's last change. Several refunds of one
 * line give a range of times, because the store does not record which refund took which ticket.
 */
export function revocationTime(facts: RevocationFacts): RevocationTime {
  const { ticketStatus, orderStatus, orderModifiedAtUtc, lineQuantity, unitRefunds } = facts;
  const byUnits = unitRefunds.filter(({ quantity }) => quantity > 0);
  const units = byUnits.reduce((all, { quantity }) => all + quantity, 0);
  if (ticketStatus === 'cancelled') {
    if (orderStatus === 'cancelled') return { earliestUtc: null, latestUtc: orderModifiedAtUtc };
    return { earliestUtc: facts.cancelledAtUtc, latestUtc: facts.cancelledAtUtc };
  }
  const takenByUnits = lineQuantity !== null && units >= lineQuantity;
  if (orderStatus !== 'refunded' || takenByUnits) return rangeOf(byUnits.map(({ atUtc }) => atUtc));
  // The refund that ended the order took every ticket that earlier refunds had left.
  const { latestUtc } = rangeOf(facts.orderRefundsAtUtc);
  if (latestUtc === null) return { earliestUtc: null, latestUtc: orderModifiedAtUtc };
  if (byUnits.length === 0) return { earliestUtc: latestUtc, latestUtc };
  return { earliestUtc: rangeOf(byUnits.map(({ atUtc }) => atUtc)).earliestUtc, latestUtc };
}

/**
 * Narrows a range by two syncs, of which one found the ticket valid and the other invalid. The store's time is
 * kept if it is exact, or if it contradicts the syncs.
 */
export function narrowRevocation(
  { earliestUtc, latestUtc }: RevocationTime,
  seenValidUtc: Date | null,
  seenRevokedUtc: Date,
): RevocationTime {
  if (earliestUtc !== null && earliestUtc.getTime() === latestUtc?.getTime())
    return { earliestUtc, latestUtc };
  const earliest = Math.max(earliestUtc?.getTime() ?? -Infinity, seenValidUtc?.getTime() ?? -Infinity);
  const latest = Math.min(latestUtc?.getTime() ?? Infinity, seenRevokedUtc.getTime());
  if (earliest > latest) return { earliestUtc, latestUtc };
  return { earliestUtc: earliest === -Infinity ? null : new Date(earliest), latestUtc: new Date(latest) };
}

function rangeOf(times: readonly (Date | null)[]): RevocationTime {
  const known = times.flatMap((time) => (time === null ? [] : [time.getTime()]));
  if (known.length === 0 || known.length < times.length) return UNKNOWN;
  return { earliestUtc: new Date(Math.min(...known)), latestUtc: new Date(Math.max(...known)) };
}

export interface EntryOrder<Entry> {
  readonly sequence: EntrySequence;
  /** The check-in that decides: the first one after the ticket's end, or else the first of all. */
  readonly entry: Entry | null;
}

/**
 * Compares every check-in with the end of the ticket. One check-in after the end is enough for `before_entry`,
 * on any day of the event. If the times do not decide, two syncs do.
 *
 * @param seen in which order syncs found the check-in and the end of the ticket; null if one sync found both
 */
export function orderEntry<Entry extends GateEntry>(
  entries: readonly Entry[],
  { earliestUtc, latestUtc }: RevocationTime,
  seen: 'before_entry' | 'after_entry' | null,
): EntryOrder<Entry> {
  const dated = entries
    .flatMap((entry) => (entry.atUtc === null ? [] : [{ entry, at: entry.atUtc.getTime() }]))
    .toSorted((a, b) => a.at - b.at);
  const first = dated[0]?.entry ?? entries[0] ?? null;
  const latest = latestUtc?.getTime() ?? null;
  const late = latest === null ? undefined : dated.find(({ at }) => at > latest);
  if (late !== undefined) return { sequence: 'before_entry', entry: late.entry };
  const earliest = earliestUtc?.getTime() ?? null;
  const allDated = dated.length > 0 && dated.length === entries.length;
  if (allDated && earliest !== null) {
    if (dated.every(({ at }) => at < earliest)) return { sequence: 'after_entry', entry: first };
    const last = dated.at(-1);
    if (earliest === latest && last?.at === earliest) return { sequence: 'same_time', entry: last.entry };
  }
  return { sequence: seen ?? 'unknown', entry: first };
}

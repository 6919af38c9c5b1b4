import type { DayState, StoreCheckIn } from '../../ticketing/model/store-order.ts';
import { checkedInAtUtc, checkInStatusOf, joinDays } from '../../ticketing/tickets/check-in.ts';
import type { CheckInSummary } from '../../vocabulary/ticketing.ts';

/** The local gate's last word about one day. */
export interface LocalWord {
  readonly day: number;
  readonly checkedIn: boolean;
  readonly atUtc: Date | null;
}

/** All that both gates said of a ticket. */
export interface GateFacts {
  /** The store's states as last synced. */
  readonly storeDays: readonly DayState[];
  readonly storeLog: readonly StoreCheckIn[];
  readonly local: readonly LocalWord[];
  readonly numDays: number;
  /** The ticket's present `checked_in_at`. */
  readonly keptAtUtc: Date | null;
}

/** The three columns of a ticket that follow from both gates' words. */
export interface GateState {
  readonly days: readonly DayState[];
  readonly checkInStatus: CheckInSummary;
  readonly checkedInAtUtc: Date | null;
}

/**
 * What a ticket's row says after a word of the local gate: the very thing that the next sync derives from the
 * same facts, so that it finds nothing to write. The store's log gives the time where it has one, as it does
 * there; where it has none a sync keeps the row's time, which is then the local gate's.
 */
export function gateState(facts: GateFacts): GateState {
  const days = joinDays(facts.storeDays, facts.local);
  const checkInStatus = checkInStatusOf(days, facts.numDays);
  const atUtc = checkedInAtUtc(days, facts.storeLog) ?? firstLocal(facts.local) ?? facts.keptAtUtc;
  return { days, checkInStatus, checkedInAtUtc: checkInStatus === 'not_checked_in' ? null : atUtc };
}

function firstLocal(local: readonly LocalWord[]): Date | null {
  const times = local.flatMap((word) =>
    word.checkedIn && word.atUtc !== null ? [word.atUtc.getTime()] : [],
  );
  return times.length === 0 ? null : new Date(Math.min(...times));
}

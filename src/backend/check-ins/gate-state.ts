import type { DayState, StoreCheckIn } from '../../ticketing/model/store-order.ts';
import { checkedInAtUtc, checkInStatusOf, joinDays } from '../../ticketing/tickets/check-in.ts';
import type { CheckInSummary } from '../../vocabulary/ticketing.ts';

/** The number of days for which ticket `t` of event `e` is valid. The products of one event may differ. */
export const TICKET_DAYS = `coalesce((e.product_days ->> t.woo_product_id::text)::int, e.num_days)`;

/** The clock for the slot of ticket `t` of event `e`: the zone of its product in the store. */
export const SLOT_ZONE = `coalesce(e.product_zones ->> t.woo_product_id::text, e.store_values ->> 'timezone', e.timezone)`;

/** The local gate's latest decision about one day. */
export interface LocalWord {
  readonly day: number;
  readonly checkedIn: boolean;
  readonly atUtc: Date | null;
}

/** All check-ins of a ticket, at both gates. */
export interface GateFacts {
  /** The days in the store's state, as they were last synced. */
  readonly storeDays: readonly DayState[];
  readonly storeLog: readonly StoreCheckIn[];
  readonly local: readonly LocalWord[];
  readonly numDays: number;
  /** The ticket's present `checked_in_at`. */
  readonly keptAtUtc: Date | null;
}

/** The three columns of a ticket that are derived from the check-ins of both gates. */
export interface GateState {
  readonly days: readonly DayState[];
  readonly checkInStatus: CheckInSummary;
  readonly checkedInAtUtc: Date | null;
}

/**
 * The row of a ticket after a check-in at the local gate. It is exactly the row that the next sync derives from
 * the same facts, so that the sync has nothing to write. The time comes from the store's log, as in a sync.
 * Without a log row, a sync keeps the time of the row, which is then that of the local gate.
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

import { getConfigurationStatus } from '../../backend/configurations/configuration-status-records.ts';
import { type Database, endIfIdle, inTransaction } from '../../backend/database.ts';
import { lockConfiguration } from '../../backend/executions/execution-end-records.ts';
import { lockActive, requestTargeted } from '../../backend/executions/execution-records.ts';
import { request } from '../../backend/executions/transitions.ts';
import { ownOfEvents } from '../../backend/live/own-rows.ts';
import { holdsWatch, type LiveConfiguration, type WatchLease } from '../../backend/live/watch-records.ts';
import { notifyOfWork } from '../../backend/work-notice.ts';
import type { FoundRows } from '../../source/source.ts';
import type { StoreMoves } from '../../source/watch.ts';
import { MOST_TARGETS } from '../../vocabulary/depths.ts';

export interface RequestDeps {
  readonly db: Database;
  readonly now: () => Date;
  readonly maxRetries: number;
}

/** What a configuration needs because something moved. */
export interface LiveNeeds {
  /** These rows are read. */
  readonly targets: ReadonlyMap<string, FoundRows>;
  /** Everything that moved since the last reading of the event is read. */
  readonly quick: ReadonlySet<string>;
}

/** Which configurations need what: the rows that belong to their events now, or did before. */
export async function needsOf(
  db: Database,
  live: readonly LiveConfiguration[],
  { moved, lateRows, ofEvents, isComplete }: StoreMoves,
): Promise<LiveNeeds> {
  const targets = new Map<string, FoundRows>();
  const quick = new Set<string>();
  if (!isComplete) {
    for (const { configurationId } of live) quick.add(configurationId);
    return { targets, quick };
  }
  const late = new Set(lateRows.orderIds);
  const lateTickets = new Set(lateRows.ticketIds);
  const asked = {
    orderIds: [...moved.orderIds, ...lateRows.orderIds],
    ticketIds: [...moved.ticketIds, ...lateRows.ticketIds],
  };
  const own = await ownOfEvents(
    db,
    live.map(({ eventId }) => eventId),
    asked,
  );
  const movedOrders = new Set(moved.orderIds);
  const movedTickets = new Set(moved.ticketIds);
  for (const { configurationId, eventId } of live) {
    const theirs = ofEvents.get(configurationId) ?? { orderIds: [], ticketIds: [] };
    const ours = own.get(eventId) ?? { orderIds: [], ticketIds: [] };
    const known = { orders: new Set(ours.orderIds), tickets: new Set(ours.ticketIds) };
    const rows = {
      orderIds: joined(theirs.orderIds, ours.orderIds).filter(
        (id) => movedOrders.has(id) || (late.has(id) && !known.orders.has(id)),
      ),
      ticketIds: joined(theirs.ticketIds, ours.ticketIds).filter(
        (id) => movedTickets.has(id) || (lateTickets.has(id) && !known.tickets.has(id)),
      ),
    };
    if (rows.orderIds.length > MOST_TARGETS || rows.ticketIds.length > MOST_TARGETS) {
      quick.add(configurationId);
    } else if (rows.orderIds.length + rows.ticketIds.length > 0) {
      targets.set(configurationId, rows);
    }
  }
  return { targets, quick };
}

function joined(some: readonly number[], others: readonly number[]): readonly number[] {
  return [...new Set([...some, ...others])].sort((a, b) => a - b);
}

/**
 * Requests the executions, if the watch is still ours. Returns the configurations whose quick execution has to be
 * requested again, because one of them runs that may have looked at the store too early; null if the lease is lost.
 */
export async function requestNeeds(
  { db, now, maxRetries }: RequestDeps,
  lease: WatchLease,
  { targets, quick }: LiveNeeds,
): Promise<ReadonlySet<string> | null> {
  const again = new Set<string>();
  if (targets.size + quick.size === 0) return again;
  return await inTransaction(db, async (tx) => {
    await endIfIdle(tx);
    if (!(await holdsWatch(tx, lease))) return null;
    const active = new Set<string>();
    // In one order, so that two transactions never wait for each other.
    for (const id of [...new Set([...targets.keys(), ...quick])].sort()) {
      await lockConfiguration(tx, id);
      if ((await getConfigurationStatus(tx, id)) === 'active') active.add(id);
    }
    const by = { trigger: 'live', requestedBy: null, retryOf: null, maxRetries } as const;
    for (const [configurationId, rows] of targets) {
      if (!active.has(configurationId)) continue;
      await requestTargeted(tx, { ...by, configurationId, targets: rows, now: now() });
    }
    for (const configurationId of quick) {
      if (!active.has(configurationId)) continue;
      const one = {
        ...by,
        configurationId,
        requestedDepth: 'quick',
        queue: 'default',
        plannedAt: null,
      } as const;
      const [made] = await request(tx, [one], now());
      if (made !== undefined) continue;
      if ((await lockActive(tx, configurationId))?.status !== 'pending') again.add(configurationId);
    }
    await notifyOfWork(tx);
    return again;
  });
}

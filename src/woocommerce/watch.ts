import type { ChangeCursor } from '../source/source.ts';
import type { StoreMoves, StoreWatch, WatchedEvent } from '../source/watch.ts';
import { type EventScope, productsOf } from '../ticketing/membership.ts';
import { firstMarks, fromCursor, nextMarks, toCursor } from './changes/change-cursor.ts';
import { findChanges, readChangeSignals } from './changes/changes.ts';
import { NO_LATE_ROWS } from './changes/late-rows.ts';
import { movedRows } from './changes/moved-rows.ts';
import type { StoreConnection } from './connect/store-connection.ts';
import { eventsOfRows } from './read/membership/events-of-rows.ts';
import { hposOrderHeaders } from './read/orders/order-headers-hpos.ts';
import { postsOrderHeaders } from './read/orders/order-headers-posts.ts';
import type { StoreLayout } from './schema/layout.ts';
import { readStoreClock } from './schema/session.ts';

/** Keeps a connection for asking what changed. It is closed here if it cannot be used. */
export async function openWooWatch(
  connection: StoreConnection,
  layout: StoreLayout,
  signal: AbortSignal,
): Promise<StoreWatch> {
  try {
    // Without it, the first statement would open a view, and all later ones would see the store as it was then.
    await connection.query('SET SESSION autocommit = 1', signal);
    return new WooWatch(connection, layout);
  } catch (error) {
    connection.close();
    throw error;
  }
}

class WooWatch implements StoreWatch {
  readonly #connection: StoreConnection;
  readonly #layout: StoreLayout;

  constructor(connection: StoreConnection, layout: StoreLayout) {
    this.#connection = connection;
    this.#layout = layout;
  }

  get isOpen(): boolean {
    return this.#connection.isOpen;
  }

  async ask(
    since: ChangeCursor | null,
    events: readonly WatchedEvent[],
    signal: AbortSignal,
  ): Promise<StoreMoves> {
    const connection = this.#connection;
    const layout = this.#layout;
    // Each statement sees the store at its own moment. The time and the newest ids are read first, so whatever is
    // committed in between is found again by the next question.
    const takenAtUtc = await readStoreClock(connection, signal);
    const scope = { connection, layout, event: allOf(events), takenAtUtc };
    const marks =
      since === null ? firstMarks(await readChangeSignals(scope, signal), takenAtUtc) : fromCursor(since);
    const found = await findChanges(scope, marks, signal);
    const cursor = toCursor(nextMarks(marks, found, takenAtUtc));
    if (since === null) {
      return { cursor, moved: NO_LATE_ROWS, lateRows: NO_LATE_ROWS, ofEvents: new Map(), isComplete: true };
    }
    const { moved, lateRows, isComplete } = movedRows(marks, found, takenAtUtc);
    const { tables, orders, renewalsOweTickets } = layout;
    const headers =
      orders === 'hpos'
        ? hposOrderHeaders(connection, tables, renewalsOweTickets)
        : postsOrderHeaders(connection, tables, renewalsOweTickets);
    const rows = {
      orderIds: [...new Set([...moved.orderIds, ...lateRows.orderIds])],
      ticketIds: [...new Set([...moved.ticketIds, ...lateRows.ticketIds])],
    };
    const ofEvents = await eventsOfRows(connection, tables, headers, events, rows, signal);
    return { cursor, moved, lateRows, ofEvents, isComplete };
  }
}

/** One scope with the products of all events. */
function allOf(events: readonly WatchedEvent[]): EventScope {
  const [productId = 0, ...otherProductIds] = new Set(events.flatMap(({ scope }) => productsOf(scope)));
  return { productId, variationId: null, otherProductIds };
}

import type { FoundRows, StorePage, StoreReject } from '../../source/source.ts';
import type { StoreOrder } from '../../ticketing/model/store-order.ts';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import type { LoadedPage } from '../load/load-page.ts';
import { provableOrders, type Touched, touchedBy } from '../proof/prove.ts';
import type { SeenRows } from './finish-reading.ts';

/** The rows that a reading has found so far, page by page, and those that it leaves for its end. */
export class Reading {
  readonly rejects: StoreReject[] = [];
  /** The orders that the proof of the rows just read found different. */
  readonly differences: ProofRow[] = [];
  orders = 0;
  tickets = 0;
  /** Valid tickets whose removal is deferred, and the status that each of them would get. */
  readonly deferredTickets = new Map<string, string>();
  readonly #deferred = { orderIds: new Set<number>(), ticketIds: new Set<number>() };
  readonly #wooOrderIds = new Set<number>();
  readonly #orphanWooTicketIds = new Set<number>();
  /** Tickets that are missing from the page of their order, and that order. */
  readonly #vanished = new Map<string, number | null>();
  /** The orders of these tickets. They can be proved only after the removal. */
  readonly #unfinished = new Map<number, StoreOrder>();

  /** @param skipped rows that an earlier attempt read and that have not changed since: they count as found */
  constructor(skipped: FoundRows = { orderIds: [], ticketIds: [] }) {
    for (const id of skipped.orderIds) this.#wooOrderIds.add(id);
    for (const id of skipped.ticketIds) this.#orphanWooTicketIds.add(id);
  }

  /** @returns the page's orders that can be proved at once */
  note(page: StorePage, loaded: LoadedPage): Touched {
    this.#noteSeen(page);
    for (const id of loaded.deferred.wooOrderIds) this.#deferred.orderIds.add(id);
    for (const id of loaded.deferred.wooTicketIds) this.#deferred.ticketIds.add(id);
    for (const [id, becomes] of loaded.deferred.tickets) this.deferredTickets.set(id, becomes);
    return this.#noteLoaded(page, loaded);
  }

  /** Records a page of deferred removals after it was written. */
  noteReleased(page: StorePage, loaded: LoadedPage): Touched {
    return this.#noteLoaded(page, loaded);
  }

  #noteLoaded(page: StorePage, loaded: LoadedPage): Touched {
    // A ticket that vanished from the order of an earlier page and appears now has only moved.
    for (const id of loaded.presentTickets) this.#vanished.delete(id);
    for (const id of loaded.unreadTickets) {
      // The ticket's row stays with its order, so the order cannot agree with the store ticket by ticket.
      const wooOrderId = this.#vanished.get(id) ?? null;
      if (wooOrderId !== null) this.#unfinished.delete(wooOrderId);
      this.#vanished.delete(id);
    }
    const losing = new Set(loaded.vanishedTickets.map(({ wooOrderId }) => wooOrderId));
    for (const { id, wooOrderId } of loaded.vanishedTickets) this.#vanished.set(id, wooOrderId);
    const provable = provableOrders(page);
    for (const order of provable) {
      if (losing.has(order.wooOrderId)) this.#unfinished.set(order.wooOrderId, order);
    }
    const { wooOrderIds: deferred } = loaded.deferred;
    return touchedBy(
      provable.filter(({ wooOrderId }) => !losing.has(wooOrderId) && !deferred.has(wooOrderId)),
    );
  }

  #noteSeen(page: StorePage): void {
    this.rejects.push(...page.rejects);
    this.orders += page.orders.length;
    this.tickets += page.orders.reduce((n, order) => n + order.tickets.length, page.orphans.length);
    for (const order of page.orders) this.#wooOrderIds.add(order.wooOrderId);
    for (const orphan of page.orphans) this.#orphanWooTicketIds.add(orphan.wooTicketId);
    for (const reject of page.rejects) {
      if (reject.kind === 'order') this.#wooOrderIds.add(reject.wooId);
      else this.#orphanWooTicketIds.add(reject.wooId);
    }
  }

  get seen(): SeenRows {
    return {
      wooOrderIds: this.#wooOrderIds,
      orphanWooTicketIds: this.#orphanWooTicketIds,
      vanishedTickets: [...this.#vanished.keys()],
    };
  }

  get deferred(): { readonly orderIds: readonly number[]; readonly ticketIds: readonly number[] } {
    return { orderIds: [...this.#deferred.orderIds], ticketIds: [...this.#deferred.ticketIds] };
  }

  /** @param held the tickets that are not removed: their orders cannot agree with the store */
  unfinishedBut(held: ReadonlySet<string>): Touched {
    const waiting = new Set([...this.#vanished].filter(([id]) => held.has(id)).map(([, order]) => order));
    return touchedBy([...this.#unfinished.values()].filter(({ wooOrderId }) => !waiting.has(wooOrderId)));
  }
}

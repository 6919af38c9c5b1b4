import type { ExistingPage } from '../../backend/loader/existing-rows.ts';
import { isValidStatus } from '../../backend/loader/valid-tickets.ts';
import type { StorePage } from '../../source/source.ts';
import type { PageRows } from './page-rows.ts';

/**
 * Valid tickets (paid, with or without a post) that a page would make invalid. They wait until the last page,
 * when their number is known. Their orders, with all the money, do not wait.
 */
export interface DeferredRemovals {
  /** Their ids, and the status that each of them would get: one of a ticket, or `trashed`. */
  readonly tickets: ReadonlyMap<string, string>;
  /**
   * Their orders in the store and in the backend. These are read again and proved once the tickets may be
   * removed.
   */
  readonly wooOrderIds: ReadonlySet<number>;
  /** Those of them that have a post. */
  readonly wooTicketIds: ReadonlySet<number>;
}

const NOTHING_DEFERRED: DeferredRemovals = {
  tickets: new Map(),
  wooOrderIds: new Set(),
  wooTicketIds: new Set(),
};

/** @param only of the last pass: the tickets that the removal guard holds; null: all of them wait */
export function findDeferredRemovals(
  page: StorePage,
  rows: PageRows,
  existing: ExistingPage,
  only: ReadonlySet<string> | null,
): DeferredRemovals {
  if (only?.size === 0) return NOTHING_DEFERRED;
  const valid = new Set(
    existing.tickets
      .filter((ticket) => isValidStatus(ticket.status) && ticket.removedReason === null)
      .map(({ id }) => id),
  );
  const ordersOfPage = new Set(page.orders.map(({ wooOrderId }) => wooOrderId));
  const orderOf = new Map(existing.tickets.map(({ id, wooOrderId }) => [id, wooOrderId]));
  const [tickets, wooOrderIds, wooTicketIds] = [
    new Map<string, string>(),
    new Set<number>(),
    new Set<number>(),
  ];
  for (const { id, values, removedReason, erased } of rows.tickets) {
    const stays = isValidStatus(values.status) && removedReason === null;
    // Refunded tickets and those of erased buyers do not wait.
    if (!valid.has(id) || stays || values.status === 'refunded' || erased === true) continue;
    if (only !== null && !only.has(id)) continue;
    tickets.set(id, removedReason ?? values.status);
    // Found by the ticket's own id as well, because here a ticket that moved still belongs to its previous
    // order.
    if (values.woo_ticket_id !== null) wooTicketIds.add(values.woo_ticket_id);
    for (const wooOrderId of [values.woo_order_id, orderOf.get(id) ?? null]) {
      if (wooOrderId !== null && ordersOfPage.has(wooOrderId)) wooOrderIds.add(wooOrderId);
    }
  }
  return { tickets, wooOrderIds, wooTicketIds };
}

/**
 * The rows of a page to write: without those that wait or, in the last pass, with those that are held.
 *
 * @param last of the last pass: the existing tickets; null in every other pass
 */
export function rowsToWrite(
  rows: PageRows,
  deferred: DeferredRemovals,
  last: ExistingPage['tickets'] | null,
): PageRows {
  return last === null ? withoutDeferred(rows, deferred) : withHeld(rows, deferred, last);
}

function withoutDeferred(rows: PageRows, { tickets: deferred }: DeferredRemovals): PageRows {
  if (deferred.size === 0) return rows;
  return {
    ...rows,
    tickets: rows.tickets.filter(({ id }) => !deferred.has(id)),
    checkIns: rows.checkIns.filter(({ ticketId }) => !deferred.has(ticketId)),
    admitted: rows.admitted.filter(({ rowId }) => !deferred.has(rowId)),
  };
}

/**
 * In the last pass, tickets that are held stay valid, and all their other values are written. One whose order the store
 * lost stays as it is: its order is held as well, with the ticket's part of the money.
 */
function withHeld(
  rows: PageRows,
  { tickets: held }: DeferredRemovals,
  existing: ExistingPage['tickets'],
): PageRows {
  if (held.size === 0) return rows;
  const statusOf = new Map(existing.map(({ id, status }) => [id, status]));
  const isOrphan = ({ id, values }: PageRows['tickets'][number]): boolean =>
    held.has(id) && values.order_id === null;
  const orphans = new Set(rows.tickets.filter(isOrphan).map(({ id }) => id));
  return {
    ...rows,
    tickets: rows.tickets
      .filter(({ id }) => !orphans.has(id))
      .map((draft) => {
        if (!held.has(draft.id)) return draft;
        const status = statusOf.get(draft.id) ?? draft.values.status;
        return { ...draft, removedReason: null, values: { ...draft.values, status } };
      }),
    checkIns: rows.checkIns.filter(({ ticketId }) => !orphans.has(ticketId)),
    admitted: rows.admitted.filter(({ rowId }) => !held.has(rowId)),
  };
}

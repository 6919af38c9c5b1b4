import type { KnownPage } from '../backend/load/known-rows.ts';
import type { PageRows } from './page-rows.ts';
import type { StorePage } from './store-source.ts';

/**
 * Orders and tickets of a page that would take away tickets which open the gate now: they wait until the last page,
 * when it is known how many there are.
 */
export interface HeldRows {
  readonly wooOrderIds: ReadonlySet<number>;
  /** Of tickets that no order stands behind, and of all that these orders have: one may be known under another. */
  readonly wooTicketIds: ReadonlySet<number>;
  /** Active tickets that would no longer be. */
  readonly losing: number;
}

export const NOTHING_HELD: HeldRows = { wooOrderIds: new Set(), wooTicketIds: new Set(), losing: 0 };

export function findHeldRows(page: StorePage, rows: PageRows, known: KnownPage): HeldRows {
  const active = new Set(
    known.tickets
      .filter((ticket) => ticket.status === 'active' && ticket.removedReason === null)
      .map(({ id }) => id),
  );
  const losing = rows.tickets.filter(
    (draft) => active.has(draft.id) && (draft.values.status !== 'active' || draft.removedReason !== null),
  );
  const orphans = new Set(page.orphans.map((orphan) => orphan.wooTicketId));
  const wooOrderIds = new Set<number>();
  const wooTicketIds = new Set<number>();
  for (const { values } of losing) {
    if (values.woo_ticket_id !== null && orphans.has(values.woo_ticket_id))
      wooTicketIds.add(values.woo_ticket_id);
    else if (values.woo_order_id !== null) wooOrderIds.add(values.woo_order_id);
  }
  holdWithThem(page, known, wooOrderIds, wooTicketIds);
  return { wooOrderIds, wooTicketIds, losing: losing.length };
}

/**
 * Adds the tickets of the held orders, and the orders under which those stand until now: they cannot agree with the
 * store before the tickets have left them.
 */
function holdWithThem(
  page: StorePage,
  known: KnownPage,
  wooOrderIds: Set<number>,
  wooTicketIds: Set<number>,
): void {
  const ordersOfPage = new Map(page.orders.map((order) => [order.wooOrderId, order]));
  const placeOf = new Map(known.tickets.map((ticket) => [ticket.wooTicketId, ticket.wooOrderId]));
  // A set that grows while it is gone through is gone through to its new end.
  for (const wooOrderId of wooOrderIds) {
    for (const { wooTicketId } of ordersOfPage.get(wooOrderId)?.tickets ?? []) {
      wooTicketIds.add(wooTicketId);
      const place = placeOf.get(wooTicketId) ?? null;
      if (place !== null && ordersOfPage.has(place)) wooOrderIds.add(place);
    }
  }
}

export function withoutHeld(page: StorePage, held: HeldRows): StorePage {
  return {
    ...page,
    orders: page.orders.filter((order) => !held.wooOrderIds.has(order.wooOrderId)),
    orphans: page.orphans.filter((orphan) => !held.wooTicketIds.has(orphan.wooTicketId)),
    notes: page.notes.filter(({ kind, wooId }) =>
      kind === 'order' ? !held.wooOrderIds.has(wooId) : !held.wooTicketIds.has(wooId),
    ),
  };
}

import type { KnownPage } from '../backend/load/known-rows.ts';
import type { TicketStatus } from '../ticketing/status.ts';
import type { PageRows } from './page-rows.ts';
import type { StorePage } from './store-source.ts';

/**
 * Tickets of a page that are valid now, paid and issued or still to be issued, and would no longer be: they wait until
 * the last page, when it is known how many there are. Their orders, with all their money, do not wait.
 */
export interface HeldRows {
  readonly ticketIds: ReadonlySet<string>;
  /** Orders that have to be read again once the tickets may go. */
  readonly wooOrderIds: ReadonlySet<number>;
  /** Tickets without an order that have to be read again. */
  readonly wooTicketIds: ReadonlySet<number>;
}

export const NOTHING_HELD: HeldRows = {
  ticketIds: new Set(),
  wooOrderIds: new Set(),
  wooTicketIds: new Set(),
};

const VALID: readonly string[] = ['active', 'pending'] satisfies TicketStatus[];

export function findHeldRows(page: StorePage, rows: PageRows, known: KnownPage): HeldRows {
  const valid = new Set(
    known.tickets
      .filter((ticket) => VALID.includes(ticket.status) && ticket.removedReason === null)
      .map(({ id }) => id),
  );
  const orphans = new Set(page.orphans.map((orphan) => orphan.wooTicketId));
  const [ticketIds, wooOrderIds, wooTicketIds] = [new Set<string>(), new Set<number>(), new Set<number>()];
  for (const { id, values, removedReason, erased } of rows.tickets) {
    const stays = VALID.includes(values.status) && removedReason === null;
    // Money that was given back, and a person who asked to be forgotten, wait for nobody.
    if (!valid.has(id) || stays || values.status === 'refunded' || erased === true) continue;
    ticketIds.add(id);
    if (values.woo_ticket_id !== null && orphans.has(values.woo_ticket_id))
      wooTicketIds.add(values.woo_ticket_id);
    else if (values.woo_order_id !== null) wooOrderIds.add(values.woo_order_id);
  }
  return { ticketIds, wooOrderIds, wooTicketIds };
}

/** The rest of a page, which is written at once. */
export function withoutHeld(rows: PageRows, { ticketIds }: HeldRows): PageRows {
  if (ticketIds.size === 0) return rows;
  return {
    ...rows,
    tickets: rows.tickets.filter(({ id }) => !ticketIds.has(id)),
    checkIns: rows.checkIns.filter(({ ticketId }) => !ticketIds.has(ticketId)),
    admitted: rows.admitted.filter(({ rowId }) => !ticketIds.has(rowId)),
  };
}

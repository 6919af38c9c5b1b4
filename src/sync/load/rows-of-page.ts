import type { NotedRows } from '../../backend/readings/note-records.ts';
import type { StorePage } from '../../source/source.ts';

export function orderIds(page: StorePage): readonly number[] {
  return page.orders.map((order) => order.wooOrderId);
}

export function lostOrderIds(page: StorePage): readonly number[] {
  return page.orphans.flatMap(({ wooOrderId }) => wooOrderId ?? []);
}

export function ticketIds(page: StorePage): readonly number[] {
  return [...readTicketIds(page), ...rejectedTicketIds(page)];
}

function readTicketIds(page: StorePage): readonly number[] {
  const named = [...page.orders.flatMap((order) => order.tickets), ...page.orphans];
  return named.map((ticket) => ticket.wooTicketId);
}

export function rejectedTicketIds(page: StorePage): readonly number[] {
  return page.rejects.filter((reject) => reject.kind === 'ticket').map((reject) => reject.wooId);
}

/** The rows of a page, and those that it skipped because they no longer belong to the event. */
export function notedRows(page: StorePage): NotedRows {
  return {
    orderIds: [...orderIds(page), ...page.passedOver.orderIds],
    ticketIds: [...readTicketIds(page), ...page.passedOver.ticketIds],
    unreadTicketIds: rejectedTicketIds(page),
  };
}

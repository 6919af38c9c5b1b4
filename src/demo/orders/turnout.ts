import type { DemoOrder, DemoTicket } from '../model/model.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import type { OrderPlan } from '../model/order-plan.ts';
import { enter, leaveOut } from './tickets.ts';

/**
 * Decides which holders of an order came, after its refunds are known. Holders whose money was refunded do not
 * come unless the plan says `everybody`. Those are the only conflicts that a new store has.
 */
export function turnUp(
  desk: OrderDesk,
  { turnout }: Pick<OrderPlan, 'turnout'>,
  tickets: readonly DemoTicket[],
  order: Pick<DemoOrder, 'status' | 'lines' | 'refunds'>,
): readonly DemoTicket[] {
  if (turnout === 'everybody') return tickets.map((ticket) => enter(desk, ticket));
  const refunded = refundedTickets(tickets, order);
  return tickets.map((ticket) => (refunded.has(ticket) ? leaveOut(ticket) : ticket));
}

/**
 * The refunded tickets: all tickets of a refunded order, or the newest tickets of a line for a refunded
 * quantity.
 */
function refundedTickets(
  tickets: readonly DemoTicket[],
  { status, lines, refunds }: Pick<DemoOrder, 'status' | 'lines' | 'refunds'>,
): ReadonlySet<DemoTicket> {
  if (status === 'refunded') return new Set(tickets);
  const back = refunds.filter((refund) => !refund.deleted).flatMap((refund) => refund.lines);
  const left = [...tickets];
  const taken = new Set<DemoTicket>();
  for (const line of lines) {
    // The tickets of a variation belong to its lines in the order of the lines.
    const own = left
      .filter((ticket) => ticket.productId === line.productId && ticket.variationId === line.variationId)
      .slice(0, line.quantity);
    for (const ticket of own) left.splice(left.indexOf(ticket), 1);
    const units = back
      .filter(({ refundedItemId }) => refundedItemId === line.itemId)
      .reduce((all, { quantity }) => all + quantity, 0);
    for (const ticket of own.slice(Math.max(0, own.length - units))) taken.add(ticket);
  }
  return taken;
}

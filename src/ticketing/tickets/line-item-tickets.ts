import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import { NO_DETAILS } from '../../vocabulary/ticket-details.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import type { ExistingTicket } from '../model/event-order.ts';
import type { StoreLine, StoreOrder } from '../model/store-order.ts';
import { postlessDraft, type TicketDraft } from './ticket-draft.ts';

/**
 * Creates tickets for a store without a ticket plugin: one for each bought unit, with the buyer as attendee and
 * the key `line:<item>:<unit>`.
 *
 * An order gets them once it is paid. Later they stay, and are cancelled, refunded or inactive with their
 * order, because people hold them. Whether an order was ever paid is read from the store and not from our rows,
 * so that a first sync has the same result as a later one.
 */
export function lineItemTickets(
  order: StoreOrder,
  lines: readonly StoreLine[],
  status: OrderStatus,
  existing: readonly ExistingTicket[],
  because?: Because,
): readonly TicketDraft[] {
  const everPaid = status === 'paid' || status === 'refunded' || order.saysPaid;
  if (because !== undefined) {
    for (const { itemId, quantity } of lines) {
      const figures = { line: itemId, units: quantity };
      because(
        everPaid
          ? { code: 'tickets_of_line', figures }
          : { code: 'tickets_of_unpaid_line', figures: { ...figures, status } },
      );
    }
  }
  if (!everPaid) return [];
  const rowOfKey = new Map(existing.map((row) => [row.pendingKey, row]));
  return lines.flatMap((line) =>
    Array.from({ length: Math.max(0, line.quantity) }, (_, index) => {
      const pendingKey = lineKey(line.itemId, index + 1);
      return postlessDraft(
        {
          origin: 'line_item',
          pendingKey,
          wooOrderId: order.wooOrderId,
          productId: line.productId,
          variationId: line.variationId,
          attendee: {
            firstName: order.firstName,
            lastName: order.lastName,
            email: order.email,
            phone: order.phone,
            company: order.billing?.['company'] ?? null,
            designation: null,
          },
          formData: [],
          details: NO_DETAILS,
        },
        rowOfKey.get(pendingKey),
      );
    }),
  );
}

function lineKey(itemId: number, unit: number): string {
  return `line:${itemId}:${unit}`;
}

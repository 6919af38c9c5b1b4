import type { StoreLine } from '../model/store-order.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** Which of an item's units each ticket is. */
export interface ItemUnits {
  readonly line: StoreLine;
  /** How many were bought. */
  readonly quantity: number;
  /** In the order in which they fill the units; the first ticket is the first unit. */
  readonly tickets: readonly TicketDraft[];
  /** Posts in the trash of units that no other ticket fills. They are priced at nothing. */
  readonly trashed: readonly TicketDraft[];
}

/**
 * Lets an order's tickets, in the order given, fill its items by item id, one ticket a unit, within the same
 * product and variation. A cancelled ticket is still the unit that was bought and fills it; a post in the
 * trash is removed and fills none, but keeps its place at a unit that is left, so that a refund falls on it
 * before it takes the ticket of a person who may still come. Tickets beyond the units bought appear in no item.
 */
export function fillUnits(lines: readonly StoreLine[], drafts: readonly TicketDraft[]): readonly ItemUnits[] {
  const waiting = queues(drafts.filter((draft) => !draft.trashed));
  const waitingTrashed = queues(drafts.filter((draft) => draft.trashed));
  return lines
    .toSorted((a, b) => a.itemId - b.itemId)
    .map((line) => {
      const quantity = Math.max(0, Math.trunc(line.quantity));
      const tickets = waiting.get(kindOf(line))?.splice(0, quantity) ?? [];
      const trashed = waitingTrashed.get(kindOf(line))?.splice(0, quantity - tickets.length) ?? [];
      return { line, quantity, tickets, trashed };
    });
}

function queues(drafts: readonly TicketDraft[]): ReadonlyMap<string, TicketDraft[]> {
  const queues = new Map<string, TicketDraft[]>();
  for (const draft of drafts) {
    const queue = queues.get(kindOf(draft));
    if (queue === undefined) queues.set(kindOf(draft), [draft]);
    else queue.push(draft);
  }
  return queues;
}

/** Units of one product and variation are alike: nothing says which of them a ticket is. */
export function kindOf(sold: { readonly productId: number; readonly variationId: number }): string {
  return `${sold.productId}.${sold.variationId}`;
}

import type { StoreLine } from '../model/store-order.ts';
import type { TicketDraft } from './ticket-draft.ts';

/** The tickets that fill an item's units. */
export interface ItemUnits {
  readonly line: StoreLine;
  /** The number of units that were bought. */
  readonly quantity: number;
  /** The tickets in the order in which they fill the units. The first ticket is the first unit. */
  readonly tickets: readonly TicketDraft[];
  /** Posts in the trash for units that no other ticket fills. Their price is zero. */
  readonly trashed: readonly TicketDraft[];
}

/**
 * Assigns an order's tickets, in the order given, to its items by item id, one ticket to each unit, within the
 * same product and variation. A cancelled ticket still fills its bought unit. A post in the trash fills none,
 * but is kept with a unit that has no other ticket, so that a refund takes it before the ticket of a person who
 * may still come. Tickets beyond the bought units belong to no item.
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

/** Units of one product and variation are interchangeable. */
export function kindOf(sold: { readonly productId: number; readonly variationId: number }): string {
  return `${sold.productId}.${sold.variationId}`;
}

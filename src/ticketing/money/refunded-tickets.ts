import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import type { RefundPolicy } from '../../vocabulary/ticketing.ts';
import { isCheckedIn } from '../tickets/check-in.ts';
import type { TicketDraft } from '../tickets/ticket-draft.ts';
import { isWithdrawn, ticketLabel } from '../tickets/ticket-status.ts';
import { type ItemUnits, kindOf } from '../tickets/ticket-units.ts';
import type { RefundPiece } from './refund-pieces.ts';

/** The units of an item, and how many of them were refunded. */
export interface RefundedUnits extends ItemUnits {
  readonly refundedQuantity: number;
  readonly refundedTickets: ReadonlySet<TicketDraft>;
}

interface Choice {
  readonly policy: RefundPolicy;
  /** Whether a refund already took this ticket. */
  readonly wasRefunded: (draft: TicketDraft) => boolean;
  readonly because?: Because | undefined;
}

/**
 * Chooses the tickets of an order that its refunds took. A refund that names a line takes the line's tickets.
 * If the line is gone, the refund takes any of the remaining tickets of its product and variation, because
 * their line is unknown. Then tickets are assigned to lines again, so that the refunded ones belong to the
 * lines of the refund's money.
 *
 * @returns the items, and refunded tickets for which no item has a unit
 */
export function refundUnits(
  units: readonly ItemUnits[],
  drafts: readonly TicketDraft[],
  pieces: readonly RefundPiece[],
  choice: Choice,
): { readonly items: readonly RefundedUnits[]; readonly surplus: ReadonlySet<TicketDraft> } {
  const unnamed = pieces.filter((piece) => !piece.isNamed && piece.quantity > 0);
  const named = pieces.filter((piece) => piece.isNamed);
  let items = units.map((item): RefundedUnits => {
    const refundedQuantity = quantityOf(item.line.itemId, named);
    return { ...item, refundedQuantity, refundedTickets: chooseRefunded(item, refundedQuantity, choice) };
  });
  const surplus = new Set<TicketDraft>();
  const placed = new Set(units.flatMap(({ tickets, trashed }) => [...tickets, ...trashed]));
  for (const kind of new Set(unnamed.map(({ refundLine }) => kindOf(refundLine)))) {
    const ofKind = unnamed.filter(({ refundLine }) => kindOf(refundLine) === kind);
    const sameKind = drafts.filter((draft) => kindOf(draft) === kind);
    const dealt = dealRefunded(
      items.filter(({ line }) => kindOf(line) === kind),
      sameKind.filter((draft) => placed.has(draft)),
      ofKind,
      choice,
    );
    items = items.map((item) => dealt.get(item.line.itemId) ?? item);
    const beyond = quantityOf(null, ofKind);
    const without = sameKind.filter((draft) => !placed.has(draft));
    for (const draft of chooseRefunded(partTrashed(without), beyond, choice)) surplus.add(draft);
  }
  return { items, surplus };
}

/**
 * Reassigns the tickets of one product and variation to its items, by item id, so that each item has as many refunded
 * tickets as refunded units.
 */
function dealRefunded(
  items: readonly RefundedUnits[],
  drafts: readonly TicketDraft[],
  unnamed: readonly RefundPiece[],
  choice: Choice,
): ReadonlyMap<number, RefundedUnits> {
  const ofNamed = new Set(items.flatMap(({ refundedTickets }) => [...refundedTickets]));
  const rest = drafts.filter((draft) => !ofNamed.has(draft));
  const wanted = items.reduce((total, { line }) => total + quantityOf(line.itemId, unnamed), 0);
  const chosen = chooseRefunded(partTrashed(rest), wanted, choice);
  const taken = rest.filter((draft) => chosen.has(draft));
  const left = partTrashed(rest.filter((draft) => !chosen.has(draft)));
  const waiting = [...left.tickets, ...left.trashed];
  return new Map(
    items.map((item) => {
      const { line, quantity } = item;
      const more = quantityOf(line.itemId, unnamed);
      const refundedTickets = new Set([...item.refundedTickets, ...taken.splice(0, more)]);
      const own = new Set([...refundedTickets, ...waiting.splice(0, quantity - refundedTickets.size)]);
      return [
        line.itemId,
        {
          line,
          quantity,
          ...partTrashed(drafts.filter((draft) => own.has(draft))),
          refundedQuantity: item.refundedQuantity + more,
          refundedTickets,
        },
      ];
    }),
  );
}

/**
 * Chooses which tickets of an item a refunded quantity takes, because the store only records how many. Tickets
 * that were chosen before stay chosen as long as the quantity stays refunded, because a later check-in must not
 * shift the refund to a valid holder. Within each of these two groups, tickets that are already invalid come
 * first: those in the trash, then those that are cancelled, unpublished or unpaid. Next come, depending on the
 * policy, those that are not checked in. Tickets whose holder is inside come last.
 */
export function chooseRefunded(
  { tickets, trashed }: Pick<ItemUnits, 'tickets' | 'trashed'>,
  refundedQuantity: number,
  { policy, wasRefunded, because }: Choice,
): ReadonlySet<TicketDraft> {
  const newestFirst = [...tickets, ...trashed].toReversed();
  const byPolicy = policy === 'newest_not_checked_in' ? newestFirst : newestFirst.toReversed();
  const turnOf = (draft: TicketDraft): 0 | 1 | 2 | 3 => {
    if (draft.trashed) return 0;
    if (isWithdrawn(draft)) return 1;
    return isCheckedIn(draft.days) ? 3 : 2;
  };
  const before = (draft: TicketDraft): number => (wasRefunded(draft) ? 0 : 1);
  const inTurn = byPolicy.toSorted((a, b) => before(a) - before(b) || turnOf(a) - turnOf(b));
  const chosen = inTurn.slice(0, Math.max(0, refundedQuantity));
  if (because !== undefined) {
    for (const draft of chosen) {
      const code = wasRefunded(draft) ? 'ticket_chosen_again' : CHOSEN[turnOf(draft)];
      because({ code, figures: { ticket: ticketLabel(draft) } });
    }
  }
  return new Set(chosen);
}

/** The reason for taking a ticket, by its turn. */
const CHOSEN = [
  'ticket_chosen_trashed',
  'ticket_chosen_invalid',
  'ticket_chosen_outside',
  'ticket_chosen_inside',
] as const;

function quantityOf(itemId: number | null, pieces: readonly RefundPiece[]): number {
  return pieces.reduce((total, piece) => (piece.itemId === itemId ? total + piece.quantity : total), 0);
}

function partTrashed(drafts: readonly TicketDraft[]): Pick<ItemUnits, 'tickets' | 'trashed'> {
  return {
    tickets: drafts.filter((draft) => !draft.trashed),
    trashed: drafts.filter((draft) => draft.trashed),
  };
}

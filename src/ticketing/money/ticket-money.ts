import { type Money, max, min, sum, ZERO } from '../../kernel/money/money.ts';
import type { Because } from '../../kernel/sentences/reasons/reason.ts';
import type { OrderStatus } from '../../vocabulary/ticketing.ts';
import type { OrderShare } from '../model/event-order.ts';
import type { TicketDraft } from '../tickets/ticket-draft.ts';
import { ticketLabel } from '../tickets/ticket-status.ts';
import { apportion, equalParts, roundTogether } from './apportion.ts';
import { owesMoney } from './fee-split.ts';
import type { RefundedUnits } from './refunded-tickets.ts';

export interface TicketMoney {
  readonly price: Money;
  readonly serviceFee: Money;
  readonly organizerAmount: Money;
}

/**
 * The money of tickets in the trash and of tickets beyond the bought units, which have no unit of their own.
 */
export const NO_MONEY: TicketMoney = { price: ZERO, serviceFee: ZERO, organizerAmount: ZERO };

/** An item with its tickets, its payment, and its refunds, by lines and apportioned. */
export interface RefundedItem extends RefundedUnits {
  /** In whole minor units, with tax. */
  readonly paid: Money;
  readonly refunded: Money;
}

export interface Unticketed {
  readonly quantity: number;
  readonly amount: Money;
}

interface DividedMoney {
  readonly tickets: ReadonlyMap<TicketDraft, TicketMoney>;
  /** The money of units without a ticket, by item id. */
  readonly unticketed: ReadonlyMap<number, Unticketed>;
}

/** The money of one ticket, or of an item's units without a ticket. */
interface Slot {
  readonly ticket: TicketDraft | null;
  readonly price: Money;
  readonly refunded: boolean;
}

/**
 * Divides an order's share among its tickets, in whole minor units, so that no money is lost between the store
 * and a payout. Σ prices + unticketed amounts = the share's total. Σ fees = its service fee and Σ organizer
 * amounts = its organizer amount, if the parts of units without a ticket are counted too (they have no column,
 * because no payout by ticket contains them).
 *
 * A price is the payment with tax. Only the prices contain the order's `rounding`. Refunds of an item are taken
 * from its refunded tickets up to their price, then from the others. The fee and the organizer's amount follow
 * from price − refund, so they are zero for a fully refunded ticket.
 */
export function divideMoney(
  items: readonly RefundedItem[],
  share: OrderShare,
  status: OrderStatus,
  minorDigits: number,
  because?: Because,
): DividedMoney {
  const refunds = roundTogether(
    items.map((item) => item.refunded),
    share.refunded,
    minorDigits,
  );
  const slotsOfItems = items.map((item) => slotsOf(item, status === 'refunded', minorDigits));
  const slots = slotsOfItems.flat();
  const nets = slotsOfItems.flatMap((ofItem, index) => {
    const givenBack = giveBack(refunds[index] ?? ZERO, ofItem, minorDigits);
    return ofItem.map((slot, at) => slot.price - (givenBack[at] ?? ZERO));
  });
  const fees = apportion(
    share.serviceFee,
    nets.map((net) => max(net, ZERO)),
    minorDigits,
  );

  const tickets = new Map<TicketDraft, TicketMoney>();
  for (const [index, slot] of slots.entries()) {
    if (slot.ticket === null) continue;
    const serviceFee = fees[index] ?? ZERO;
    const organizerAmount = owesMoney(status) ? (nets[index] ?? ZERO) - serviceFee : ZERO;
    tickets.set(slot.ticket, { price: slot.price, serviceFee, organizerAmount });
    if (because !== undefined && owesMoney(status)) {
      const returned = slot.price - (nets[index] ?? ZERO);
      const figures = { price: slot.price, returned, fee: serviceFee, amount: organizerAmount };
      because({ code: 'ticket_money', figures: { ticket: ticketLabel(slot.ticket), ...figures } });
    }
  }
  const unticketed = new Map<number, Unticketed>();
  for (const [index, item] of items.entries()) {
    const without = (slotsOfItems[index] ?? []).filter((slot) => slot.ticket === null);
    const quantity = item.quantity - item.tickets.length;
    const amount = sum(without.map((slot) => slot.price));
    unticketed.set(item.line.itemId, { quantity, amount });
    if (quantity > 0) {
      because?.({ code: 'tickets_without', figures: { line: item.line.itemId, units: quantity, amount } });
    }
  }
  return { tickets, unticketed };
}

/**
 * The item's tickets, followed by its units without a ticket: the refunded ones, and the rest, which is always
 * present.
 */
function slotsOf(item: RefundedItem, allRefunded: boolean, minorDigits: number): readonly Slot[] {
  const { quantity, tickets, refundedTickets, refundedQuantity, paid: total } = item;
  if (quantity === 0) return [{ ticket: null, price: total, refunded: allRefunded }];
  const priceOf = (from: number, to: number) => equalParts(total, quantity, { from, to }, minorDigits);
  const liveRefunded = tickets.filter((ticket) => refundedTickets.has(ticket)).length;
  const refundedWithout = Math.min(Math.max(0, refundedQuantity - liveRefunded), quantity - tickets.length);
  const restFrom = tickets.length + refundedWithout;
  return [
    ...tickets.map((ticket, index) => ({
      ticket,
      price: priceOf(index, index + 1),
      refunded: allRefunded || refundedTickets.has(ticket),
    })),
    { ticket: null, price: priceOf(tickets.length, restFrom), refunded: true },
    { ticket: null, price: priceOf(restFrom, quantity), refunded: allRefunded },
  ];
}

/**
 * The refund of each of these parts of an item. A refund beyond the price of the item, or a negative one, is
 * divided among all of them.
 */
function giveBack(amount: Money, slots: readonly Slot[], minorDigits: number): readonly Money[] {
  const parts = slots.map(() => ZERO);
  let left = amount;
  const take = (taken: Money, weights: readonly Money[]) => {
    for (const [index, part] of apportion(taken, weights, minorDigits).entries()) {
      parts[index] = (parts[index] ?? ZERO) + part;
    }
    left -= taken;
  };
  for (const refunded of [true, false]) {
    const weights = slots.map((slot) => (slot.refunded === refunded ? max(slot.price, ZERO) : ZERO));
    const taken = min(max(left, ZERO), sum(weights));
    if (taken > ZERO) take(taken, weights);
  }
  const prices = slots.map((slot) => slot.price);
  if (left !== ZERO) take(left, prices);
  return parts;
}

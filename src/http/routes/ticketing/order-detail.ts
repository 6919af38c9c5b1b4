import type { Queryable } from '../../../backend/database.ts';
import { withRefundedRounding } from '../../../backend/ticketing-queries/event-sales.ts';
import {
  itemsOfOrder,
  type ShownOrder,
  type ShownOrderItem,
} from '../../../backend/ticketing-queries/order-list.ts';
import { linesOfRefunds, refundsOfOrder } from '../../../backend/ticketing-queries/refund-list.ts';
import { ticketsOfOrder } from '../../../backend/ticketing-queries/ticket-list.ts';
import { withAmounts } from '../../../kernel/money/amount-text.ts';
import type { Actor } from '../../auth/actor.ts';
import { maskRow } from '../../replies/mask-row.ts';
import { shownTicket } from '../../replies/shown-ticket.ts';
import { shownRefundDetail } from './refunds.ts';

/** An order with its lines, refunds and tickets, as this actor may see them. */
export async function readOrderDetail(db: Queryable, order: ShownOrder, actor: Actor) {
  const [items, refunds] = [await itemsOfOrder(db, order.id), await refundsOfOrder(db, order.id)];
  const lines = await linesOfRefunds(
    db,
    refunds.map((refund) => refund.id),
  );
  const tickets = await ticketsOfOrder(db, order.id);
  return {
    ...shownOrder(order, actor),
    items: items.map((item) => shownItem(item, order.currency, actor)),
    refunds: refunds.map((refund) => shownRefundDetail(refund, lines, actor)),
    tickets: tickets.map((ticket) => shownTicket(ticket, actor)),
  };
}

const AMOUNTS = [
  ...(['subtotal', 'discount', 'tax', 'total', 'refunded_by_lines', 'refunded_apportioned'] as const),
  ...([
    'refunded_rounding',
    'refunded',
    'net',
    'service_fee',
    'organizer_amount',
    'rounding',
    'order_total',
  ] as const),
  'order_refunded' as const,
];

export function shownOrder(row: ShownOrder, actor: Actor) {
  const shown = withAmounts(withRefundedRounding(row), AMOUNTS, row.currency);
  const seen = actor.seesPersonalData ? shown : maskRow('orders', shown);
  return { ...seen, coupon_codes: [...seen.coupon_codes] };
}

const ITEM_AMOUNTS = ['subtotal', 'discount', 'tax', 'total', 'refunded', 'unticketed_amount'] as const;

function shownItem(row: ShownOrderItem, currency: string, actor: Actor) {
  const shown = withAmounts(row, ITEM_AMOUNTS, currency);
  return actor.seesPersonalData ? shown : maskRow('order_items', shown);
}

import { formatMoney, type Money, sum, ZERO } from '../../kernel/money/money.ts';
import type { DemoCase, DemoOrder, DemoStore, DemoTicket } from './model.ts';

/**
 * The figures of one event of a demo store, counted from the model itself. This uses no SQL, no reader and no rule of
 * the engine, so tests and the demo can compare the engine's results with it. Groups are in alphabetical order; amounts
 * have eight decimals.
 */
export interface ExpectedEvent {
  readonly productId: number;
  readonly title: string;
  /** Orders without carts and permanently deleted ones; orders in the trash are included. */
  readonly orders: readonly ExpectedOrderGroup[];
  readonly tickets: readonly ExpectedTicketGroup[];
  /** Attendees of paid orders whose ticket posts were not created yet. */
  readonly pendingTickets: number;
  /** Ticket posts that name an order which does not exist. */
  readonly orphanTickets: number;
  /** Ticket posts that name no order. */
  readonly ticketsWithoutOrder: number;
  /** Rows of the plugin's check-in log. */
  readonly checkIns: number;
}

interface ExpectedOrderGroup {
  readonly sourceStatus: string;
  readonly currency: string;
  readonly orders: number;
  /** Units of this event. */
  readonly quantity: number;
  /** Σ line totals of this event, after coupons. */
  readonly total: string;
  /** Σ refund lines of this event. */
  readonly refundedByLines: string;
  /** Σ amounts of all refunds of these orders. */
  readonly orderRefunded: string;
}

interface ExpectedTicketGroup {
  readonly postStatus: 'publish' | 'trash';
  /** '' where the ticket has none. */
  readonly sourceStatus: string;
  readonly tickets: number;
  /** Σ days on which a ticket is checked in. */
  readonly daysCheckedIn: number;
}

/** One order as one event sees it. */
export interface ExpectedOrder {
  readonly wooOrderId: number;
  readonly sourceStatus: string;
  readonly currency: string;
  readonly quantity: number;
  readonly total: Money;
  readonly refundedByLines: Money;
  readonly orderRefunded: Money;
  /** Ticket posts of this event that name the order. */
  readonly tickets: number;
  readonly pendingTickets: number;
}

const PAID = new Set(['processing', 'completed']);
const UNPAID = new Set(['pending', 'on-hold', 'cancelled', 'refunded', 'failed', 'trash', 'checkout-draft']);

/** Every product with ticket settings that the database still has. */
export function expectEvents(store: DemoStore): ExpectedEvent[] {
  const kept = store.products.filter((product) => product.event !== null && product.status !== 'deleted');
  const counts = kept.map((product) => openCount(product.id, product.title));
  // The generator is run twice, and nothing is kept in memory, because a store may have 200,000 orders.
  const index = indexOrders(store.cases());
  for (const one of store.cases()) {
    for (const count of counts) count.add(one, index);
  }
  return counts.map((count) => count.close());
}

export function expectEvent(store: DemoStore, productId: number): ExpectedEvent {
  const count = openCount(productId, store.products.find((product) => product.id === productId)?.title ?? '');
  const index = indexOrders(store.cases());
  for (const one of store.cases()) count.add(one, index);
  return count.close();
}

/**
 * The figures of one order for one event; null if the order does not belong to the event. Imported tickets
 * count with the order that they name.
 */
export function expectOrder(
  order: DemoOrder,
  tickets: readonly DemoTicket[],
  productId: number,
): ExpectedOrder | null {
  const lines = order.lines.filter((line) => line.productId === productId);
  const own = tickets.filter((ticket) => ticket.productId === productId && ticket.orderId === order.id);
  if (order.deleted || order.status === 'checkout-draft' || lines.length + own.length === 0) return null;
  const itemIds = new Set(lines.map((line) => line.itemId));
  const refunds = order.refunds.filter((refund) => !refund.deleted);
  return {
    wooOrderId: order.id,
    sourceStatus: order.status,
    currency: order.currency,
    quantity: lines.reduce((all, line) => all + line.quantity, 0),
    total: sum(lines.map((line) => line.total)),
    refundedByLines: sum(
      refunds.flatMap((refund) =>
        refund.lines.filter((line) => itemIds.has(line.refundedItemId)).map((line) => line.total),
      ),
    ),
    orderRefunded: sum(refunds.map((refund) => refund.amount)),
    tickets: own.length,
    pendingTickets: pendingOf(order, productId),
  };
}

function pendingOf(order: DemoOrder, productId: number): number {
  const paid = PAID.has(order.status) || (!UNPAID.has(order.status) && order.paidAtUtc !== null);
  if (!paid || order.ticketsGenerated || order.checkoutRecord === null) return 0;
  return order.checkoutRecord
    .filter((event) => event.productId === productId)
    .reduce((all, event) => all + event.tickets.length, 0);
}

interface OrderIndex {
  readonly existing: ReadonlySet<number>;
  /** Tickets of other cases that name an order. */
  readonly imported: ReadonlyMap<number, readonly DemoTicket[]>;
}

function indexOrders(cases: Iterable<DemoCase>): OrderIndex {
  const existing = new Set<number>();
  const imported = new Map<number, DemoTicket[]>();
  for (const { order, tickets } of cases) {
    if (order !== null && !order.deleted) existing.add(order.id);
    for (const ticket of tickets) {
      if (ticket.orderId === null || ticket.orderId === order?.id) continue;
      imported.set(ticket.orderId, [...(imported.get(ticket.orderId) ?? []), ticket]);
    }
  }
  return { existing, imported };
}

interface OrderSums {
  orders: number;
  quantity: number;
  total: Money;
  refundedByLines: Money;
  orderRefunded: Money;
}

function openCount(productId: number, title: string) {
  const orders = new Map<string, OrderSums>();
  const tickets = new Map<string, { tickets: number; daysCheckedIn: number }>();
  const sums = { pendingTickets: 0, orphanTickets: 0, ticketsWithoutOrder: 0, checkIns: 0 };

  const addOrder = (facts: ExpectedOrder): void => {
    const key = `${facts.sourceStatus}\t${facts.currency}`;
    const group = orders.get(key) ?? {
      orders: 0,
      quantity: 0,
      total: ZERO,
      refundedByLines: ZERO,
      orderRefunded: ZERO,
    };
    orders.set(key, group);
    group.orders += 1;
    group.quantity += facts.quantity;
    group.total += facts.total;
    group.refundedByLines += facts.refundedByLines;
    group.orderRefunded += facts.orderRefunded;
    sums.pendingTickets += facts.pendingTickets;
  };
  const addTicket = (ticket: DemoTicket, existing: ReadonlySet<number>): void => {
    const key = `${ticket.trashedAtUtc === null ? 'publish' : 'trash'}\t${ticket.status ?? ''}`;
    const group = tickets.get(key) ?? { tickets: 0, daysCheckedIn: 0 };
    tickets.set(key, group);
    group.tickets += 1;
    group.daysCheckedIn += daysCheckedIn(ticket);
    if (ticket.orderId === null) sums.ticketsWithoutOrder += 1;
    else if (!existing.has(ticket.orderId)) sums.orphanTickets += 1;
    sums.checkIns += ticket.checkIns.length;
  };

  return {
    add(one: DemoCase, index: OrderIndex): void {
      for (const ticket of one.tickets) {
        if (ticket.productId === productId) addTicket(ticket, index.existing);
      }
      if (one.order === null) return;
      const named = [...one.tickets, ...(index.imported.get(one.order.id) ?? [])];
      const facts = expectOrder(one.order, named, productId);
      if (facts !== null) addOrder(facts);
    },
    close(): ExpectedEvent {
      return {
        productId,
        title,
        orders: [...orders].toSorted(byKey).map(([key, group]) => {
          const [sourceStatus = '', currency = ''] = key.split('\t');
          const { total, refundedByLines, orderRefunded, ...counted } = group;
          return {
            sourceStatus,
            currency,
            ...counted,
            total: formatMoney(total),
            refundedByLines: formatMoney(refundedByLines),
            orderRefunded: formatMoney(orderRefunded),
          };
        }),
        tickets: [...tickets].toSorted(byKey).map(([key, group]) => {
          const [postStatus, sourceStatus = ''] = key.split('\t');
          return { postStatus: postStatus === 'trash' ? 'trash' : 'publish', sourceStatus, ...group };
        }),
        ...sums,
      };
    },
  };
}

function daysCheckedIn(ticket: DemoTicket): number {
  if (ticket.dayStatuses === null) return ticket.status === 'Checked In' ? 1 : 0;
  return ticket.dayStatuses.filter((status) => status === 'Checked In').length;
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

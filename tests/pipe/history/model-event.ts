import type { StoreEditor } from '../../../src/demo/edit/store-editor.ts';
import type { DemoLine, DemoOrder, DemoTicket } from '../../../src/demo/model/model.ts';
import { type Candidate, modelCandidates } from './model-candidates.ts';
import { equalShares, feeOf, type ModelRefund, modelRefunds, unitOf } from './model-money.ts';
import { type ModelName, type ModelPerson, modelAttendee, modelBuyer } from './model-person.ts';

/** The current settings of the configuration. */
export interface ModelSettings {
  /** Whole percent. */
  readonly fee: number;
  /** The mapping of the plugin's status `validado`; null if there is none. */
  readonly validado: 'paid' | 'pending' | 'cancelled' | null;
}

export interface ModelTicket {
  /** `post 174200`, or `174100 1.2` while it is pending. */
  readonly name: string;
  readonly orderId: number | null;
  readonly person: ModelPerson;
  /** Its status if no refund takes it. */
  readonly status: string;
  readonly price: bigint;
  readonly itemId: number | null;
  readonly removed: 'trashed' | null;
  /** Days on which the store has a check-in. */
  readonly days: readonly number[];
}

interface ModelItem {
  readonly itemId: number;
  readonly quantity: number;
  readonly back: number;
  readonly subtotal: bigint;
  readonly total: bigint;
  readonly refunded: bigint;
  readonly withoutTicket: number;
  readonly withoutTicketAmount: bigint;
  /** The number of its tickets that a refund takes. */
  readonly refundedTickets: number;
}

export interface ModelOrder {
  readonly id: number;
  readonly status: string;
  readonly sourceStatus: string;
  readonly buyer: ModelName;
  readonly removed: 'trashed' | null;
  readonly total: bigint;
  readonly refunded: bigint;
  readonly fee: bigint;
  readonly organizer: bigint;
  readonly orderTotal: bigint;
  readonly orderRefunded: bigint;
  readonly orderedAtUtc: number;
  readonly paidAtUtc: number | null;
  readonly modifiedAtUtc: number;
  readonly note: string;
  readonly items: readonly ModelItem[];
  /** This event's part of each refund. */
  readonly refunds: readonly (readonly [id: number, amount: bigint])[];
}

export interface ModelEvent {
  readonly orders: readonly ModelOrder[];
  readonly tickets: readonly ModelTicket[];
}

const STATUSES: Readonly<Record<string, string>> = {
  pending: 'pending',
  'on-hold': 'on_hold',
  processing: 'paid',
  completed: 'paid',
  cancelled: 'cancelled',
  refunded: 'refunded',
  failed: 'failed',
  trash: 'trashed',
};

/** The expected rows of one event, from the store's own model: without SQL, reader or rules of the engine. */
export function modelEvent(store: StoreEditor, productId: number, settings: ModelSettings): ModelEvent {
  const orders: ModelOrder[] = [];
  const tickets: ModelTicket[] = [];
  const byOrder = new Map<number, DemoTicket[]>();
  for (const ticket of store.tickets.values()) {
    if (ticket.productId !== productId) continue;
    const order = ticket.orderId === null ? undefined : store.orders.get(ticket.orderId);
    if (order !== undefined && exists(order)) {
      byOrder.set(order.id, [...(byOrder.get(order.id) ?? []), ticket]);
    } else {
      tickets.push(withoutOrder(store, ticket));
    }
  }
  for (const order of store.orders.values()) {
    const lines = order.lines.filter((line) => line.productId === productId);
    const posts = (byOrder.get(order.id) ?? []).toSorted((a, b) => a.id - b.id);
    if (!exists(order) || lines.length + posts.length === 0) continue;
    const made = oneOrder(store, order, lines, posts, productId, settings);
    orders.push(made.order);
    tickets.push(...made.tickets);
  }
  return { orders, tickets };
}

function exists(order: DemoOrder): boolean {
  return !order.deleted && order.status !== 'checkout-draft';
}

function withoutOrder(store: StoreEditor, ticket: DemoTicket): ModelTicket {
  const alone = ticket.status === 'Canceled' ? 'cancelled' : 'active';
  const erased = ticket.orderId !== null && store.orders.get(ticket.orderId)?.anonymised === true;
  return {
    name: `post ${ticket.id}`,
    orderId: ticket.orderId,
    person: modelAttendee(ticket, erased ? [ticket.purchaser] : []),
    status: ticket.orderId === null ? alone : 'orphaned',
    price: 0n,
    itemId: null,
    removed: ticket.trashedAtUtc === null ? null : 'trashed',
    days: daysOf(store, ticket),
  };
}

function statusOf(order: DemoOrder, settings: ModelSettings): string {
  if (order.status !== 'validado') return STATUSES[order.status] ?? '?';
  return settings.validado ?? (order.paidAtUtc === null ? 'pending' : 'paid');
}

function oneOrder(
  store: StoreEditor,
  order: DemoOrder,
  lines: readonly DemoLine[],
  posts: readonly DemoTicket[],
  productId: number,
  settings: ModelSettings,
): { readonly order: ModelOrder; readonly tickets: readonly ModelTicket[] } {
  const status = statusOf(order, settings);
  const refunds = modelRefunds(order);
  const candidates = modelCandidates(order, lines, posts, productId, status);
  const tickets = new Map<Candidate, ModelTicket>();
  const items = lines
    .toSorted((a, b) => a.itemId - b.itemId)
    .map((line) => fillItem(store, order, line, refunds, candidates, tickets, status));
  for (const candidate of candidates) {
    if (!tickets.has(candidate)) tickets.set(candidate, ticketOf(store, order, candidate, status, null, 0n));
  }
  const parts = (refund: ModelRefund): bigint =>
    sum(
      lines.map(({ itemId }) => (refund.byLines.get(itemId) ?? 0n) + (refund.apportioned.get(itemId) ?? 0n)),
    );
  const total = sum(lines.map((line) => line.total));
  const refunded = sum(refunds.map(parts));
  const owes = status === 'paid' || status === 'refunded';
  const fee = owes ? feeOf(total - refunded, BigInt(settings.fee), unitOf(order.currency)) : 0n;
  return {
    order: {
      id: order.id,
      status,
      sourceStatus: order.status,
      buyer: modelBuyer(order),
      removed: status === 'trashed' ? 'trashed' : null,
      total,
      refunded,
      fee,
      organizer: owes ? total - refunded - fee : 0n,
      orderTotal: store.savedTotals.get(order.id) ?? 0n,
      orderRefunded: sum(refunds.map(({ refund }) => refund.amount)),
      orderedAtUtc: order.createdAtUtc,
      paidAtUtc: order.paidAtUtc,
      modifiedAtUtc: order.updatedAtUtc,
      note: order.anonymised ? '' : order.customerNote,
      items,
      refunds: refunds.map((refund) => [refund.refund.id, parts(refund)] as const),
    },
    tickets: [...tickets.values()],
  };
}

function fillItem(
  store: StoreEditor,
  order: DemoOrder,
  line: DemoLine,
  refunds: readonly ModelRefund[],
  candidates: readonly Candidate[],
  tickets: Map<Candidate, ModelTicket>,
  status: string,
): ModelItem {
  const unit = unitOf(order.currency);
  const shares = line.quantity === 0 ? [] : equalShares(line.total, line.quantity, unit);
  const free = candidates.filter((one) => one.variationId === line.variationId && !tickets.has(one));
  const living = free.filter(({ post }) => post === null || post.trashedAtUtc === null);
  const holders = living.slice(0, line.quantity);
  holders.forEach((one, place) => {
    tickets.set(one, ticketOf(store, order, one, status, line.itemId, shares[place] ?? 0n));
  });
  const trashed = free.filter((one) => !living.includes(one)).slice(0, line.quantity - holders.length);
  for (const one of trashed) tickets.set(one, ticketOf(store, order, one, status, line.itemId, 0n));
  const back = sumNumbers(
    refunds.flatMap(({ refund }) =>
      refund.lines.filter((one) => one.refundedItemId === line.itemId).map(({ quantity }) => quantity),
    ),
  );
  return {
    itemId: line.itemId,
    quantity: line.quantity,
    back,
    subtotal: line.subtotal,
    total: line.total,
    refunded: sum(refunds.map(({ byLines }) => byLines.get(line.itemId) ?? 0n)),
    withoutTicket: line.quantity - holders.length,
    withoutTicketAmount: line.quantity === 0 ? line.total : sum(shares.slice(holders.length)),
    refundedTickets: Math.min(status === 'refunded' ? line.quantity : back, holders.length + trashed.length),
  };
}

function ticketOf(
  store: StoreEditor,
  order: DemoOrder,
  { post, name, person }: Candidate,
  status: string,
  itemId: number | null,
  price: bigint,
): ModelTicket {
  return {
    name,
    orderId: order.id,
    person,
    status: ownStatus(post, status),
    price,
    itemId,
    removed: post !== null && post.trashedAtUtc !== null ? 'trashed' : null,
    days: post === null ? [] : daysOf(store, post),
  };
}

function ownStatus(post: DemoTicket | null, status: string): string {
  if (status === 'refunded') return 'refunded';
  if (post?.status === 'Canceled' || status === 'cancelled') return 'cancelled';
  if (status !== 'paid') return 'inactive';
  return post === null ? 'pending' : 'active';
}

function daysOf(store: StoreEditor, ticket: DemoTicket): readonly number[] {
  const days = store.product(ticket.productId).event?.days ?? 1;
  const inside = ticket.status === 'Checked In' ? [1] : [];
  if (days === 1 || ticket.dayStatuses === null) return inside;
  return ticket.dayStatuses.flatMap((status, at) => (status === 'Checked In' ? [at + 1] : []));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n);
}

function sumNumbers(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}

import { ZERO } from '../../kernel/money/money.ts';
import type { DemoBuyer, DemoNote, DemoOrder, DemoOrderStatus, DemoTicket } from '../model/model.ts';
import { leftOf } from './refund-changes.ts';
import type { StoreEditor } from './store-editor.ts';
import { issueTickets } from './ticket-changes.ts';

/** Changes of a whole order, each as WooCommerce or the plugin makes it. */

export async function pay(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  const payment = order.payment === null ? null : { ...order.payment, transactionId: `OP-${id}` };
  const paidAtUtc = order.paidAtUtc ?? store.nowUtc + 60;
  await becomes(store, { ...order, payment, paidAtUtc }, 'processing');
}

/** Completes an order. The first time, the plugin creates the tickets of its record. */
export async function complete(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  const nowUtc = store.nowUtc + 60;
  const times = { paidAtUtc: order.paidAtUtc ?? nowUtc, completedAtUtc: order.completedAtUtc ?? nowUtc };
  const issues = !order.ticketsGenerated && order.checkoutRecord !== null;
  const restored = order.ticketsCanceled === 'yes' ? ('restored' as const) : order.ticketsCanceled;
  await becomes(
    store,
    { ...order, ...times, ticketsGenerated: order.ticketsGenerated || issues, ticketsCanceled: restored },
    'completed',
  );
  if (issues) await issueTickets(store, id);
  if (order.ticketsCanceled === 'yes') await setTicketStatus(store, id, 'Not Checked In');
}

/** Cancels an order. The plugin notes this in the order's tickets only. */
export async function cancel(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  await becomes(store, { ...order, ticketsCanceled: 'yes' }, 'cancelled');
  await setTicketStatus(store, id, 'Canceled');
}

/** Sets any other status. This changes no ticket. */
export async function setStatus(
  store: StoreEditor,
  id: number,
  status: 'pending' | 'on-hold' | 'failed' | 'validado' | 'processing',
): Promise<void> {
  await becomes(store, store.order(id), status);
}

/** Sets the status `refunded`: one refund without lines returns the rest of the money. */
export async function setRefunded(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  const amount = leftOf(order);
  const refundId = amount > ZERO ? store.nextPostId() : 0;
  const rest = {
    id: refundId,
    amount,
    reason: 'Order fully refunded.',
    kind: 'full',
    createdAtUtc: store.nowUtc + 60,
    automatic: true,
    deleted: false,
    lines: [],
  } as const;
  await becomes(
    store,
    { ...order, refunds: [...order.refunds, ...(amount > ZERO ? [rest] : [])] },
    'refunded',
  );
}

export async function backdate(store: StoreEditor, id: number, seconds: number): Promise<void> {
  const order = store.order(id);
  await store.saveOrder({ ...order, createdAtUtc: order.createdAtUtc - seconds }, 'saved');
}

export async function setCustomerNote(store: StoreEditor, id: number, customerNote: string): Promise<void> {
  await store.saveOrder({ ...store.order(id), customerNote }, 'saved');
}

export async function changeBuyer(store: StoreEditor, id: number, buyer: DemoBuyer): Promise<void> {
  await store.saveOrder({ ...store.order(id), buyer }, 'details');
}

export async function setTransaction(store: StoreEditor, id: number, transactionId: string): Promise<void> {
  const order = store.order(id);
  const payment = { ...(order.payment ?? { method: 'bacs', title: 'Transferencia' }), transactionId };
  await store.saveOrder({ ...order, payment }, 'details');
}

/** Saves an order unchanged, so that only its date changes. */
export async function saveUnchanged(store: StoreEditor, id: number): Promise<void> {
  await store.saveOrder(store.order(id), 'details');
}

export async function addNote(store: StoreEditor, id: number, text: string): Promise<void> {
  const order = store.order(id);
  await store.saveOrder({ ...order, notes: [...order.notes, note(store, text)] }, 'silent');
}

/** Sends the tickets again by mail. */
export async function resendTickets(store: StoreEditor, id: number): Promise<void> {
  await store.saveOrder(store.order(id), 'resent');
}

/** WordPress's eraser removes the buyer from the order; the plugin's record and tickets keep them. */
export async function anonymise(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  const erased = '[deleted]';
  const buyer = { firstName: erased, lastName: erased, email: 'deleted@site.invalid', phone: '+00000000000' };
  await store.saveOrder(
    {
      ...order,
      anonymised: true,
      customerId: 0,
      buyer,
      address: { street: erased, city: erased, state: '', postcode: erased, country: '' },
      payment: order.payment === null ? null : { ...order.payment, transactionId: '' },
      notes: [...order.notes, note(store, 'Personal data removed.')],
    },
    'details',
  );
}

export async function trash(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  const nowUtc = store.nowUtc + 60;
  await store.saveOrder(
    { ...order, status: 'trash', statusBeforeTrash: order.status, trashedAtUtc: nowUtc },
    'trashed',
  );
}

export async function untrash(store: StoreEditor, id: number): Promise<void> {
  const order = store.order(id);
  const status = order.statusBeforeTrash ?? 'pending';
  await store.saveOrder({ ...order, status, statusBeforeTrash: null, trashedAtUtc: null }, 'trashed');
}

async function becomes(store: StoreEditor, order: DemoOrder, status: DemoOrderStatus): Promise<void> {
  const text = `Order status changed from ${order.status} to ${status}.`;
  await store.saveOrder({ ...order, status, notes: [...order.notes, note(store, text)] }, 'saved');
}

function note(store: StoreEditor, text: string): DemoNote {
  return { text, atUtc: store.nowUtc + 60 };
}

/** The plugin writes only the status meta. No date changes, and its log gets no row. */
async function setTicketStatus(
  store: StoreEditor,
  orderId: number,
  status: NonNullable<DemoTicket['status']>,
): Promise<void> {
  await store.saveTickets(store.ticketsOf(orderId).map((ticket) => ({ ...ticket, status })));
}

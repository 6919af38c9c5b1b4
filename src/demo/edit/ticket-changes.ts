import { ZERO } from '../../kernel/money/money.ts';
import type {
  DemoAttendee,
  DemoCheckIn,
  DemoCheckoutTicket,
  DemoTicket,
  DemoTicketStatus,
} from '../model/model.ts';
import type { StoreEditor } from './store-editor.ts';

/** How a ticket is saved: the ticket screen changes its date, and code that writes a meta does not. */
export type TicketSaving = 'screen' | 'direct';

/** Makes the ticket posts of an order's record, in the record's order. */
export async function issueTickets(store: StoreEditor, orderId: number): Promise<void> {
  const record = store.order(orderId).checkoutRecord ?? [];
  await store.saveTickets(
    record.flatMap(({ productId, tickets }) =>
      tickets.map((asked) => fresh(store, productId, asked, { orderId, origin: 'checkout' })),
    ),
  );
}

/** Adds a ticket to an order as wp-admin does. */
export async function addTicket(
  store: StoreEditor,
  orderId: number,
  productId: number,
  variationId: number,
  firstName: string,
): Promise<number> {
  const asked = { variationId, attributes: attributesOf(store, productId, variationId), price: ZERO };
  const made = fresh(
    store,
    productId,
    { ...asked, attendee: named(firstName), answers: [] },
    { orderId, origin: 'ticket-desk' },
  );
  await store.saveTickets([{ ...made, edited: true }]);
  return made.id;
}

/** Imports a ticket from a spreadsheet. It has no purchaser, price or variation, and usually no order. */
export async function importTicket(
  store: StoreEditor,
  productId: number,
  orderId: number | null,
  firstName: string,
): Promise<number> {
  const asked = { variationId: 0, attributes: [], price: ZERO, attendee: named(firstName), answers: [] };
  const made = fresh(store, productId, asked, { orderId, origin: 'csv' });
  const purchaser = { firstName: '', lastName: '', email: '', phone: '' };
  await store.saveTickets([{ ...made, edited: true, purchaser }]);
  return made.id;
}

export async function editTicket(
  store: StoreEditor,
  id: number,
  edit: Partial<Omit<DemoTicket, 'id'>>,
  by: TicketSaving = 'screen',
): Promise<void> {
  const nowUtc = store.pass(60);
  const ticket = store.ticket(id);
  const modifiedAtUtc = by === 'screen' ? nowUtc : ticket.modifiedAtUtc;
  await store.saveTickets([{ ...ticket, ...edit, modifiedAtUtc }]);
}

export async function renameTicket(
  store: StoreEditor,
  id: number,
  attendee: Partial<DemoAttendee>,
  by: TicketSaving = 'screen',
): Promise<void> {
  const ticket = store.ticket(id);
  await editTicket(store, id, { attendee: { ...ticket.attendee, ...attendee }, edited: true }, by);
}

export async function trashTicket(store: StoreEditor, id: number): Promise<void> {
  await editTicket(store, id, { trashedAtUtc: store.nowUtc + 60 });
}

export async function untrashTicket(store: StoreEditor, id: number): Promise<void> {
  await editTicket(store, id, { trashedAtUtc: null });
}

/**
 * Checks a ticket in with the app, which writes the status and a row of the log but changes no date. `express`
 * undoes a check-in without a log row.
 */
export async function gate(
  store: StoreEditor,
  id: number,
  status: DemoTicketStatus,
  day = 1,
  logs: 'logged' | 'express' = 'logged',
): Promise<void> {
  const atUtc = store.pass(60);
  const ticket = store.ticket(id);
  const days = store.product(ticket.productId).event?.days ?? 1;
  const row: DemoCheckIn = { day, status, atUtc };
  const checkIns = logs === 'logged' ? [...ticket.checkIns, row] : ticket.checkIns;
  if (days === 1) return await store.saveTickets([{ ...ticket, status, checkIns }]);
  const before = ticket.dayStatuses ?? Array.from({ length: days }, (): DemoTicketStatus => 'Not Checked In');
  const dayStatuses = before.map((was, at) => (at + 1 === day ? status : was));
  const any = dayStatuses.includes('Checked In') ? 'Checked In' : 'Not Checked In';
  return await store.saveTickets([{ ...ticket, status: any, dayStatuses, checkIns }]);
}

/** Cancels one ticket on its screen; its order does not change. */
export async function cancelTicket(store: StoreEditor, id: number): Promise<void> {
  const { checkIns } = store.ticket(id);
  const row: DemoCheckIn = { day: 1, status: 'Canceled', atUtc: store.nowUtc + 60 };
  await editTicket(store, id, { status: 'Canceled', checkIns: [...checkIns, row] });
}

function fresh(
  store: StoreEditor,
  productId: number,
  asked: DemoCheckoutTicket,
  from: Pick<DemoTicket, 'orderId' | 'origin'>,
): DemoTicket {
  const id = store.nextPostId();
  const order = from.orderId === null ? null : (store.orders.get(from.orderId) ?? null);
  const ofProduct = [...store.tickets.values()].filter((ticket) => ticket.productId === productId);
  return {
    id,
    ticketNumber: `${id}${String((id * 7919) % 1_000_000).padStart(6, '0')}`,
    hash: `h${id}`,
    ...from,
    productId,
    variationId: asked.variationId,
    attributes: asked.attributes,
    customerId: order?.customerId ?? 0,
    attendee: asked.attendee,
    purchaser: order?.purchaser ?? { firstName: '', lastName: '', email: '', phone: '' },
    answers: asked.answers,
    price: asked.price,
    sequence: ofProduct.reduce((most, ticket) => Math.max(most, ticket.sequence), 0) + 1,
    status: 'Not Checked In',
    dayStatuses: null,
    trashedAtUtc: null,
    createdAtUtc: store.nowUtc,
    modifiedAtUtc: store.nowUtc,
    edited: false,
    checkIns: [],
  };
}

function attributesOf(store: StoreEditor, productId: number, variationId: number): DemoTicket['attributes'] {
  return store.product(productId).variations.find(({ id }) => id === variationId)?.attributes ?? [];
}

function named(firstName: string): DemoAttendee {
  const email = `${firstName.toLowerCase().replaceAll(' ', '.')}@example.org`;
  return { firstName, lastName: 'Del Público', email, phone: '', company: '', designation: '' };
}

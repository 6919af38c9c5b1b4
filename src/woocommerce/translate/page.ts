import { AppError } from '../../kernel/errors.ts';
import type { StoreNote, StoreReject } from '../../source/source.ts';
import { isOfEvent } from '../../ticketing/membership.ts';
import type { StoreOrder, StoreTicket } from '../../ticketing/model/store-order.ts';
import { paidParts } from '../../ticketing/money/paid-parts.ts';
import type { RawTicket, TicketContext } from '../plugins/ticket-plugin.ts';
import type { CheckInLog } from '../read/check-ins.ts';
import type { RawOrder } from '../read/raw-rows.ts';
import { metaId } from '../values/cells.ts';
import type { Rereads } from '../values/latin1/rereads.ts';
import { RowNotes } from '../values/row-notes.ts';
import { noteOrderTexts, noteTicketTexts } from './note-texts.ts';
import { leftOutByOrder, leftOutByTicket } from './orders/left-out.ts';
import { type OrderContext, readOrder } from './orders/order.ts';

/** The context for translating the raw rows of one event. */
export interface PageContext extends TicketContext, OrderContext {
  /** What differs for tickets of the event's further products. Absent if it has none. */
  readonly otherProducts?: ReadonlyMap<number, TicketContext>;
  readonly checkIns: CheckInLog;
  /** The texts of this page that were decoded. */
  readonly rereads: Rereads;
}

interface ReadTickets {
  readonly tickets: readonly StoreTicket[];
  readonly rejects: readonly StoreReject[];
  readonly notes: readonly StoreNote[];
}

interface ReadOrders {
  readonly orders: readonly StoreOrder[];
  readonly rejects: readonly StoreReject[];
  /** The notes on these orders and their tickets. */
  readonly notes: readonly StoreNote[];
}

/** A reject contains the row, with long texts cut. */
const MOST_CHARACTERS = 10_000;

/**
 * Translates the orders of a page with their tickets. A row that cannot be read becomes a reject, and the page
 * continues. An order that turns out not to contain the event (because its meta exists twice, and the other row
 * counts) is left out.
 */
export function readPageOrders(raw: readonly RawOrder[], context: PageContext): ReadOrders {
  const orders: StoreOrder[] = [];
  const rejects: StoreReject[] = [];
  const notes: StoreNote[] = [];
  for (const rawOrder of raw) {
    const read = readPageTickets(rawOrder.tickets, context);
    rejects.push(...read.rejects);
    const { id } = rawOrder.header;
    const own = new RowNotes({ kind: 'order', wooId: id, wooOrderId: id });
    const order = tryRead(
      () => readOrder(rawOrder, read.tickets, context, own),
      (error) =>
        rejects.push({
          kind: 'order',
          wooId: id,
          wooOrderId: id,
          code: error.code,
          message: error.message,
          raw: plain({ ...rawOrder, tickets: rawOrder.tickets.map((ticket) => ticket.id) }),
          leftOut: leftOutByOrder(rawOrder, { read: read.tickets, areThere: hasTickets(read) }, context),
        }),
    );
    if (order === null) continue;
    if (!hasTickets(read) && !holdsEvent(order, context)) continue;
    orders.push(order);
    noteOrderTexts(rawOrder, context.plugin.names.order.record, context.rereads, own);
    noteTotal(order, rawOrder.header, own);
    notes.push(...shownOf(order, [...own.taken, ...read.notes]));
  }
  return { orders, rejects, notes };
}

/** Tickets of the event among these posts. */
export function readPageTickets(raw: readonly RawTicket[], context: PageContext): ReadTickets {
  const tickets: StoreTicket[] = [];
  const rejects: StoreReject[] = [];
  const notes: StoreNote[] = [];
  for (const rawTicket of raw) {
    const own = new RowNotes({ kind: 'ticket', wooId: rawTicket.id, wooOrderId: null });
    const ofProduct = ticketContextOf(rawTicket, context);
    const ticket = tryRead(
      () => context.plugin.readTicket(rawTicket, context.checkIns.of(rawTicket.id), ofProduct, own),
      (error) =>
        rejects.push({
          kind: 'ticket',
          wooId: rawTicket.id,
          wooOrderId: context.plugin.orderIdOf(rawTicket.metas),
          code: error.code,
          message: error.message,
          raw: plain(rawTicket),
          leftOut: leftOutByTicket(rawTicket, { ...ofProduct, plugin: context.plugin }),
        }),
    );
    if (ticket === null || !isOfEvent(ticket, context)) continue;
    tickets.push(ticket);
    noteTicketTexts(rawTicket, context.rereads, own);
    // The ticket's order is known only after the ticket is read.
    notes.push(...own.taken.map((note) => ({ ...note, wooOrderId: ticket.wooOrderId })));
  }
  return { tickets, rejects, notes };
}

function ticketContextOf({ metas }: RawTicket, context: PageContext): TicketContext {
  const productId = metaId(metas.get(context.plugin.names.ticket.productId));
  return context.otherProducts?.get(productId) ?? context;
}

/** An amount that cannot be read has a note of its own, which says why the order does not add up. */
function noteTotal(order: StoreOrder, { names, total }: RawOrder['header'], notes: RowNotes): void {
  if (notes.taken.some(({ reason }) => reason === 'amount_unreadable')) return;
  if (!paidParts(order).meetsTotal) notes.add(names.total, total, 'total_differs');
}

/** Notes on an order with an erased buyer contain no values. */
function shownOf({ anonymised }: StoreOrder, notes: readonly StoreNote[]): readonly StoreNote[] {
  return anonymised ? notes.map((note) => ({ ...note, raw: null })) : notes;
}

function hasTickets({ tickets, rejects }: ReadTickets): boolean {
  return tickets.length + rejects.length > 0;
}

function holdsEvent(order: StoreOrder, context: PageContext): boolean {
  return order.lines.some((line) => line.kind === 'line_item' && isOfEvent(line, context));
}

function tryRead<T>(read: () => T, reject: (error: AppError) => void): T | null {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'rejected') throw error;
    reject(error);
    return null;
  }
}

/** Converts a raw row to a form for JSON. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, MOST_CHARACTERS);
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  return value;
}

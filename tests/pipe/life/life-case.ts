import { cancel, complete, pay } from '../../../src/demo/edit/order-changes.ts';
import { placeOrder, type WantedLine, type WantedOrder } from '../../../src/demo/edit/place-order.ts';
import type { StoreEditor } from '../../../src/demo/edit/store-editor.ts';
import { MAIN_EVENT_ID, MERCH_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import type { DemoBuyer } from '../../../src/demo/model/model.ts';
import type { Story } from './story.ts';

/** Check-ins and edits in the backend between two executions. */
export interface Here {
  checkIn(wooTicketId: number, day?: number): Promise<void>;
  undo(wooTicketId: number, day?: number): Promise<void>;
}

/** One case: an order's changes in the store, and its expected state in the backend. */
export interface LifeCase {
  readonly name: string;
  /** The order at the first sync. */
  readonly born: (store: StoreEditor) => Promise<number>;
  /** The expected state after the first execution, if it matters. */
  readonly first?: Partial<Story>;
  /** The changes in the store before the second execution. */
  readonly happens: (store: StoreEditor, order: number, here: Here) => Promise<unknown>;
  /** The expected state after it; null if the event has no such order. */
  readonly says: Partial<Story> | null;
  /** The product of the event; the main one by default. */
  readonly of?: number;
  /** The expected state of the same order in another event. */
  readonly elsewhere?: readonly [product: number, says: Partial<Story> | null];
}

/** 22,000 each. */
export const SALA = 173_912;
/** 48,000 each. */
export const PREFERENTE = 173_913;
/** 12,000 each. */
export const ESTUDIANTE = 173_914;
/** Three days; 75,000 each. */
const PASE = 173_942;
export const TALLER = 173_921;

export const BUYER: DemoBuyer = {
  firstName: 'Clara',
  lastName: 'Compradora',
  email: 'clara@example.org',
  phone: '+56 9 8888 7777',
};

export const sala = (quantity: number): WantedLine => line(SALA, quantity);
export const preferente = (quantity: number): WantedLine => line(PREFERENTE, quantity);
export const pase = (quantity: number): WantedLine => ({
  productId: THREE_DAY_EVENT_ID,
  variationId: PASE,
  quantity,
});
export const bag = (quantity: number): WantedLine => ({ productId: MERCH_ID, variationId: 0, quantity });
export const taller = (quantity: number): WantedLine => ({ productId: TALLER, variationId: 0, quantity });

function line(variationId: number, quantity: number): WantedLine {
  return { productId: MAIN_EVENT_ID, variationId, quantity };
}

type OrderOptions = Partial<Omit<WantedOrder, 'lines'>>;
type Born = LifeCase['born'];
const NAMES = ['Ana', 'Beto', 'Cati', 'Dario'];

/** Bought, not paid yet. */
export function bought(lines: readonly WantedLine[], options: OrderOptions = {}): Born {
  return async (store) => await placeOrder(store, { lines, buyer: BUYER, attendees: NAMES, ...options });
}

/** Paid; the plugin makes its tickets when the order is completed. */
export function paid(lines: readonly WantedLine[], options: OrderOptions = {}): Born {
  return after(bought(lines, options), pay);
}

/** Paid and completed, with its tickets. */
export function completed(lines: readonly WantedLine[], options: OrderOptions = {}): Born {
  return after(paid(lines, options), complete);
}

export function cancelled(lines: readonly WantedLine[]): Born {
  return after(completed(lines), cancel);
}

export function after(
  born: Born,
  ...steps: readonly ((store: StoreEditor, order: number) => Promise<unknown>)[]
): Born {
  return async (store) => {
    const order = await born(store);
    for (const step of steps) await step(store, order);
    return order;
  };
}

/** The post of an order's ticket, counted from 0. */
export function post(store: StoreEditor, order: number, at = 0): number {
  const ticket = store.ticketsOf(order)[at];
  if (ticket === undefined) throw new RangeError(`Order ${order} has no ticket ${at}.`);
  return ticket.id;
}

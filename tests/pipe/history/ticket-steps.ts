import {
  addTicket,
  cancelTicket,
  editTicket,
  gate,
  importTicket,
  renameTicket,
  type TicketSaving,
  trashTicket,
  untrashTicket,
} from '../../../src/demo/edit/ticket-changes.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import type { DemoOrder, DemoTicket } from '../../../src/demo/model/model.ts';
import type { HistoryWorld, Step } from './history-world.ts';

function toTicket(
  name: string,
  may: (ticket: DemoTicket) => boolean,
  act: (world: HistoryWorld, ticket: DemoTicket) => Promise<unknown>,
): Step {
  return {
    name,
    async take(world) {
      const ticket = world.anyTicket(may);
      if (ticket === null) return false;
      await act(world, ticket);
      return true;
    },
  };
}

const any = (): boolean => true;
const present = ({ trashedAtUtc }: DemoTicket): boolean => trashedAtUtc === null;
/** A spreadsheet names none. */
const hasVariation = (ticket: DemoTicket): boolean => present(ticket) && ticket.origin !== 'csv';
const anySaving = ({ random, silent }: HistoryWorld): TicketSaving =>
  silent && random.chance(50) ? 'direct' : 'screen';
const EVENTS = [MAIN_EVENT_ID, THREE_DAY_EVENT_ID] as const;

/** The plugin has not made this order's tickets yet: another ticket would count as one of them. */
const settled = (order: DemoOrder): boolean =>
  order.status !== 'trash' && (order.ticketsGenerated || order.checkoutRecord === null);

function anyDay(world: HistoryWorld, { productId }: DemoTicket): number {
  return world.random.between(1, world.store.product(productId).event?.days ?? 1);
}

/** All changes of single tickets in the store. */
export const TICKET_STEPS: readonly Step[] = [
  toTicket('ticket trashed', present, ({ store }, { id }) => trashTicket(store, id)),
  toTicket(
    'ticket untrashed',
    (ticket) => !present(ticket),
    ({ store }, { id }) => untrashTicket(store, id),
  ),
  toTicket('ticket erased', any, (world, { id }) =>
    world.random.chance(40) ? world.store.eraseTicket(id) : world.nothing(),
  ),
  toTicket('ticket renamed', present, (world, { id }) =>
    renameTicket(world.store, id, { firstName: `Nueva${world.nextNumber()} <3 "ñ"` }, anySaving(world)),
  ),
  toTicket('ticket’s e-mail emptied', present, (world, { id }) =>
    renameTicket(world.store, id, { email: '' }, anySaving(world)),
  ),
  toTicket('ticket of another variation', hasVariation, (world, { id, productId }) => {
    const [first, second] = world.store.product(productId).variations;
    const other = world.random.chance(50) ? first : second;
    return editTicket(world.store, id, { variationId: other?.id ?? 0 }, 'direct');
  }),
  toTicket('ticket moved to another event', present, (world, { id }) =>
    editTicket(world.store, id, { productId: world.random.pick(EVENTS) }, 'direct'),
  ),
  toTicket('ticket moved to another order', present, (world, { id }) => {
    const order = world.anyOrder(settled);
    return order === null ? world.nothing() : editTicket(world.store, id, { orderId: order.id }, 'direct');
  }),
  toTicket('ticket cancelled alone', present, ({ store }, { id }) => cancelTicket(store, id)),
  toTicket('ticket’s status gone', present, ({ store }, { id }) =>
    editTicket(store, id, { status: null, dayStatuses: null }, 'direct'),
  ),
  toTicket('checked in in the store', present, (world, ticket) =>
    gate(world.store, ticket.id, 'Checked In', anyDay(world, ticket)),
  ),
  toTicket('undone in the store', present, (world, ticket) =>
    gate(world.store, ticket.id, 'Not Checked In', anyDay(world, ticket)),
  ),
  toTicket('undone in the store without a trace', present, (world, ticket) =>
    gate(world.store, ticket.id, 'Not Checked In', anyDay(world, ticket), 'express'),
  ),
  {
    name: 'ticket added by an administrator',
    async take(world) {
      const order = world.anyOrder(settled);
      if (order === null) return false;
      const productId = world.random.pick(EVENTS);
      const variationId = world.store.product(productId).variations[0]?.id ?? 0;
      await addTicket(world.store, order.id, productId, variationId, `Invita${world.nextNumber()}`);
      return true;
    },
  },
  {
    name: 'ticket imported',
    async take(world) {
      const order = world.random.chance(50) ? world.anyOrder(settled) : null;
      const name = `Planilla${world.nextNumber()}`;
      await importTicket(world.store, world.random.pick(EVENTS), order?.id ?? null, name);
      return true;
    },
  },
];

import { lineAt } from '../../../src/demo/edit/line-changes.ts';
import { cancel, complete, resendTickets, setRefunded } from '../../../src/demo/edit/order-changes.ts';
import { placeOrder } from '../../../src/demo/edit/place-order.ts';
import { refund } from '../../../src/demo/edit/refund-changes.ts';
import {
  addTicket,
  cancelTicket,
  editTicket,
  gate,
  importTicket,
  renameTicket,
  trashTicket,
  untrashTicket,
} from '../../../src/demo/edit/ticket-changes.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import { wholeUnits } from '../../../src/kernel/money/money.ts';
import {
  after,
  BUYER,
  bought,
  completed,
  type LifeCase,
  PREFERENTE,
  pase,
  post,
  preferente,
  SALA,
  sala,
  TALLER,
  taller,
} from './life-case.ts';

const inside =
  (at = 0, day = 1) =>
  async (store: Parameters<LifeCase['born']>[0], order: number) =>
    await gate(store, post(store, order, at), 'Checked In', day);

/** Cases about single tickets, and check-ins in the store and here. */
export const TICKET_CASES: readonly LifeCase[] = [
  {
    name: 'a ticket trashed: its unit is free again',
    born: completed([sala(2)]),
    happens: async (store, order) => await trashTicket(store, post(store, order)),
    says: {
      items: ['2 × 22000, 1 without ticket'],
      tickets: ['Ana active 0 trashed', 'Beto active 22000'],
    },
  },
  {
    name: 'a ticket untrashed',
    born: after(completed([sala(2)]), async (store, order) => await trashTicket(store, post(store, order))),
    first: { tickets: ['Ana active 0 trashed', 'Beto active 22000'] },
    happens: async (store, order) => await untrashTicket(store, post(store, order)),
    says: { items: ['2 × 22000'], tickets: ['Ana active 22000', 'Beto active 22000'] },
  },
  {
    name: 'a ticket erased',
    born: completed([sala(2)]),
    happens: async (store, order) => await store.eraseTicket(post(store, order)),
    says: {
      items: ['2 × 22000, 1 without ticket'],
      tickets: ['Ana active 22000 gone', 'Beto active 22000'],
    },
  },
  {
    name: 'tickets sent again: nothing changes',
    born: completed([sala(1)]),
    happens: resendTickets,
    says: { order: 'paid', tickets: ['Ana active 22000'] },
  },
  {
    name: 'a ticket renamed on its screen',
    born: completed([sala(1)]),
    happens: async (store, order) =>
      await renameTicket(store, post(store, order), { firstName: 'Ñandú & Co.' }),
    says: { tickets: ['Ñandú & Co. active 22000'] },
  },
  {
    name: 'a ticket renamed by a meta alone',
    born: completed([sala(1)]),
    happens: async (store, order) =>
      await renameTicket(store, post(store, order), { firstName: 'Silvia' }, 'direct'),
    says: { tickets: ['Silvia active 22000'] },
  },
  {
    name: 'a ticket moved to another variation',
    born: completed([sala(1), preferente(1)]),
    happens: async (store, order) =>
      await editTicket(store, post(store, order), { variationId: PREFERENTE }, 'direct'),
    says: {
      items: ['1 × 22000, 1 without ticket', '1 × 48000'],
      tickets: ['Ana active 48000', 'Beto active 0'],
    },
  },
  {
    name: 'a ticket moved to another event',
    born: completed([sala(1), taller(1)]),
    happens: async (store, order) =>
      await editTicket(store, post(store, order), { productId: TALLER, variationId: 0 }, 'direct'),
    says: { items: ['1 × 22000, 1 without ticket'], tickets: ['Ana active 22000 gone'] },
    elsewhere: [TALLER, { tickets: ['Ana active 18500', 'Beto active 0'] }],
  },
  {
    name: 'a ticket moved to another order',
    born: completed([sala(1)]),
    happens: async (store, order) => {
      const other = await placeOrder(store, { lines: [sala(1)], buyer: BUYER });
      await editTicket(store, post(store, order), { orderId: other }, 'direct');
    },
    says: { order: 'paid', items: ['1 × 22000, 1 without ticket'], tickets: [] },
  },
  {
    name: 'a ticket cancelled alone: it keeps its unit and its money',
    born: completed([sala(2)]),
    happens: async (store, order) => await cancelTicket(store, post(store, order)),
    says: {
      money: '44000 0 44000 4400 39600',
      items: ['2 × 22000'],
      tickets: ['Ana cancelled 22000', 'Beto active 22000'],
    },
  },
  {
    name: 'a ticket cancelled alone and then refunded by quantity: the refund falls on it',
    born: after(completed([sala(2)]), async (store, order) => await cancelTicket(store, post(store, order))),
    happens: async (store, order) =>
      await refund(store, order, [
        { itemId: lineAt(store.order(order)).itemId, quantity: 1, total: wholeUnits(22_000) },
      ]),
    says: { tickets: ['Ana refunded 22000', 'Beto active 22000'] },
  },
  {
    name: 'a ticket added by an administrator: a surplus costs nothing',
    born: completed([sala(1)]),
    happens: async (store, order) => await addTicket(store, order, MAIN_EVENT_ID, SALA, 'Invitada'),
    says: { items: ['1 × 22000'], tickets: ['Ana active 22000', 'Invitada active 0'] },
  },
  {
    name: 'a ticket imported by CSV that names the order: it has no variation, so no unit',
    born: completed([sala(1)]),
    happens: async (store, order) => await importTicket(store, MAIN_EVENT_ID, order, 'Planilla'),
    says: { items: ['1 × 22000'], tickets: ['Ana active 22000', 'Planilla active 0'] },
  },
  {
    name: 'a ticket imported into an order of another event: the order belongs to this one too',
    born: bought([taller(1)]),
    happens: async (store, order) => await importTicket(store, MAIN_EVENT_ID, order, 'Planilla'),
    says: { order: 'pending', money: '0 0 0 0 0', items: [], tickets: ['Planilla inactive 0'] },
  },
  {
    name: 'checked in in the store',
    born: completed([sala(2)]),
    happens: inside(),
    says: { tickets: ['Ana active 22000 in', 'Beto active 22000'] },
  },
  {
    name: 'checked in here',
    born: completed([sala(1)]),
    happens: async (store, order, here) => await here.checkIn(post(store, order)),
    says: { tickets: ['Ana active 22000 in'] },
  },
  {
    name: 'checked in here and in the store',
    born: completed([sala(1)]),
    happens: async (store, order, here) => {
      await here.checkIn(post(store, order));
      await gate(store, post(store, order), 'Checked In');
    },
    says: { tickets: ['Ana active 22000 in'] },
  },
  {
    name: 'checked in at both, undone in the store: the local check-in stays',
    born: completed([sala(1)]),
    happens: async (store, order, here) => {
      await here.checkIn(post(store, order));
      await gate(store, post(store, order), 'Checked In');
      await gate(store, post(store, order), 'Not Checked In');
    },
    says: { tickets: ['Ana active 22000 in'] },
  },
  {
    name: 'checked in at both, undone here: the store’s check-in stays',
    born: completed([sala(1)]),
    happens: async (store, order, here) => {
      await here.checkIn(post(store, order));
      await gate(store, post(store, order), 'Checked In');
      await here.undo(post(store, order));
    },
    says: { tickets: ['Ana active 22000 in'] },
  },
  {
    name: 'checked in and undone in the store, by an app that logs it',
    born: after(completed([sala(1)]), inside()),
    happens: async (store, order) => await gate(store, post(store, order), 'Not Checked In'),
    says: { tickets: ['Ana active 22000'] },
  },
  {
    name: 'checked in and undone in the store, by one that logs nothing',
    born: after(completed([sala(1)]), inside()),
    happens: async (store, order) => await gate(store, post(store, order), 'Not Checked In', 1, 'express'),
    says: { tickets: ['Ana active 22000'] },
  },
  {
    name: 'several days: one in the store, one here',
    of: THREE_DAY_EVENT_ID,
    born: completed([pase(1)]),
    happens: async (store, order, here) => {
      await gate(store, post(store, order), 'Checked In', 1);
      await here.checkIn(post(store, order), 2);
    },
    says: { tickets: ['Ana active 75000 partly in'] },
  },
  {
    name: 'several days: all of them, by both gates',
    of: THREE_DAY_EVENT_ID,
    born: after(completed([pase(1)]), inside(0, 1), inside(0, 3)),
    first: { tickets: ['Ana active 75000 partly in'] },
    happens: async (store, order, here) => await here.checkIn(post(store, order), 2),
    says: { tickets: ['Ana active 75000 in'] },
  },
  {
    name: 'several days: a day undone in the store that was let in here',
    of: THREE_DAY_EVENT_ID,
    born: completed([pase(1)]),
    happens: async (store, order, here) => {
      await here.checkIn(post(store, order), 2);
      await gate(store, post(store, order), 'Checked In', 1);
      await gate(store, post(store, order), 'Not Checked In', 1);
    },
    says: { tickets: ['Ana active 75000 partly in'] },
  },
  {
    name: 'inside here, then refunded: the check-in is kept',
    born: completed([sala(1)]),
    happens: async (store, order, here) => {
      await here.checkIn(post(store, order));
      await setRefunded(store, order);
    },
    says: { order: 'refunded', tickets: ['Ana refunded 22000 in'] },
  },
  {
    name: 'inside here, then cancelled: the check-in is kept',
    born: completed([sala(1)]),
    happens: async (store, order, here) => {
      await here.checkIn(post(store, order));
      await cancel(store, order);
    },
    says: { order: 'cancelled', tickets: ['Ana cancelled 22000 in'] },
  },
  {
    name: 'inside in the store, then cancelled and restored there: the store forgot it',
    born: after(completed([sala(1)]), inside()),
    first: { tickets: ['Ana active 22000 in'] },
    happens: async (store, order) => {
      await cancel(store, order);
      await complete(store, order);
    },
    says: { order: 'paid', tickets: ['Ana active 22000'] },
  },
];

import { editLine, lineAt } from '../../../src/demo/edit/line-changes.ts';
import {
  anonymise,
  backdate,
  cancel,
  changeBuyer,
  complete,
  pay,
  saveUnchanged,
  setStatus,
  trash,
  untrash,
} from '../../../src/demo/edit/order-changes.ts';
import { MAIN_EVENT_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import {
  after,
  BUYER,
  bag,
  bought,
  cancelled,
  completed,
  ESTUDIANTE,
  type LifeCase,
  paid,
  pase,
  sala,
  TALLER,
  taller,
} from './life-case.ts';

/** Cases about an order as a whole. The fee is 10 %. */
export const ORDER_CASES: readonly LifeCase[] = [
  {
    name: 'paid later: its attendees wait for their tickets',
    born: bought([sala(2)]),
    first: {
      order: 'pending',
      money: '44000 0 44000 0 0',
      items: ['2 × 22000, 2 without ticket'],
      tickets: [],
    },
    happens: pay,
    says: {
      order: 'paid',
      money: '44000 0 44000 4400 39600',
      items: ['2 × 22000'],
      tickets: ['Ana pending 22000', 'Beto pending 22000'],
    },
  },
  {
    name: 'paid, then completed: the waiting rows become the tickets',
    born: paid([sala(2)]),
    first: { tickets: ['Ana pending 22000', 'Beto pending 22000'] },
    happens: complete,
    says: { order: 'paid', tickets: ['Ana active 22000', 'Beto active 22000'] },
  },
  {
    name: 'on hold',
    born: bought([sala(1)]),
    happens: async (store, order) => await setStatus(store, order, 'on-hold'),
    says: { order: 'on_hold', money: '22000 0 22000 0 0', tickets: [] },
  },
  {
    name: 'cancelled',
    born: completed([sala(2)]),
    first: { tickets: ['Ana active 22000', 'Beto active 22000'] },
    happens: cancel,
    says: {
      order: 'cancelled',
      money: '44000 0 44000 0 0',
      tickets: ['Ana cancelled 22000', 'Beto cancelled 22000'],
    },
  },
  {
    name: 'cancelled before payment',
    born: bought([sala(1)]),
    happens: cancel,
    says: { order: 'cancelled', money: '22000 0 22000 0 0', tickets: [] },
  },
  {
    name: 'restored',
    born: cancelled([sala(2)]),
    first: { order: 'cancelled', tickets: ['Ana cancelled 22000', 'Beto cancelled 22000'] },
    happens: complete,
    says: {
      order: 'paid',
      money: '44000 0 44000 4400 39600',
      tickets: ['Ana active 22000', 'Beto active 22000'],
    },
  },
  {
    name: 'failed, then paid',
    born: after(bought([sala(1)]), async (store, order) => await setStatus(store, order, 'failed')),
    first: { order: 'failed', money: '22000 0 22000 0 0', tickets: [] },
    happens: async (store, order) => {
      await pay(store, order);
      await complete(store, order);
    },
    says: { order: 'paid', money: '22000 0 22000 2200 19800', tickets: ['Ana active 22000'] },
  },
  {
    name: 'of a plugin’s status, once paid',
    born: completed([sala(1)]),
    happens: async (store, order) => await setStatus(store, order, 'validado'),
    says: { order: 'paid', money: '22000 0 22000 2200 19800', tickets: ['Ana active 22000'] },
  },
  {
    name: 'whose only line moved to another product before tickets were made',
    born: bought([sala(1)]),
    happens: async (store, order) =>
      await editLine(
        store,
        order,
        lineAt(store.order(order)).itemId,
        { productId: TALLER, variationId: 0 },
        'silent',
      ),
    says: { order: 'pending, left_event' },
    elsewhere: [TALLER, { order: 'pending', money: '22000 0 22000 0 0' }],
  },
  {
    name: 'whose line moved to another product after tickets were made: they hold it',
    born: completed([sala(1)]),
    happens: async (store, order) =>
      await editLine(store, order, lineAt(store.order(order)).itemId, { productId: TALLER, variationId: 0 }),
    says: { order: 'paid', money: '0 0 0 0 0', items: [], tickets: ['Ana active 0'] },
    elsewhere: [TALLER, { order: 'paid', money: '22000 0 22000 2200 19800', tickets: [] }],
  },
  {
    name: 'whose line moved into this event',
    born: bought([taller(1)]),
    happens: async (store, order) =>
      await editLine(store, order, lineAt(store.order(order)).itemId, {
        productId: MAIN_EVENT_ID,
        variationId: ESTUDIANTE,
      }),
    says: { order: 'pending', money: '18500 0 18500 0 0', items: ['1 × 18500, 1 without ticket'] },
    elsewhere: [TALLER, { order: 'pending, left_event' }],
  },
  {
    name: 'of several events and goods: each sees its own',
    born: paid([sala(1), pase(1), bag(2)]),
    happens: complete,
    says: { order: 'paid', money: '22000 0 22000 2200 19800', tickets: ['Ana active 22000'] },
    elsewhere: [
      THREE_DAY_EVENT_ID,
      { order: 'paid', money: '75000 0 75000 7500 67500', tickets: ['Beto active 75000'] },
    ],
  },
  {
    name: 'backdated',
    born: completed([sala(1)]),
    happens: async (store, order) => await backdate(store, order, 40 * 86_400),
    first: { age: 0 },
    says: { order: 'paid', age: 40, tickets: ['Ana active 22000'] },
  },
  {
    name: 'of another buyer: attendees stay who they were',
    born: completed([sala(1)]),
    first: { buyer: 'Clara Compradora clara@example.org' },
    happens: async (store, order) => await changeBuyer(store, order, { ...BUYER, firstName: 'Otra' }),
    says: { order: 'paid', buyer: 'Otra Compradora clara@example.org', tickets: ['Ana active 22000'] },
  },
  {
    name: 'saved without any change',
    born: completed([sala(1)]),
    happens: saveUnchanged,
    says: { order: 'paid', money: '22000 0 22000 2200 19800', tickets: ['Ana active 22000'] },
  },
  {
    name: 'anonymised: the buyer goes, a companion of the same first name stays',
    born: completed([sala(2)], { attendees: ['Clara Compradora', 'Clara'] }),
    first: { tickets: ['Clara Compradora active 22000', 'Clara active 22000'] },
    happens: anonymise,
    says: { order: 'paid', buyer: '', tickets: ['– active 22000', 'Clara active 22000'] },
  },
  {
    name: 'anonymised before its tickets were made: no name is left',
    born: paid([sala(1)]),
    first: { tickets: ['Ana pending 22000'] },
    happens: anonymise,
    says: { order: 'paid', buyer: '', tickets: ['– pending 22000'] },
  },
  {
    name: 'anonymised and then erased: its tickets still have no name',
    born: after(completed([sala(2)], { attendees: ['Clara Compradora', 'Clara'] }), anonymise),
    first: { buyer: '', tickets: ['– active 22000', 'Clara active 22000'] },
    happens: async (store, order) => await store.eraseOrder(order),
    says: { order: 'paid, gone', buyer: '', tickets: ['– orphaned 0', 'Clara orphaned 0'] },
  },
  {
    name: 'trashed: nothing of it counts',
    born: completed([sala(1)]),
    happens: trash,
    says: { order: 'trashed, trashed', money: '22000 0 22000 0 0', tickets: ['Ana inactive 22000'] },
  },
  {
    name: 'untrashed',
    born: after(completed([sala(1)]), trash),
    first: { order: 'trashed, trashed', tickets: ['Ana inactive 22000'] },
    happens: untrash,
    says: { order: 'paid', money: '22000 0 22000 2200 19800', tickets: ['Ana active 22000'] },
  },
  {
    name: 'erased: its row stays, its tickets are orphans',
    born: completed([sala(1)]),
    happens: async (store, order) => await store.eraseOrder(order),
    says: { order: 'paid, gone', tickets: ['Ana orphaned 0'] },
  },
  {
    name: 'erased before it had tickets',
    born: paid([sala(1)]),
    first: { tickets: ['Ana pending 22000'] },
    happens: async (store, order) => await store.eraseOrder(order),
    says: { order: 'paid, gone', tickets: ['Ana pending 22000 gone'] },
  },
  {
    name: 'made by an administrator: no record, so no tickets',
    born: completed([sala(2)], { channel: 'admin' }),
    happens: saveUnchanged,
    says: { order: 'paid', items: ['2 × 22000, 2 without ticket'], tickets: [] },
  },
];

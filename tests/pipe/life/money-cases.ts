import { addFee, addLine, editLine, lineAt, removeLine } from '../../../src/demo/edit/line-changes.ts';
import { setRefunded } from '../../../src/demo/edit/order-changes.ts';
import { deleteRefund, refund } from '../../../src/demo/edit/refund-changes.ts';
import { gate } from '../../../src/demo/edit/ticket-changes.ts';
import { THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import { wholeUnits } from '../../../src/kernel/money/money.ts';
import { after, completed, type LifeCase, pase, post, preferente, sala } from './life-case.ts';

/** Cases about an order’s lines and refunds. The fee is 10 %. */
export const MONEY_CASES: readonly LifeCase[] = [
  {
    name: 'refunded by line: the newest ticket goes',
    born: completed([sala(2)]),
    happens: async (store, order) =>
      await refund(store, order, [
        { itemId: lineAt(store.order(order)).itemId, quantity: 1, total: wholeUnits(22_000) },
      ]),
    says: {
      order: 'paid',
      money: '44000 22000 22000 2200 19800',
      items: ['2 (1 back) × 22000'],
      tickets: ['Ana active 22000', 'Beto refunded 22000'],
    },
  },
  {
    name: 'refunded by line, the newest being inside: the other one goes',
    born: after(completed([sala(2)]), async (store, order) => {
      await gate(store, post(store, order, 1), 'Checked In');
    }),
    first: { tickets: ['Ana active 22000', 'Beto active 22000 in'] },
    happens: async (store, order) =>
      await refund(store, order, [
        { itemId: lineAt(store.order(order)).itemId, quantity: 1, total: wholeUnits(22_000) },
      ]),
    says: { tickets: ['Ana refunded 22000', 'Beto active 22000 in'] },
  },
  {
    name: 'refunded by amount of a line: every ticket stays',
    born: completed([sala(2)]),
    happens: async (store, order) =>
      await refund(store, order, [
        { itemId: lineAt(store.order(order)).itemId, quantity: 0, total: wholeUnits(10_000) },
      ]),
    says: {
      order: 'paid',
      money: '44000 10000 34000 3400 30600',
      items: ['2 × 22000'],
      tickets: ['Ana active 22000', 'Beto active 22000'],
    },
  },
  {
    name: 'refunded by amount alone: each event bears its part',
    born: completed([sala(1), pase(1)]),
    happens: async (store, order) => await refund(store, order, [], wholeUnits(9_700)),
    // 9,700 of 97,000: 2,200 of 22,000 and 7,500 of 75,000
    says: { money: '22000 2200 19800 1980 17820', tickets: ['Ana active 22000'] },
    elsewhere: [THREE_DAY_EVENT_ID, { money: '75000 7500 67500 6750 60750', tickets: ['Beto active 75000'] }],
  },
  {
    name: 'refunded in part twice',
    born: completed([sala(3)]),
    happens: async (store, order) => {
      const { itemId } = lineAt(store.order(order));
      await refund(store, order, [{ itemId, quantity: 1, total: wholeUnits(22_000) }]);
      await refund(store, order, [{ itemId, quantity: 1, total: wholeUnits(22_000) }]);
    },
    says: {
      order: 'paid',
      money: '66000 44000 22000 2200 19800',
      items: ['3 (2 back) × 22000'],
      tickets: ['Ana active 22000', 'Beto refunded 22000', 'Cati refunded 22000'],
    },
  },
  {
    name: 'refunded in full by status: one refund without lines',
    born: completed([sala(2)]),
    happens: setRefunded,
    says: {
      order: 'refunded',
      money: '44000 44000 0 0 0',
      tickets: ['Ana refunded 22000', 'Beto refunded 22000'],
    },
  },
  {
    name: 'refunded in part, then in full by status',
    born: after(completed([sala(2)]), async (store, order) => {
      const { itemId } = lineAt(store.order(order));
      await refund(store, order, [{ itemId, quantity: 1, total: wholeUnits(22_000) }]);
    }),
    first: { money: '44000 22000 22000 2200 19800' },
    happens: setRefunded,
    says: { order: 'refunded', money: '44000 44000 0 0 0', items: ['2 (1 back) × 22000'] },
  },
  {
    name: 'whose refund was deleted',
    born: after(completed([sala(2)]), async (store, order) => {
      const { itemId } = lineAt(store.order(order));
      await refund(store, order, [{ itemId, quantity: 1, total: wholeUnits(22_000) }]);
    }),
    first: { tickets: ['Ana active 22000', 'Beto refunded 22000'] },
    happens: async (store, order) => await deleteRefund(store, order, store.order(order).refunds[0]?.id ?? 0),
    says: {
      order: 'paid',
      money: '44000 0 44000 4400 39600',
      items: ['2 × 22000'],
      tickets: ['Ana active 22000', 'Beto active 22000'],
    },
  },
  {
    name: 'with a coupon, refunded by what was paid',
    born: completed([sala(2)], { percentOff: 15 }),
    first: { money: '37400 0 37400 3740 33660', tickets: ['Ana active 18700', 'Beto active 18700'] },
    happens: async (store, order) =>
      await refund(store, order, [
        { itemId: lineAt(store.order(order)).itemId, quantity: 1, total: wholeUnits(18_700) },
      ]),
    says: {
      money: '37400 18700 18700 1870 16830',
      tickets: ['Ana active 18700', 'Beto refunded 18700'],
    },
  },
  {
    name: 'with a fee: the fee is no part of the event, its refund neither',
    born: completed([sala(1)], { fees: [1_750, -2_500] }),
    first: { money: '22000 0 22000 2200 19800' },
    happens: async (store, order) =>
      await refund(store, order, [
        { itemId: store.order(order).fees[0]?.itemId ?? 0, quantity: 0, total: wholeUnits(1_750) },
      ]),
    says: { money: '22000 0 22000 2200 19800', tickets: ['Ana active 22000'] },
  },
  {
    name: 'with a fee added later, and money back without lines',
    born: completed([sala(1)]),
    happens: async (store, order) => {
      await addFee(store, order, wholeUnits(22_000));
      await refund(store, order, [], wholeUnits(22_000));
    },
    // half of the payment was refunded, so half of the ticket's price
    says: { money: '22000 11000 11000 1100 9900' },
  },
  {
    name: 'with a line added: units without a ticket',
    born: completed([sala(1)]),
    happens: async (store, order) => await addLine(store, order, preferente(2)),
    says: {
      money: '118000 0 118000 11800 106200',
      items: ['1 × 22000', '2 × 48000, 2 without ticket'],
      tickets: ['Ana active 22000'],
    },
  },
  {
    name: 'with a line removed: its tickets have no unit left',
    born: completed([sala(1), preferente(1)]),
    first: { tickets: ['Ana active 22000', 'Beto active 48000'] },
    happens: async (store, order) => await removeLine(store, order, lineAt(store.order(order), 1).itemId),
    says: {
      money: '22000 0 22000 2200 19800',
      items: ['1 × 22000'],
      tickets: ['Ana active 22000', 'Beto active 0'],
    },
  },
  {
    name: 'with its line repriced',
    born: completed([sala(2)]),
    happens: async (store, order) =>
      await editLine(store, order, lineAt(store.order(order)).itemId, { total: wholeUnits(40_001) }),
    says: { money: '40001 0 40001 4001 36000', tickets: ['Ana active 20001', 'Beto active 20000'] },
  },
  {
    name: 'with more units of its line',
    born: completed([sala(1)]),
    happens: async (store, order) =>
      await editLine(
        store,
        order,
        lineAt(store.order(order)).itemId,
        { quantity: 3, subtotal: wholeUnits(66_000), total: wholeUnits(66_000) },
        'silent',
      ),
    says: { items: ['3 × 22000, 2 without ticket'], tickets: ['Ana active 22000'] },
  },
];

import { addFee, addLine, editLine, removeLine, type Saving } from '../../../src/demo/edit/line-changes.ts';
import {
  addNote,
  anonymise,
  backdate,
  cancel,
  changeBuyer,
  complete,
  pay,
  resendTickets,
  saveUnchanged,
  setCustomerNote,
  setRefunded,
  setStatus,
  setTransaction,
  trash,
  untrash,
} from '../../../src/demo/edit/order-changes.ts';
import { placeOrder, type WantedLine } from '../../../src/demo/edit/place-order.ts';
import { deleteRefund, leftOf, livingRefunds, refund } from '../../../src/demo/edit/refund-changes.ts';
import { MAIN_EVENT_ID, MERCH_ID, THREE_DAY_EVENT_ID } from '../../../src/demo/model/catalogue.ts';
import type { DemoLine, DemoOrder } from '../../../src/demo/model/model.ts';
import type { HistoryWorld, Step } from './history-world.ts';
import { unitOf } from './model-money.ts';

type On = (world: HistoryWorld, order: DemoOrder) => Promise<unknown>;

/** A step for a suitable order. */
function toOrder(name: string, may: (order: DemoOrder) => boolean, act: On): Step {
  return {
    name,
    async take(world) {
      const order = world.anyOrder(may);
      if (order === null) return false;
      await act(world, order);
      return true;
    },
  };
}

const inTrash = ({ status }: DemoOrder): boolean => status === 'trash';
const live = (order: DemoOrder): boolean => !inTrash(order);
const unpaid = ({ status }: DemoOrder): boolean => ['pending', 'failed', 'on-hold'].includes(status);
const isPaid = ({ status }: DemoOrder): boolean => ['processing', 'completed'].includes(status);
const refundable = (order: DemoOrder): boolean => isPaid(order) && leftOf(order) > 0n;
const named = (order: DemoOrder): boolean => live(order) && !order.anonymised;
const hasLine = (order: DemoOrder): boolean => live(order) && order.lines.length > 0;

/** With the order and its totals, or only the line itself, which gives no change signal. */
const anySaving = (world: HistoryWorld): Saving =>
  world.silent && world.random.chance(50) ? 'silent' : 'details';

const VARIATIONS = [173_912, 173_913, 173_914, 173_915] as const;
const PASSES = [173_942, 173_943] as const;

function anyWanted(world: HistoryWorld): WantedLine {
  const { random } = world;
  const quantity = random.between(1, 3);
  if (random.chance(15)) return { productId: MERCH_ID, variationId: 0, quantity };
  if (random.chance(30)) {
    return { productId: THREE_DAY_EVENT_ID, variationId: random.pick(PASSES), quantity };
  }
  return { productId: MAIN_EVENT_ID, variationId: random.pick(VARIATIONS), quantity };
}

async function buy(world: HistoryWorld, channel: 'checkout' | 'admin'): Promise<number> {
  const { random, store } = world;
  const number = world.nextNumber();
  const buyer = {
    firstName: `Compra${number}`,
    lastName: "O'Higgins & Cía.",
    email: `compra${number}@example.org`,
    phone: `+56 9 ${1_000_000 + number}`,
  };
  const lines = Array.from({ length: random.between(1, 3) }, () => anyWanted(world));
  const units = lines.reduce((all, { quantity }) => all + quantity, 0);
  const attendees = Array.from({ length: units }, (_, at) =>
    random.chance(12) ? '' : at === 0 && random.chance(40) ? buyer.firstName : `Asiste${number}n${at}`,
  );
  return await placeOrder(store, {
    lines,
    buyer,
    attendees,
    channel,
    currency: random.chance(20) ? 'USD' : 'CLP',
    fees: random.chance(20) ? [random.between(1, 9) * 100] : [],
    percentOff: random.chance(20) ? 15 : 0,
  });
}

function anyLine(world: HistoryWorld, order: DemoOrder): DemoLine {
  return order.lines[world.random.between(0, order.lines.length - 1)] as DemoLine;
}

/** Part of an amount, in whole minor units. */
function partOf(world: HistoryWorld, order: DemoOrder, amount: bigint): bigint {
  const unit = unitOf(order.currency);
  return (((amount / unit) * BigInt(world.random.between(1, 100))) / 100n / 1n) * unit;
}

/** Refunds money of a line, with or without its units; never more than the rest of the order. */
async function refundLine(world: HistoryWorld, order: DemoOrder, quantity: 0 | 1): Promise<void> {
  const line = anyLine(world, order);
  const unit = unitOf(order.currency);
  const each = line.quantity === 0 ? 0n : (line.total / BigInt(line.quantity) / unit) * unit;
  const wanted = quantity === 1 ? each : partOf(world, order, line.total);
  const total = wanted < leftOf(order) ? wanted : leftOf(order);
  if (total > 0n) await refund(world.store, order.id, [{ itemId: line.itemId, quantity, total }]);
}

/** All changes of whole orders, their lines and their money. */
export const ORDER_STEPS: readonly Step[] = [
  { name: 'order placed', take: async (world) => (await buy(world, 'checkout')) > 0 },
  {
    name: 'order placed and completed',
    async take(world) {
      const id = await buy(world, 'checkout');
      await pay(world.store, id);
      await complete(world.store, id);
      return true;
    },
  },
  {
    name: 'order made by an administrator',
    async take(world) {
      await complete(world.store, await buy(world, 'admin'));
      return true;
    },
  },
  toOrder('paid', unpaid, ({ store }, { id }) => pay(store, id)),
  toOrder(
    'completed',
    (order) => unpaid(order) || order.status === 'processing',
    ({ store }, { id }) => complete(store, id),
  ),
  toOrder('on hold', unpaid, ({ store }, { id }) => setStatus(store, id, 'on-hold')),
  toOrder('failed', unpaid, ({ store }, { id }) => setStatus(store, id, 'failed')),
  toOrder('pending again', isPaid, ({ store }, { id }) => setStatus(store, id, 'pending')),
  toOrder('of a plugin’s status', live, ({ store }, { id }) => setStatus(store, id, 'validado')),
  toOrder('cancelled', live, ({ store }, { id }) => cancel(store, id)),
  toOrder(
    'restored',
    ({ status }) => status === 'cancelled',
    ({ store }, { id }) => complete(store, id),
  ),
  toOrder('refunded by status', isPaid, ({ store }, { id }) => setRefunded(store, id)),
  toOrder(
    'a unit refunded',
    (order) => refundable(order) && hasLine(order),
    (world, order) => refundLine(world, order, 1),
  ),
  toOrder(
    'money of a line refunded',
    (order) => refundable(order) && hasLine(order),
    (world, order) => refundLine(world, order, 0),
  ),
  toOrder('an amount refunded', refundable, async (world, order) => {
    const amount = partOf(world, order, leftOf(order));
    if (amount > 0n) await refund(world.store, order.id, [], amount);
  }),
  toOrder(
    'a fee refunded',
    (order) => refundable(order) && order.fees.length > 0,
    async (world, order) => {
      const [fee] = order.fees;
      if (fee === undefined || fee.total <= 0n || fee.total > leftOf(order)) return;
      await refund(world.store, order.id, [{ itemId: fee.itemId, quantity: 0, total: fee.total }]);
    },
  ),
  toOrder(
    'refund deleted',
    (order) => live(order) && livingRefunds(order).length > 0,
    ({ store }, order) => deleteRefund(store, order.id, livingRefunds(order)[0]?.id ?? 0),
  ),
  toOrder('line added', live, (world, { id }) =>
    addLine(world.store, id, anyWanted(world), anySaving(world)),
  ),
  toOrder('line removed', hasLine, (world, order) =>
    removeLine(world.store, order.id, anyLine(world, order).itemId, anySaving(world)),
  ),
  toOrder('line repriced', hasLine, (world, order) => {
    const line = anyLine(world, order);
    return editLine(
      world.store,
      order.id,
      line.itemId,
      { total: partOf(world, order, line.subtotal) },
      anySaving(world),
    );
  }),
  toOrder('quantity changed', hasLine, (world, order) =>
    editLine(
      world.store,
      order.id,
      anyLine(world, order).itemId,
      { quantity: world.random.between(0, 4) },
      anySaving(world),
    ),
  ),
  toOrder('line moved to another product', hasLine, (world, order) => {
    const { productId, variationId } = anyWanted(world);
    return editLine(
      world.store,
      order.id,
      anyLine(world, order).itemId,
      { productId, variationId },
      anySaving(world),
    );
  }),
  toOrder('line of another variation', hasLine, (world, order) => {
    const line = anyLine(world, order);
    const others = line.productId === THREE_DAY_EVENT_ID ? PASSES : VARIATIONS;
    const variationId = line.productId === MERCH_ID ? 0 : world.random.pick(others);
    return editLine(world.store, order.id, line.itemId, { variationId }, anySaving(world));
  }),
  toOrder(
    'two totals swapped',
    ({ lines, ...order }) => live({ ...order, lines }) && lines.length > 1,
    async (world, order) => {
      const [a, b] = order.lines;
      if (a === undefined || b === undefined) return;
      await editLine(world.store, order.id, a.itemId, { total: b.total }, 'silent');
      await editLine(world.store, order.id, b.itemId, { total: a.total }, 'silent');
    },
  ),
  toOrder('fee added', live, (world, order) =>
    addFee(
      world.store,
      order.id,
      unitOf(order.currency) * BigInt(world.random.between(1, 5_000)),
      anySaving(world),
    ),
  ),
  toOrder('backdated', live, ({ store, random }, { id }) =>
    backdate(store, id, random.between(60, 9_000_000)),
  ),
  toOrder('another buyer', named, (world, { id, buyer }) =>
    changeBuyer(world.store, id, { ...buyer, firstName: `Otra${world.nextNumber()}` }),
  ),
  toOrder('customer’s note', named, (world, { id }) =>
    setCustomerNote(world.store, id, `Nota ${world.nextNumber()} "ñ" 🎺`),
  ),
  toOrder('transaction named', named, (world, { id }) =>
    setTransaction(world.store, id, `TX-${world.nextNumber()}`),
  ),
  toOrder('note added', live, ({ store }, { id }) => addNote(store, id, 'Llamó por teléfono.')),
  toOrder('saved unchanged', live, ({ store }, { id }) => saveUnchanged(store, id)),
  toOrder('tickets sent again', isPaid, ({ store }, { id }) => resendTickets(store, id)),
  toOrder('anonymised', named, (world, { id }) =>
    world.random.chance(30) ? anonymise(world.store, id) : world.nothing(),
  ),
  toOrder('trashed', live, ({ store }, { id }) => trash(store, id)),
  toOrder('untrashed', inTrash, ({ store }, { id }) => untrash(store, id)),
  toOrder(
    'erased',
    () => true,
    (world, { id }) => (world.random.chance(30) ? world.store.eraseOrder(id) : world.nothing()),
  ),
];

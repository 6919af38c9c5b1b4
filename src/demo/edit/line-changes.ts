import type { Money } from '../../kernel/money/money.ts';
import type { DemoLine, DemoOrder } from '../model/model.ts';
import type { ChangeKind } from './change-effects.ts';
import { lineOf, type WantedLine } from './place-order.ts';
import type { StoreEditor } from './store-editor.ts';

/** How items are saved: together with the order and its totals, or each by itself, which changes no date. */
export type Saving = Extract<ChangeKind, 'details' | 'silent'>;

export async function addLine(
  store: StoreEditor,
  orderId: number,
  wanted: WantedLine,
  how: Saving = 'details',
): Promise<number> {
  const order = store.order(orderId);
  const line = lineOf(store, wanted, order.currency);
  await store.saveOrder({ ...order, lines: [...order.lines, line] }, how);
  return line.itemId;
}

/** Removes a line; refunds keep their lines for it. */
export async function removeLine(
  store: StoreEditor,
  orderId: number,
  itemId: number,
  how: Saving = 'details',
): Promise<void> {
  const order = store.order(orderId);
  await store.saveOrder({ ...order, lines: order.lines.filter((line) => line.itemId !== itemId) }, how);
}

/** Gives a line another price, quantity, product or variation. */
export async function editLine(
  store: StoreEditor,
  orderId: number,
  itemId: number,
  edit: Partial<Omit<DemoLine, 'itemId'>>,
  how: Saving = 'details',
): Promise<void> {
  const order = store.order(orderId);
  const lines = order.lines.map((line) => (line.itemId === itemId ? { ...line, ...edit } : line));
  await store.saveOrder({ ...order, lines }, how);
}

export async function addFee(
  store: StoreEditor,
  orderId: number,
  total: Money,
  how: Saving = 'details',
): Promise<number> {
  const order = store.order(orderId);
  const fee = { itemId: store.nextItemId(), name: 'Cargo', total };
  await store.saveOrder({ ...order, fees: [...order.fees, fee] }, how);
  return fee.itemId;
}

/** The line of an order at a position, the first one by default. */
export function lineAt(order: DemoOrder, at = 0): DemoLine {
  const line = order.lines[at];
  if (line === undefined) throw new RangeError(`Order ${order.id} has no line ${at}.`);
  return line;
}

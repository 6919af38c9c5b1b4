import type { ShownChange } from '../backend/lists/order-history.ts';
import { ORDER_ITEMS, ORDERS, REFUND_LINES, REFUNDS, TICKETS } from '../backend/load/order-tables.ts';
import type { Actor } from './access/actor.ts';
import { amountText } from './amount-text.ts';
import { maskFields } from './personal-data.ts';

const TYPES: Readonly<Record<ShownChange['table'], Readonly<Record<string, string>>>> = {
  orders: ORDERS.columns,
  order_items: ORDER_ITEMS.columns,
  refunds: REFUNDS.columns,
  refund_lines: REFUND_LINES.columns,
  tickets: TICKETS.columns,
};

/** An entry of the journal about an order: amounts with the digits of its currency, persons masked if need be. */
export function shownChange(change: ShownChange, currency: string, actor: Actor) {
  if (change.fields === null) return { ...change, fields: null };
  const types = TYPES[change.table];
  const fields = Object.fromEntries(
    Object.entries(change.fields).map(([column, values]): [string, (string | null)[]] => [
      column,
      values.map((value) =>
        value !== null && types[column] === 'money' ? amountText(value, currency) : value,
      ),
    ]),
  );
  return { ...change, fields: actor.seesPersonalData ? fields : maskFields(change.table, fields) };
}

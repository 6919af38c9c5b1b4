import { amountText } from '../../kernel/money/amount-text.ts';
import { EVENTS } from '../tables/events.ts';
import { FORM_FIELDS, FORMS } from '../tables/forms.ts';
import { ORDER_ITEMS } from '../tables/order-items.ts';
import { ORDERS } from '../tables/orders.ts';
import { REFUND_LINES } from '../tables/refund-lines.ts';
import { REFUNDS } from '../tables/refunds.ts';
import { TICKET_TIERS } from '../tables/ticket-tiers.ts';
import { TICKETS } from '../tables/tickets.ts';
import type { ChangeRow } from './change-list.ts';

const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  [EVENTS, TICKET_TIERS, FORMS, FORM_FIELDS, ORDERS, ORDER_ITEMS, REFUNDS, REFUND_LINES, TICKETS].map(
    ({ name, columns }) => [name, columns],
  ),
);

/** The main values of a created row; amounts have the digits of their currency. */
export function initialTexts({
  table,
  initial,
  currency,
}: Pick<ChangeRow, 'table' | 'initial' | 'currency'>): Record<string, string | null> | null {
  if (initial === null) return null;
  return Object.fromEntries(
    Object.entries(initial).map(([column, value]) => [column, changeText(table, column, value, currency)]),
  );
}

/** A value of the journal; an amount has the digits of its currency. */
export function changeText(
  table: string,
  column: string,
  value: string | null,
  currency: string | null,
): string | null {
  return value !== null && TYPES[table]?.[column] === 'money' ? amountText(value, currency) : value;
}

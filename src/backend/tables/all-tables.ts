import { EVENTS } from './events.ts';
import { FORM_FIELDS, FORMS } from './forms.ts';
import { ORDER_ITEMS } from './order-items.ts';
import { ORDERS } from './orders.ts';
import { REFUND_LINES } from './refund-lines.ts';
import { REFUNDS } from './refunds.ts';
import type { Columns } from './synced-table.ts';
import { TICKET_TIERS } from './ticket-tiers.ts';
import { TICKETS } from './tickets.ts';

/** A table's name and its columns, for any table. */
export interface TableDescription {
  readonly name: string;
  readonly described: Columns;
}

/** The tables with the rows of an order. They are written page by page, and only when the order is read. */
export const ORDER_TABLES: readonly TableDescription[] = [
  ORDERS,
  ORDER_ITEMS,
  REFUNDS,
  REFUND_LINES,
  TICKETS,
];

/** Every table that a sync writes. The tables of an event are written by every execution. */
export const SYNCED_TABLES: readonly TableDescription[] = [
  EVENTS,
  TICKET_TIERS,
  FORMS,
  FORM_FIELDS,
  ...ORDER_TABLES,
];

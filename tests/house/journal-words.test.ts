import { expect, test } from 'vitest';
import { en } from '../../admin/src/texts/en.ts';
import { es } from '../../admin/src/texts/es.ts';
import { EVENTS } from '../../src/backend/tables/events.ts';
import { FORM_FIELDS, FORMS } from '../../src/backend/tables/forms.ts';
import { ORDER_ITEMS } from '../../src/backend/tables/order-items.ts';
import { ORDERS } from '../../src/backend/tables/orders.ts';
import { REFUND_LINES } from '../../src/backend/tables/refund-lines.ts';
import { REFUNDS } from '../../src/backend/tables/refunds.ts';
import { TICKET_TIERS } from '../../src/backend/tables/ticket-tiers.ts';
import { TICKETS } from '../../src/backend/tables/tickets.ts';

const TABLES = [
  EVENTS,
  TICKET_TIERS,
  FORMS,
  FORM_FIELDS,
  ORDERS,
  ORDER_ITEMS,
  REFUNDS,
  REFUND_LINES,
  TICKETS,
];

test('every table and every column that the journal names has a word in both languages', () => {
  const columns = TABLES.flatMap((table) => Object.keys(table.columns));
  // Ids are not shown, and the store's own values repeat the columns.
  const shown = columns.filter((column) => !column.endsWith('_id') && column !== 'store_values');
  for (const { words } of [en, es]) {
    expect(shown.filter((column) => !(column in words.field))).toEqual([]);
    expect(TABLES.map(({ name }) => name).filter((name) => !(name in words.table_one))).toEqual([]);
  }
});

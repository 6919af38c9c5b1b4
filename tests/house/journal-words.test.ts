import { expect, test } from 'vitest';
import { en } from '../../admin/src/texts/en.ts';
import { es } from '../../admin/src/texts/es.ts';
import { EVENTS, FORM_FIELDS, FORMS, TICKET_TIERS } from '../../src/backend/tables/event-tables.ts';
import {
  ORDER_ITEMS,
  ORDERS,
  REFUND_LINES,
  REFUNDS,
  TICKETS,
} from '../../src/backend/tables/order-tables.ts';

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

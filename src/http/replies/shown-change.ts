import type { ChangeRow, ChangeSubject } from '../../backend/readings/change-list.ts';
import { EVENTS } from '../../backend/tables/events.ts';
import { FORM_FIELDS, FORMS } from '../../backend/tables/forms.ts';
import { ORDER_ITEMS } from '../../backend/tables/order-items.ts';
import { ORDERS } from '../../backend/tables/orders.ts';
import { REFUND_LINES } from '../../backend/tables/refund-lines.ts';
import { REFUNDS } from '../../backend/tables/refunds.ts';
import { TICKET_TIERS } from '../../backend/tables/ticket-tiers.ts';
import { TICKETS } from '../../backend/tables/tickets.ts';
import type { ShownChange } from '../../backend/ticketing-queries/order-history.ts';
import type { Actor } from '../auth/actor.ts';
import { amountText } from './amount-text.ts';
import { masked, maskFields } from './personal-data.ts';

const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = Object.fromEntries(
  [EVENTS, TICKET_TIERS, FORMS, FORM_FIELDS, ORDERS, ORDER_ITEMS, REFUNDS, REFUND_LINES, TICKETS].map(
    ({ name, columns }) => [name, columns],
  ),
);

/**
 * A journal entry in a reply. Personal data are masked if necessary, and the amounts of a creation have the
 * currency's digits.
 */
export function shownEntry<Row extends ChangeRow>(row: Row, actor: Actor) {
  return {
    ...row,
    subject: shownSubject(row.subject, actor),
    fields: actor.seesPersonalData ? unmasked(row.fields) : maskFields(row.table, row.fields),
    initial: row.initial && withDigits(row.table, row.initial, row.currency),
  };
}

/** The same for an order's history, where the amounts before and after also have the currency's digits. */
export function shownChange(change: ShownChange, currency: string, actor: Actor) {
  const { fields } = change;
  const texts = Object.entries(fields ?? {}).map(
    ([column, values]): [string, [string | null, string | null]] => {
      const { 0: before, 1: after } = values.map((value) => textOf(change.table, column, value, currency));
      return [column, [before ?? null, after ?? null]];
    },
  );
  return shownEntry({ ...change, fields: fields && Object.fromEntries(texts) }, actor);
}

function shownSubject(subject: ChangeSubject | null, actor: Actor): ChangeSubject | null {
  if (subject === null || actor.seesPersonalData) return subject;
  const isPerson = subject.kind === 'order' || subject.kind === 'ticket';
  return isPerson ? { ...subject, name: masked(subject.name) } : subject;
}

function withDigits(
  table: string,
  values: Readonly<Record<string, string | null>>,
  currency: string | null,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [column, textOf(table, column, value, currency)]),
  );
}

function textOf(table: string, column: string, value: string | null, currency: string | null): string | null {
  return value !== null && TYPES[table]?.[column] === 'money' ? amountText(value, currency) : value;
}

function unmasked(fields: ChangeRow['fields']): Record<string, unknown[]> | null {
  if (fields === null) return null;
  return Object.fromEntries(Object.entries(fields).map(([column, values]) => [column, [...values]]));
}

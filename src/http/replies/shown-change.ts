import { changeText, initialTexts } from '../../backend/readings/change-amounts.ts';
import type { ChangeRow, ChangeSubject } from '../../backend/readings/change-list.ts';
import type { ShownChange } from '../../backend/ticketing-queries/order-history.ts';
import type { Actor } from '../auth/actor.ts';
import { masked, maskFields } from './personal-data.ts';

/**
 * A journal entry in a reply. Personal data are masked if necessary, and the amounts of a creation have the
 * currency's digits.
 */
export function shownEntry<Row extends ChangeRow>(row: Row, actor: Actor) {
  const { subject, fields } = actor.seesPersonalData ? row : maskedChange(row);
  return { ...row, subject, fields: unfrozen(fields), initial: initialTexts(row) };
}

/** The same for an order's history, where the amounts before and after also have the currency's digits. */
export function shownChange(change: ShownChange, currency: string, actor: Actor) {
  const { fields } = change;
  const texts = Object.entries(fields ?? {}).map(
    ([column, values]): [string, [string | null, string | null]] => {
      const { 0: before, 1: after } = values.map((value) =>
        changeText(change.table, column, value, currency),
      );
      return [column, [before ?? null, after ?? null]];
    },
  );
  return shownEntry({ ...change, fields: fields && Object.fromEntries(texts) }, actor);
}

/** An entry for a reader who may not see personal data. */
export function maskedChange<Row extends ChangeRow>(row: Row): Row {
  return { ...row, subject: maskedSubject(row.subject), fields: maskFields(row.table, row.fields) };
}

function maskedSubject(subject: ChangeSubject | null): ChangeSubject | null {
  if (subject === null) return null;
  const isPerson = subject.kind === 'order' || subject.kind === 'ticket';
  return isPerson ? { ...subject, name: masked(subject.name) } : subject;
}

function unfrozen(fields: ChangeRow['fields']): Record<string, unknown[]> | null {
  if (fields === null) return null;
  return Object.fromEntries(Object.entries(fields).map(([column, values]) => [column, [...values]]));
}

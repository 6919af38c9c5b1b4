import { isPersonal } from '../../backend/tables/personal-columns.ts';
import { MASK } from './personal-data.ts';

interface Answer {
  readonly value: string;
}

/**
 * A row of the backend for a reader who may not see personal data. Personal values are masked, and null stays
 * null. Objects keep their form: answers keep their questions, and an address keeps its parts.
 */
export function maskRow<Row extends object>(table: string, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      isPersonal(table, column) ? maskedValue(value) : value,
    ]),
  ) as Row;
}

function maskedValue(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map((answer: Answer) => ({ ...answer, value: MASK }));
  if (typeof value === 'object') return Object.fromEntries(Object.keys(value).map((part) => [part, MASK]));
  return MASK;
}

import { isPersonal } from '../../backend/tables/personal-columns.ts';

/** Replaces personal data that the reader may not see. An unknown value stays null. */
export const MASK = '***';

export function masked<T>(value: T | null): string | null {
  return value === null ? null : MASK;
}

/** The fields of a journal entry, `{column: [before, after]}`, with masked personal data. */
export function maskFields(
  table: string,
  fields: Readonly<Record<string, readonly unknown[]>> | null,
): Record<string, unknown[]> | null {
  if (fields === null) return null;
  return Object.fromEntries(
    Object.entries(fields).map(([column, values]) => [
      column,
      isPersonal(table, column) ? values.map(masked) : [...values],
    ]),
  );
}

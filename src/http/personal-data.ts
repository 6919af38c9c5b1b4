/** What stands for a person's data where it may not be seen. Unknown stays null. */
export const MASK = '***';

/** Columns of the backend that tell of buyers and attendees. */
const PERSONAL_COLUMNS: ReadonlySet<string> = new Set([
  'email',
  'first_name',
  'last_name',
  'phone',
  'billing',
  'transaction_id',
  'customer_note',
  'company',
  'designation',
  'form_data',
  'store_values',
  'reason',
  // What buyers chose and typed for a line: product add-ons ask for names and numbers.
  'attributes',
]);
/** What these tables hold is nobody's but the organizer's. */
const IMPERSONAL_TABLES: ReadonlySet<string> = new Set(['events', 'ticket_tiers', 'forms', 'form_fields']);

export function masked<T>(value: T | null): string | null {
  return value === null ? null : MASK;
}

export function isPersonal(table: string, column: string): boolean {
  return !IMPERSONAL_TABLES.has(table) && PERSONAL_COLUMNS.has(column);
}

/** The fields of a journal entry, `{column: [before, after]}`, with people's data masked. */
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

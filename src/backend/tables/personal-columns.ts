/** Columns of the backend that tell of buyers and attendees. */
export const PERSONAL_COLUMNS: ReadonlySet<string> = new Set([
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

export function isPersonal(table: string, column: string): boolean {
  return !IMPERSONAL_TABLES.has(table) && PERSONAL_COLUMNS.has(column);
}

/** What the journal keeps of a field that was erased: that there was one. No change leaves a field as it was. */
export const ERASED = [null, null] as const;

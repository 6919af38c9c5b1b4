import { SYNCED_TABLES } from './all-tables.ts';

const personalOf = ({ described }: (typeof SYNCED_TABLES)[number]): readonly string[] =>
  Object.entries(described).flatMap(([name, { isPersonal }]) => (isPersonal ? [name] : []));

/** Columns of the backend that identify buyers and attendees. */
export const PERSONAL_COLUMNS: ReadonlySet<string> = new Set(SYNCED_TABLES.flatMap(personalOf));
/** Tables that hold data of the organizer only. */
const IMPERSONAL_TABLES: ReadonlySet<string> = new Set(
  SYNCED_TABLES.filter((table) => personalOf(table).length === 0).map(({ name }) => name),
);

/**
 * If a column is personal in one table, columns of the same name are personal in every table with personal data.
 * Joined columns are included.
 */
export function isPersonal(table: string, column: string): boolean {
  return !IMPERSONAL_TABLES.has(table) && PERSONAL_COLUMNS.has(column);
}

/** What the journal keeps of an erased field: only that it changed. No real change has two equal values. */
export const ERASED = [null, null] as const;

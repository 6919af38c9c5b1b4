import { SYNCED_TABLES } from './all-tables.ts';

const personalOf = ({ described }: (typeof SYNCED_TABLES)[number]): readonly string[] =>
  Object.entries(described).flatMap(([name, { isPersonal }]) => (isPersonal ? [name] : []));

/** Columns of the backend that identify buyers and attendees. */
export const PERSONAL_COLUMNS: ReadonlySet<string> = new Set(SYNCED_TABLES.flatMap(personalOf));
/** Tables with data of the organizer alone. */
const IMPERSONAL_TABLES: ReadonlySet<string> = new Set(
  SYNCED_TABLES.filter((table) => personalOf(table).length === 0).map(({ name }) => name),
);

/** A name that is personal in one table is personal in every table that holds persons, joined columns included. */
export function isPersonal(table: string, column: string): boolean {
  return !IMPERSONAL_TABLES.has(table) && PERSONAL_COLUMNS.has(column);
}

/** The journal's entry for an erased field: that it existed. No real change leaves a field as it was. */
export const ERASED = [null, null] as const;

import { hash } from 'node:crypto';
import type { TableDescription } from '../../backend/tables/all-tables.ts';

/**
 * The number of the translation in the versions in which it was raised by hand. The digests of existing
 * readings contain it.
 */
const NUMBERED = 3;
/**
 * The digest of the description that is equivalent to number 3. Never change it, because stored readings depend
 * on it.
 */
const DESCRIPTION_OF_NUMBERED = 'ab8fb5a5193a295a5206a59c862169d7';

/**
 * Identifies how a store's rows are translated into rows of these tables. When it changes, the same rows of the
 * store may give different rows here. So every event is read whole once, as after a change of settings.
 */
export function translationOf(tables: readonly TableDescription[]): number | string {
  const digest = digestOfDescription(tables);
  return digest === DESCRIPTION_OF_NUMBERED ? NUMBERED : digest;
}

/**
 * Covers everything that decides a stored row: names and order of the columns, types, owners, sources and their
 * meanings. Who may see a column is left out, because it changes no row.
 */
export function digestOfDescription(tables: readonly TableDescription[]): string {
  const columns = tables.map(({ name, described }) => [
    name,
    Object.entries(described).map(([column, { type, isNullable, owner, from, meaning }]) => [
      column,
      type,
      isNullable,
      owner,
      meaning === 1 ? from : `${from} ${meaning}`,
    ]),
  ]);
  return hash('sha256', JSON.stringify(columns), 'hex').slice(0, 32);
}

import { readExpression } from '../tables/column-text.ts';

/**
 * Columns as a reply shows them: times become texts in UTC with six digits, all else is as it is kept.
 *
 * @param plain names with spaces between them, as are those of `instants`
 */
export function shownColumns(alias: string, plain: string, instants: string): string {
  return [
    ...names(plain).map((name) => `${alias}.${name}`),
    ...names(instants).map((name) => `${readExpression('timestamptz', `${alias}.${name}`)} as ${name}`),
  ].join(', ');
}

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Of rows that the store may lose: all of them, those that are there, those that are gone. */
export type RemovedFilter = 'false' | 'true' | 'all';

/** A condition on `removed_at` that folds away where it does not narrow. */
export function removedIs(alias: string, parameter: number): string {
  return `($${parameter} <> 'false' or ${alias}.removed_at is null)
    and ($${parameter} <> 'true' or ${alias}.removed_at is not null)`;
}

/** What rows of a store have that may be gone there. */
export interface RowTimes {
  readonly removed_at: string | null;
  readonly removed_reason: 'gone' | 'trashed' | 'left_event' | null;
  readonly created_at: string;
  readonly updated_at: string;
}

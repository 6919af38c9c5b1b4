import { type ColumnType, readExpression } from '../tables/column-text.ts';
import type { Column, Columns } from '../tables/synced-table.ts';

/**
 * Columns in the form for replies: times as text in UTC with six digits, everything else as stored.
 *
 * @param plain names separated by spaces, also those of `instants`
 */
export function shownColumns(alias: string, plain: string, instants: string): string {
  return [
    ...names(plain).map((name) => `${alias}.${name}`),
    ...names(instants).map((name) => `${readExpression('timestamptz', `${alias}.${name}`)} as ${name}`),
  ].join(', ');
}

/** The columns of a synced table for replies, with the id and the times that every such row has. */
export function shownColumnsOf(
  { described }: { readonly described: Columns },
  alias: string,
  unsynced = '',
): string {
  const shown = Object.entries(described).filter(([, { isShown }]) => isShown);
  const times = shown.filter(([, { type }]) => type === 'timestamptz').map(([name]) => name);
  const plain = shown.map(([name]) => name).filter((name) => !times.includes(name));
  return shownColumns(
    alias,
    ['id', ...plain, unsynced, 'removed_reason'].join(' '),
    [...times, 'removed_at created_at updated_at'].join(' '),
  );
}

/** The amounts of a synced table for replies. */
export function shownAmounts<Described extends Columns>({
  described,
}: {
  readonly described: Described;
}): readonly AmountOf<Described>[] {
  const shown = Object.entries(described).filter(([, { type, isShown }]) => isShown && type === 'money');
  return shown.map(([name]) => name as AmountOf<Described>);
}

type AmountOf<Described extends Columns> = {
  [K in keyof Described & string]: Described[K] extends Column<'money', false, true> ? K : never;
}[keyof Described & string];

/** The values of `shownColumnsOf` as PostgreSQL returns them: amounts and times are text. */
interface ShownTypes extends Record<ColumnType, unknown> {
  readonly uuid: string;
  readonly text: string;
  readonly integer: number;
  readonly bigint: number;
  readonly boolean: boolean;
  readonly money: string;
  readonly timestamptz: string;
}

/**
 * The columns of a table for replies, as they are read.
 *
 * @typeParam Narrowed the columns that hold only certain values, and the shapes of `jsonb`
 */
export type ShownRow<Table extends { readonly described: Columns }, Narrowed> = {
  readonly [K in keyof Table['described'] as Table['described'][K] extends Column<ColumnType, boolean, true>
    ? K
    : never]: K extends keyof Narrowed
    ? Narrowed[K]
    :
        | ShownTypes[Table['described'][K]['type']]
        | (Table['described'][K]['isNullable'] extends true ? null : never);
} & RowTimes & { readonly id: string };

function names(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Which rows of a table to list: all rows, those that exist in the store, or those that the store removed. */
export type RemovedFilter = 'false' | 'true' | 'all';

/** A condition on `removed_at` that the planner drops if it does not filter. */
export function removedIs(alias: string, parameter: number): string {
  return `($${parameter} <> 'false' or ${alias}.removed_at is null)
    and ($${parameter} <> 'true' or ${alias}.removed_at is not null)`;
}

/** A condition on `updated_at` that the planner drops if it does not filter. The parameter is a time as text. */
export function updatedAfter(alias: string, parameter: number): string {
  return `($${parameter}::timestamptz is null or ${alias}.updated_at > $${parameter}::timestamptz)`;
}

/** The columns that every row has that the store may remove. */
interface RowTimes {
  readonly removed_at: string | null;
  readonly removed_reason: 'gone' | 'trashed' | 'left_event' | null;
  readonly created_at: string;
  readonly updated_at: string;
}

import { type ColumnType, readExpression } from '../tables/column-text.ts';
import type { Column, Columns } from '../tables/synced-table.ts';

/**
 * Columns as a reply shows them: times become texts in UTC with six digits, everything else stays as it is stored.
 *
 * @param plain names with spaces between them, as are those of `instants`
 */
export function shownColumns(alias: string, plain: string, instants: string): string {
  return [
    ...names(plain).map((name) => `${alias}.${name}`),
    ...names(instants).map((name) => `${readExpression('timestamptz', `${alias}.${name}`)} as ${name}`),
  ].join(', ');
}

/** The shown columns of a synced table, with the id and the times that every such row has. */
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

/** The shown amounts of a synced table. */
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

/** What PostgreSQL answers for `shownColumnsOf`: amounts and times as texts. */
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
 * The shown columns of a table as they are read.
 *
 * @typeParam Narrowed what holds only certain values, and the shapes of `jsonb`
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

/** Of rows that the store may remove: all of them, those that it has, those that it removed. */
export type RemovedFilter = 'false' | 'true' | 'all';

/** A condition on `removed_at` that folds away where it does not narrow. */
export function removedIs(alias: string, parameter: number): string {
  return `($${parameter} <> 'false' or ${alias}.removed_at is null)
    and ($${parameter} <> 'true' or ${alias}.removed_at is not null)`;
}

/** The columns of every row that the store may remove. */
interface RowTimes {
  readonly removed_at: string | null;
  readonly removed_reason: 'gone' | 'trashed' | 'left_event' | null;
  readonly created_at: string;
  readonly updated_at: string;
}

import type { ColumnType, ColumnTypes } from './column-text.ts';

/**
 * The origin of a column's value. `store`: the store's own value. `rules`: derived in `ticketing/`.
 * `configuration`: the settings of the configuration. `backend`: ids and slugs that the backend creates.
 */
export type ColumnSource = 'store' | 'rules' | 'configuration' | 'backend';

/**
 * `edited`: people may change the column, and the store's value applies only until they do. `joined`: the
 * column combines the check-ins of the store with those of the venue. A column without either mark belongs to
 * the store alone. `personal`: the column identifies a buyer or an attendee, and is masked. `hidden`: no reply
 * contains the column. `digested when set`: the digest leaves out the column's null, so that rows from before the
 * column keep their digest. `meaning 2`: the same rows of the store give another value than before. Raise the number
 * with each such change; then every order is read again once (`sync/plan/translation.ts`).
 */
type Mark =
  | 'nullable'
  | 'edited'
  | 'joined'
  | 'personal'
  | 'hidden'
  | 'digested when set'
  | `meaning ${number}`;

export interface Column<
  Type extends ColumnType = ColumnType,
  Nullable extends boolean = boolean,
  Shown extends boolean = boolean,
> {
  readonly type: Type;
  readonly from: ColumnSource;
  /** The version of the value's meaning. */
  readonly meaning: number;
  readonly isNullable: Nullable;
  readonly isShown: Shown;
  readonly owner: 'store' | 'people' | 'both';
  readonly isPersonal: boolean;
  readonly isDigestedWhenSet: boolean;
}

export type Columns = Readonly<Record<string, Column>>;

export function column<const Type extends ColumnType, const Marks extends readonly Mark[]>(
  type: Type,
  from: ColumnSource,
  ...marks: Marks
): Column<
  Type,
  'nullable' extends Marks[number] ? true : false,
  'hidden' extends Marks[number] ? false : true
> {
  const has = (mark: Mark): boolean => marks.includes(mark);
  return {
    type,
    from,
    meaning: meaningOf(marks),
    isNullable: has('nullable') as never,
    isShown: !has('hidden') as never,
    owner: has('edited') ? 'people' : has('joined') ? 'both' : 'store',
    isPersonal: has('personal'),
    isDigestedWhenSet: has('digested when set'),
  };
}

function meaningOf(marks: readonly Mark[]): number {
  const mark = marks.find((one) => one.startsWith('meaning '));
  return mark === undefined ? 1 : Number(mark.slice('meaning '.length));
}

/**
 * A table that a sync writes: its columns in order, and which of them the store does not own alone. The loader
 * adds `content_digest`, `removed_at`, `removed_reason` and the row times. It stores the last synced values of
 * the merged columns in `store_values`.
 */
export interface SyncedTable<Row> {
  readonly name: string;
  readonly columns: Readonly<Record<keyof Row & string, ColumnType>>;
  /** Used in types only; no table has a value here. */
  readonly row?: Row;
  /** The columns that people may edit. */
  readonly merged: readonly (keyof Row & string)[];
  /** The columns that the store and the venue own together. The digest leaves them out. */
  readonly joined: readonly (keyof Row & string)[];
  /** Columns that are part of the digest only if they have a value. */
  readonly digestedWhenSet: readonly (keyof Row & string)[];
}

/** A synced table with the full description of each column. */
export type DescribedTable<Described extends Columns> = SyncedTable<DraftOf<Described>> & {
  readonly described: Described;
};

type DraftOf<Described extends Columns> = {
  readonly [K in keyof Described]: Described[K] extends Column<infer Type, infer Nullable>
    ? Type extends 'jsonb'
      ? ColumnTypes['jsonb']
      : NonNullable<ColumnTypes[Type]> | (Nullable extends true ? null : never)
    : never;
};

/** The data of a row that the loader writes. */
export type RowOf<Table extends { readonly described: Columns }> = DraftOf<Table['described']>;

export function syncedTable<const Described extends Columns>(
  name: string,
  described: Described,
): DescribedTable<Described> {
  const owned = (owner: Column['owner']): string[] =>
    Object.keys(described).filter((key) => described[key]?.owner === owner);
  const types = Object.entries(described).map(([key, { type }]) => [key, type]);
  return {
    name,
    described,
    columns: Object.fromEntries(types) as DescribedTable<Described>['columns'],
    merged: owned('people') as DescribedTable<Described>['merged'],
    joined: owned('both') as DescribedTable<Described>['joined'],
    digestedWhenSet: Object.keys(described).filter(
      (key) => described[key]?.isDigestedWhenSet,
    ) as DescribedTable<Described>['digestedWhenSet'],
  };
}

/**
 * `gone`: the store deleted the row. `trashed`: it is in the store's trash. `left_event`: it exists, but no
 * longer belongs to the event.
 */
export type RemovedReason = 'gone' | 'trashed' | 'left_event';

/** The row as it should be now. */
export interface RowDraft<Row> {
  readonly id: string;
  readonly values: Row;
  readonly removedReason: RemovedReason | null;
  /**
   * true if the store erased the person on request. Then local edits of that person's data are removed as well.
   */
  readonly erased?: boolean;
}

/** The data that decide whether an existing row must be written. */
export interface ExistingRow {
  readonly id: string;
  /** The digest of the row, made by `digestOf`. */
  readonly digest: string;
  readonly removedReason: RemovedReason | null;
  /** The physical version of the row, if others may write it while a page is loaded. */
  readonly version?: string;
}

export function columnNames<Row>(table: SyncedTable<Row>): readonly (keyof Row & string)[] {
  return Object.keys(table.columns) as (keyof Row & string)[];
}

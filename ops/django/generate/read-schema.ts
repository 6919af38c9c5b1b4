import { type Queryable, queryRows } from '../../../src/backend/database.ts';

export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it: `numeric(26,8)`. */
  readonly type: string;
  readonly required: boolean;
  readonly unique: boolean;
  /** The table that it refers to. */
  readonly refersTo: string | null;
  /** The only values that a check or an enum lets in. */
  readonly choices: readonly string[] | null;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  /** Sets of several columns that are unique together. */
  readonly uniqueTogether: readonly (readonly string[])[];
}

type ColumnRow = Omit<Column, 'choices' | 'unique' | 'refersTo'> & {
  readonly table: string;
  readonly choices: readonly string[] | null;
};

interface ConstraintRow {
  readonly table: string;
  readonly kind: 'c' | 'f' | 'u';
  readonly columns: readonly string[];
  readonly refersTo: string | null;
  readonly definition: string;
}

/** What a check says that lets in a few texts. */
const ONE_OF = /^CHECK \(\(\w+ = ANY \(ARRAY\[(.*)\]\)\)\)$/;

/** The tables that the migrations made, as the server itself describes them. */
export async function readSchema(db: Queryable): Promise<ReadonlyMap<string, Table>> {
  const columns = await queryRows<ColumnRow>(
    db,
    `select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as required,
       (select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = a.atttypid) as choices
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped
     order by c.relname, a.attnum`,
  );
  const constraints = await queryRows<ConstraintRow>(
    db,
    `select k.conrelid::regclass::text as table, k.contype as kind, pg_get_constraintdef(k.oid) as definition,
       nullif(k.confrelid, 0)::regclass::text as "refersTo",
       (select array_agg(a.attname::text order by at.place)
        from unnest(k.conkey) with ordinality as at (num, place)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = at.num) as columns
     from pg_constraint k
     where k.connamespace = current_schema()::regnamespace and k.contype in ('c', 'f', 'u')
     order by k.conname`,
  );
  const names = [...new Set(columns.map(({ table }) => table))];
  return new Map(
    names.map((name) => [
      name,
      tableFrom(
        name,
        columns.filter(({ table }) => table === name),
        constraints.filter(({ table }) => table === name),
      ),
    ]),
  );
}

function tableFrom(
  name: string,
  columns: readonly ColumnRow[],
  constraints: readonly ConstraintRow[],
): Table {
  const unique = constraints.filter(({ kind }) => kind === 'u').map((one) => one.columns);
  const about = (column: string) =>
    constraints.filter((one) => one.columns.length === 1 && one.columns[0] === column);
  return {
    name,
    uniqueTogether: unique.filter((set) => set.length > 1),
    columns: columns.map(({ name: column, type, required, choices }) => ({
      name: column,
      type,
      required,
      unique: unique.some((set) => set.length === 1 && set[0] === column),
      refersTo: about(column).find(({ kind }) => kind === 'f')?.refersTo ?? null,
      choices: choices ?? choicesOf(about(column)),
    })),
  };
}

function choicesOf(constraints: readonly ConstraintRow[]): readonly string[] | null {
  for (const { definition } of constraints) {
    const [, list] = ONE_OF.exec(definition) ?? [];
    if (list !== undefined) return [...list.matchAll(/'([^']*)'::text/g)].map(([, value = '']) => value);
  }
  return null;
}

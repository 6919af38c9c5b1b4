import { type Queryable, queryRows } from '../database.ts';
import { readMigrationFiles, tablesMadeBy, viewsMadeBy } from '../migrate/migration-files.ts';

const MADE_FUNCTION = /^create (?:or replace )?function (\w+)/gim;
const MADE_TYPE = /^create type (\w+)/gim;

/**
 * The database objects that our migrations create. Other programs may keep their own objects in the same
 * schema.
 */
interface Objects {
  readonly tables: readonly string[];
  readonly views: readonly string[];
  readonly functions: readonly string[];
  readonly types: readonly string[];
}

/** All objects that any migration of this program creates, whether they exist or not. */
export async function ourObjects(): Promise<Objects> {
  const files = await readMigrationFiles();
  const sql = files.map((file) => file.sql).join('\n');
  const named = (pattern: RegExp): string[] => [
    ...new Set([...sql.matchAll(pattern)].map(([, name = '']) => name)),
  ];
  return {
    tables: ['schema_migrations', ...tablesMadeBy(files)],
    views: viewsMadeBy(files),
    functions: named(MADE_FUNCTION),
    types: named(MADE_TYPE),
  };
}

export interface Table {
  readonly name: string;
  /** Tables that hold original data. The data of the other tables are computed. */
  readonly columns: readonly string[];
  /** Columns that are numbered by a sequence of their own. */
  readonly numbered: readonly string[];
  readonly bytes: number;
}

/** Our existing tables, ordered by name. */
export async function readOurTables(db: Queryable): Promise<readonly Table[]> {
  const { tables } = await ourObjects();
  return await queryRows<Table>(
    db,
    `select c.relname as name, pg_total_relation_size(c.oid)::float8 as bytes,
       array_agg(a.attname::text order by a.attnum) filter (where a.attgenerated = '') as columns,
       coalesce(array_agg(a.attname::text order by a.attnum) filter (where a.attidentity <> ''), '{}') as numbered
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = to_regnamespace(current_schema()) and c.relkind = 'r' and c.relname = any($1)
     group by c.oid, c.relname order by c.relname`,
    [tables],
  );
}

/** Quotes the name of one of our objects for a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

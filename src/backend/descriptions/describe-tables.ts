import { queryRows, type Transaction } from '../database.ts';
import { ALL_TEXTS, columnText } from './all-texts.ts';

interface Commented {
  readonly table: string;
  /** What the comment is on, as SQL. */
  readonly object: string;
  /** Null: the comment of the table itself. */
  readonly column: string | null;
  readonly comment: string | null;
}

/**
 * Writes the descriptions of our tables, views and columns into the database as comments, as far as they differ. The
 * program knows them, and no migration, so that a text can be corrected without one. Tables of another owner stay as
 * they are.
 */
export async function describeTables(tx: Transaction): Promise<void> {
  const found = await queryRows<Commented>(
    tx,
    `select c.relname as table, a.attname as column, d.description as comment,
       case when a.attname is not null then format('column %I.%I', c.relname, a.attname)
         when c.relkind = 'v' then format('view %I', c.relname) else format('table %I', c.relname) end as object
     from pg_class c
     cross join lateral (
       select null::name as attname, 0 as attnum
       union all
       select attname, attnum from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
     ) a
     left join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass and d.objsubid = a.attnum
     where c.relnamespace = to_regnamespace(current_schema()) and c.relkind in ('r', 'v') and c.relname = any($1)
       and pg_has_role(c.relowner, 'usage')
     order by c.relname, a.attnum`,
    [Object.keys(ALL_TEXTS)],
  );
  const statements = found.flatMap((one) => statementFor(one) ?? []);
  if (statements.length > 0) await tx.query(statements.join(';\n'));
}

function statementFor({ table, object, column, comment }: Commented): string | null {
  const text = column === null ? ALL_TEXTS[table]?.says : columnText(table, column);
  if (text === undefined || text === comment) return null;
  return `comment on ${object} is '${text.replaceAll("'", "''")}'`;
}

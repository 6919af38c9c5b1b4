import { queryRows, type Transaction } from '../database.ts';
import { ourObjects } from './our-objects.ts';

/** A right of another role on one of our tables, or on one of its columns. */
interface Grant {
  readonly table: string;
  /** Null means the whole table. */
  readonly column: string | null;
  readonly sql: string;
}

/**
 * All rights on our tables except the owner's. They must be read first, because dropping a table drops them.
 */
export async function readGrants(tx: Transaction): Promise<readonly Grant[]> {
  const { tables } = await ourObjects();
  return await queryRows<Grant>(
    tx,
    `select t.relname as table, r.column,
       format('grant %s %s on %I to %s %s', a.privilege_type, '(' || quote_ident(r.column) || ')', t.relname,
         case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
         case when a.is_grantable then 'with grant option' end) as sql
     from pg_class t
     cross join lateral (
       select null as column, t.relacl as acl
       union all
       select attname::text, attacl from pg_attribute where attrelid = t.oid and attnum > 0 and not attisdropped
     ) r
     cross join lateral aclexplode(r.acl) a
     where t.relnamespace = to_regnamespace(current_schema()) and t.relkind = 'r' and t.relname = any($1)
       and a.grantee <> t.relowner
     order by t.relname, r.column nulls first, sql`,
    [tables],
  );
}

/** Grants these rights again, if their tables and columns exist. */
export async function grantAgain(tx: Transaction, grants: readonly Grant[]): Promise<void> {
  const there = await queryRows<{ table: string; column: string }>(
    tx,
    `select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = to_regnamespace(current_schema()) and a.attnum > 0 and not a.attisdropped
       and c.relname = any($1)`,
    [grants.map(({ table }) => table)],
  );
  const tables = new Set(there.map(({ table }) => table));
  const columns = new Set(there.map(({ table, column }) => `${table}.${column}`));
  for (const { table, column, sql } of grants) {
    if (column === null ? tables.has(table) : columns.has(`${table}.${column}`)) await tx.query(sql);
  }
}

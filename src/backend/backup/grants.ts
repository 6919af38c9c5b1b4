import { queryRows, type Transaction } from '../database.ts';
import { type Grant, grantsOn } from '../migrate/relation-grants.ts';
import { ourObjects } from './our-objects.ts';

/**
 * All rights on our tables and views except the owner's. They must be read first, because dropping a table drops them.
 */
export async function readGrants(tx: Transaction): Promise<readonly Grant[]> {
  const { tables, views } = await ourObjects();
  const found = await queryRows<{ oid: number }>(
    tx,
    `select oid from pg_class
     where relnamespace = to_regnamespace(current_schema()) and relkind in ('r', 'v') and relname = any($1)`,
    [[...tables, ...views]],
  );
  return await grantsOn(
    tx,
    found.map(({ oid }) => oid),
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

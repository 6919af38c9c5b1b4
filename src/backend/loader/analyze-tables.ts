import { type Database, queryRows } from '../database.ts';
import { ORDER_TABLES } from '../tables/all-tables.ts';

/** The tables to which each page of a first sync adds hundreds of rows. */
const GROWING = [...ORDER_TABLES.map(({ name }) => name), 'check_ins', 'sync_changes'];

/**
 * Gives PostgreSQL statistics of the growing tables. It would plan statements for empty tables until autovacuum comes
 * by, and the same pages would cost three times as much. A table that other maintenance has locked is left out.
 */
export async function analyzeTables(db: Database): Promise<void> {
  for (const name of GROWING) await queryRows(db, `analyze (skip_locked) ${name}`);
}

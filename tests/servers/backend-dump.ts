import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

/** A table's rows in PostgreSQL's COPY format, with the names of their columns. */
interface DumpedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: string;
}

const END = '\\.\n';

/** All rows of a backend's own tables, in the format of `pg_dump --data-only` and `psql`. */
export async function dumpBackend(client: pg.Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string; columns: string[]; key: string[] | null }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0
         and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
         where i.indrelid = c.oid and i.indisprimary) as key
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' order by c.relname`,
  );
  let dump = '';
  for (const { name, columns, key } of tables) {
    const list = columns.map((column) => `"${column}"`).join(', ');
    const order = (key ?? []).map((column) => `"${column}"`).join(', ');
    const select = `select ${list} from "${name}"${order === '' ? '' : ` order by ${order}`}`;
    const rows = await text(client.query(copyTo(`copy (${select}) to stdout`)));
    dump += `COPY "${name}" (${list}) FROM stdin;\n${rows}${END}`;
  }
  return dump;
}

/** Copies the rows of a dump into existing empty tables, in any order of their references. */
export async function restoreBackend(client: pg.Client, dump: string): Promise<void> {
  // Rows are sorted by the names of their tables: foreign keys would refuse that order, and triggers would run
  // again.
  await client.query('set session_replication_role = replica');
  for (const { name, columns, rows } of tablesOf(dump)) {
    const list = columns.map((column) => `"${column}"`).join(', ');
    await pipeline([rows], client.query(copyFrom(`copy "${name}" (${list}) from stdin`)));
  }
  await client.query('set session_replication_role = origin');
  await moveSequences(client);
}

function tablesOf(dump: string): readonly DumpedTable[] {
  return dump
    .split(/(?<=^|\n)\\\.\n/)
    .filter((block) => block !== '')
    .map((block) => {
      const match = /^COPY "(\w+)" \(([^)]*)\) FROM stdin;\n/.exec(block);
      if (match === null) throw new Error(`this is no table of a dump: ${block.slice(0, 80)}`);
      const [head, name = '', columns = ''] = match;
      return { name, columns: columns.replaceAll('"', '').split(', '), rows: block.slice(head.length) };
    });
}

/** The next row then gets an unused number. */
async function moveSequences(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `select c.relname as "table", a.attname as "column" from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attidentity <> ''`,
  );
  for (const { table, column } of rows) {
    await client.query(
      `select setval(pg_get_serial_sequence('"${table}"', '${column}'), greatest(max("${column}"), 1), max("${column}") is not null)
       from "${table}"`,
    );
  }
}

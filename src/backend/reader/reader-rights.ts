import { queryRows, type Transaction } from '../database.ts';
import { ALL_TEXTS } from '../descriptions/all-texts.ts';

/**
 * The column by which a reader is recognised: `grantReader` gives it the right to this column besides the right to its
 * view. Rights on all tables, and default privileges, name no column.
 */
const MARKED = { view: 'reporting_attendees', column: 'ticket_id' };
/** The functions that the views call, with the rights of their reader. */
const FUNCTIONS = ['currency_digits(text)', 'currency_amount(numeric, text)', 'event_zone(text)'];

/**
 * Gives a role exactly what a reader sees of our tables and views. Rights that somebody else gave it on them are taken
 * back, so that a table that a later version hides is hidden from it.
 */
export async function grantReader(tx: Transaction, role: string): Promise<void> {
  await revokeReader(tx, role);
  const statements = await statementsFor(tx, role);
  await tx.query(statements.join('; '));
}

/** Takes every right on our schema, its tables and its views from a role. Other tables of the schema stay as they are. */
export async function revokeReader(tx: Transaction, role: string): Promise<void> {
  const rows = await queryRows<{ sql: string }>(
    tx,
    `select format('revoke all on %I from %I', relname, $1::text) as sql
     from pg_class where relnamespace = to_regnamespace(current_schema()) and relkind in ('r', 'v') and relname = any($2)
     union all select format('revoke all on schema %I from %I', current_schema(), $1::text)`,
    [role, Object.keys(ALL_TEXTS)],
  );
  const statements = rows.map(({ sql }) => sql);
  await tx.query(statements.join('; '));
}

/** A column that a reader must not see and that the role can read nevertheless; null if there is none. */
export async function findTooMuch(tx: Transaction, role: string): Promise<string | null> {
  const hiding = Object.entries(ALL_TEXTS).flatMap(([table, { reader = [] }]) =>
    reader === 'all' ? [] : { table, shown: reader },
  );
  const [found] = await queryRows<{ name: string }>(
    tx,
    `select c.relname || '.' || a.attname as name
     from jsonb_to_recordset($2::jsonb) as h ("table" text, shown jsonb)
     join pg_class c on c.relname = h.table and c.relnamespace = to_regnamespace(current_schema()) and c.relkind = 'r'
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where not h.shown ? a.attname and has_column_privilege($1, c.oid, a.attnum, 'select')
     order by a.attname = 'password_hash' desc, 1 limit 1`,
    [role, JSON.stringify(hiding)],
  );
  return found?.name ?? null;
}

/** Whether the role can use the schema of our tables, which only the schema's owner may allow. */
export async function usesSchema(tx: Transaction, role: string): Promise<boolean> {
  const [found] = await queryRows<{ uses: boolean }>(
    tx,
    `select has_schema_privilege($1, current_schema(), 'usage') as uses`,
    [role],
  );
  return found?.uses === true;
}

/** Gives the roles that are readers what this version shows them. */
export async function refreshReaders(tx: Transaction): Promise<void> {
  const readers = await queryRows<{ role: string }>(
    tx,
    `select distinct r.rolname as role
     from pg_class c
     join pg_attribute m on m.attrelid = c.oid and m.attname = $2
     cross join lateral aclexplode(m.attacl) a
     join pg_roles r on r.oid = a.grantee
     where c.relnamespace = to_regnamespace(current_schema()) and c.relname = $1 and a.privilege_type = 'SELECT'
       and a.grantee <> c.relowner and pg_has_role(c.relowner, 'usage')
       and has_table_privilege(r.oid, c.oid, 'select')
     order by 1`,
    [MARKED.view, MARKED.column],
  );
  for (const { role } of readers) await grantReader(tx, role);
}

async function statementsFor(tx: Transaction, role: string): Promise<readonly string[]> {
  const readable = Object.entries(ALL_TEXTS).flatMap(([table, { reader }]) =>
    reader === undefined ? [] : [{ table, columns: reader === 'all' ? null : reader }],
  );
  const rows = await queryRows<{ sql: string }>(
    tx,
    `select format('grant usage on schema %I to %I', current_schema(), $1::text) as sql
     union all
     select format('grant execute on function %s to %I', f, $1::text) from unnest($2::text[]) f
     where to_regprocedure(f) is not null
     union all
     select format('grant select %s on %I to %I', (
         select '(' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || ')' from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and r.columns ? a.attname
       ), c.relname, $1::text)
     from jsonb_to_recordset($3::jsonb) as r ("table" text, columns jsonb)
     join pg_class c on c.relname = r.table and c.relnamespace = to_regnamespace(current_schema())
       and c.relkind in ('r', 'v')
     union all
     select format('grant select (%I) on %I to %I', $4::text, relname, $1::text) from pg_class
     where relnamespace = to_regnamespace(current_schema()) and relname = $5`,
    [role, FUNCTIONS, JSON.stringify(readable), MARKED.column, MARKED.view],
  );
  return rows.map(({ sql }) => sql);
}

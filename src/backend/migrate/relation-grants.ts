import { queryRows, type Transaction } from '../database.ts';

/** A right of another role on a table or view, or on one of its columns. */
export interface Grant {
  readonly table: string;
  /** Null means the whole table. */
  readonly column: string | null;
  readonly sql: string;
}

/** All rights on these tables and views except their owner's. */
export async function grantsOn(tx: Transaction, oids: readonly number[]): Promise<readonly Grant[]> {
  return await queryRows<Grant>(
    tx,
    `select t.relname as table, r.column,
       format('grant %s %s on %s to %s %s', a.privilege_type, '(' || quote_ident(r.column) || ')',
         t.oid::regclass::text, case a.grantee when 0 then 'public' else a.grantee::regrole::text end,
         case when a.is_grantable then 'with grant option' end) as sql
     from pg_class t
     cross join lateral (
       select null as column, t.relacl as acl
       union all
       select attname::text, attacl from pg_attribute where attrelid = t.oid and attnum > 0 and not attisdropped
     ) r
     cross join lateral aclexplode(r.acl) a
     where t.oid = any($1::oid[]) and a.grantee <> t.relowner
     order by t.relname, r.column nulls first, sql`,
    [oids],
  );
}

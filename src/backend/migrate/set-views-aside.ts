import { queryRows, type Transaction } from '../database.ts';
import { grantsOn } from './relation-grants.ts';

interface View {
  readonly oid: number;
  readonly name: string;
  readonly definition: string;
  readonly options: readonly string[] | null;
  readonly owner: string;
  readonly is_own: boolean;
}

interface Comment {
  readonly object: string;
  readonly comment: string;
}

/**
 * Drops all views on tables of our schema, also those that other people made there or elsewhere, so that a migration can
 * change a column under them: PostgreSQL refuses that as long as a view reads the column. Materialized views are not
 * dropped, because making them again could take hours: they stop the migration.
 *
 * @returns creates the views again, except those that the migration has created itself, with the rights of other roles
 *   and their comments
 */
export async function setViewsAside(tx: Transaction): Promise<() => Promise<void>> {
  const views = await viewsInOrder(tx);
  const oids = views.map(({ oid }) => oid);
  const grants = await grantsOn(tx, oids);
  const comments = await commentsOn(tx, oids);
  for (const { name } of views.toReversed()) await tx.query(`drop view ${name}`);
  return async () => {
    for (const view of views) await createAgain(tx, view);
    for (const { sql } of grants) await tx.query(sql);
    for (const { object, comment } of comments) {
      await tx.query(`comment on ${object} is '${comment.replaceAll("'", "''")}'`);
    }
  };
}

/** A view follows those that it reads. */
async function viewsInOrder(tx: Transaction): Promise<readonly View[]> {
  return await queryRows<View>(
    tx,
    `with recursive dependent (oid, depth) as (
       select oid, 0 from pg_class where relnamespace = to_regnamespace(current_schema()) and relkind in ('r', 'p')
       union
       select r.ev_class, p.depth + 1
       from dependent p
       join pg_depend d on d.refclassid = 'pg_class'::regclass and d.refobjid = p.oid
         and d.classid = 'pg_rewrite'::regclass
       join pg_rewrite r on r.oid = d.objid and r.ev_class <> p.oid
       join pg_class v on v.oid = r.ev_class and v.relkind = 'v'
     )
     select v.oid, format('%I.%I', n.nspname, v.relname) as name, pg_get_viewdef(v.oid) as definition,
       v.reloptions as options, v.relowner::regrole::text as owner, pg_get_userbyid(v.relowner) = current_user as is_own
     from (select oid, max(depth) as depth from dependent where depth > 0 group by oid) p
     join pg_class v on v.oid = p.oid
     join pg_namespace n on n.oid = v.relnamespace
     order by p.depth, v.oid`,
  );
}

async function commentsOn(tx: Transaction, oids: readonly number[]): Promise<readonly Comment[]> {
  return await queryRows<Comment>(
    tx,
    `select d.description as comment, case when a.attname is null then format('view %I.%I', n.nspname, c.relname)
         else format('column %I.%I.%I', n.nspname, c.relname, a.attname) end as object
     from pg_description d
     join pg_class c on c.oid = d.objoid
     join pg_namespace n on n.oid = c.relnamespace
     left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
     where d.classoid = 'pg_class'::regclass and d.objoid = any($1::oid[])`,
    [oids],
  );
}

async function createAgain(tx: Transaction, view: View): Promise<void> {
  const { name, definition, options, owner, is_own: isOwn } = view;
  const [found] = await queryRows<{ there: boolean }>(tx, 'select to_regclass($1) is not null as there', [
    name,
  ]);
  if (found?.there === true) return;
  const settings = options === null ? '' : `with (${options.join(', ')})`;
  await tx.query(`create view ${name} ${settings} as ${definition}`);
  if (!isOwn) await tx.query(`alter view ${name} owner to ${owner}`);
}

import type { AppError } from '../../kernel/errors.ts';
import { READER_SENTENCES } from '../../kernel/sentences/reader-sentences.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { sqlStateOf, whereabouts } from '../connection/postgres-errors.ts';
import { type Database, inTransaction, placeOf, queryRows, type Transaction } from '../database.ts';
import { findTooMuch, grantReader, revokeReader, usesSchema } from './reader-rights.ts';

/** The name of the reader role, unless a person chooses another one. Roles belong to all databases of a server. */
export const USUAL_READER = 'taquilla_reader';

const NOT_ALLOWED = '42501';
/** SQLSTATEs of a role that another process has just created. */
const EXISTS = new Set(['42710', '23505']);

interface Asked {
  readonly role: string;
  /** Whether a person named the role: then other databases may share it. */
  readonly isNamed: boolean;
}

interface Role {
  readonly is_mighty: boolean;
  /** The other databases of the server, and the other schemas of this one, in which it has rights. */
  readonly elsewhere: readonly string[];
}

/**
 * Gives the role what a reader sees, and creates it if it is missing. Repeating it is harmless.
 *
 * @returns whether the role was created
 * @throws config `backend.reader-missing`, `backend.reader-unfit`, `backend.missing-permission`; conflict `backend.reader-shared`
 */
export async function provideReader(db: Database, asked: Asked): Promise<boolean> {
  try {
    return await provideOnce(db, asked);
  } catch (error) {
    if (!EXISTS.has(sqlStateOf(error))) throw error;
    return await provideOnce(db, asked);
  }
}

async function provideOnce(db: Database, { role, isNamed }: Asked): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const found = await readRole(tx, role);
    if (found === undefined) await createRole(tx, role);
    else if (found.is_mighty) throw unfit(tx, role, 'users.password_hash');
    else if (!isNamed && found.elsewhere.length > 0) {
      const places = found.elsewhere.join(', ');
      throw errorOf(READER_SENTENCES.usedElsewhere, { ...whereabouts(placeOf(tx)), role, places });
    }
    await grantReader(tx, role);
    const tooMuch = await findTooMuch(tx, role);
    if (tooMuch !== null) throw unfit(tx, role, tooMuch);
    if (!(await usesSchema(tx, role)))
      throw errorOf(READER_SENTENCES.noSchema, { ...whereabouts(placeOf(tx)), role });
    return found === undefined;
  });
}

/**
 * Takes all rights in this backend from the role. The role itself stays, because logins may be members of it.
 *
 * @returns whether there is such a role
 */
export async function removeReader(db: Database, role: string): Promise<boolean> {
  return await inTransaction(db, async (tx) => {
    const found = await readRole(tx, role);
    if (found?.is_mighty === true)
      throw errorOf(READER_SENTENCES.unfit, { ...whereabouts(placeOf(tx)), role });
    if (found !== undefined) await revokeReader(tx, role);
    return found !== undefined;
  });
}

function unfit(tx: Transaction, role: string, column: string): AppError {
  return errorOf(READER_SENTENCES.unfit, { ...whereabouts(placeOf(tx)), role, column });
}

async function readRole(tx: Transaction, role: string): Promise<Role | undefined> {
  const [found] = await queryRows<Role>(
    tx,
    `select r.rolsuper or pg_has_role(r.oid, (select relowner from pg_class where oid = 'orders'::regclass), 'member')
         as is_mighty,
       array(
         select distinct d.datname::text from pg_shdepend s join pg_database d on d.oid = s.dbid
         where s.refclassid = 'pg_authid'::regclass and s.refobjid = r.oid and d.datname <> current_database()
         union
         select distinct format('%s (schema %s)', current_database(), n.nspname)
         from pg_class c cross join lateral aclexplode(c.relacl) a join pg_namespace n on n.oid = c.relnamespace
         where a.grantee = r.oid and c.relname = 'reporting_attendees' and n.nspname <> current_schema()
         order by 1
       ) as elsewhere
     from pg_roles r where r.rolname = $1`,
    [role],
  );
  return found;
}

async function createRole(tx: Transaction, role: string): Promise<void> {
  const [row] = await queryRows<{ sql: string }>(tx, `select format('create role %I', $1::text) as sql`, [
    role,
  ]);
  try {
    if (row !== undefined) await tx.query(row.sql);
  } catch (cause) {
    if (sqlStateOf(cause) !== NOT_ALLOWED) throw cause;
    throw errorOf(READER_SENTENCES.missing, { ...whereabouts(placeOf(tx)), role }, { cause });
  }
}

import pg from 'pg';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startBlackHole } from '../servers/black-hole.ts';
import { type PrivateServer, startPrivatePostgres } from '../servers/private-postgres.ts';
import { expectMigrate, expectReported, SECRET, startSaying } from './reported-error.ts';

const READER = `lector:${SECRET}`;
const MIGRATE = 'npm run -s taquilla -- migrate';
let real: PrivateServer;
/** `127.0.0.1:5432`, of a real server that accepts every user without a password. */
let at: string;

beforeAll(async () => {
  real = await startPrivatePostgres();
  at = new URL(real.url).host;
  await onReal('postgres', 'create role lector login; create role fuera login; create role dueno login');
});
afterAll(async () => {
  await real?.stop();
});

async function onReal(database: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: real.url.replace(/[^/]*$/, database) });
  await client.connect();
  try {
    // Each statement separately: a database cannot be created in a transaction.
    for (const statement of sql.split(';')) await client.query(statement);
  } finally {
    await client.end();
  }
}

describe('the connection to PostgreSQL', () => {
  test.each([
    [
      'a port without anybody',
      `postgresql://${READER}@127.0.0.1:1/db`,
      'Nothing listens at 127.0.0.1:1: start PostgreSQL there, or correct host and port in DATABASE_URL.',
    ],
    [
      'a host that is not known',
      `postgresql://${READER}@db.invalid/db`,
      'The host name "db.invalid" in DATABASE_URL is not known: correct it.',
    ],
    [
      'a socket that is not there',
      `postgresql://${READER}@/db?host=/no/such/folder`,
      'There is no PostgreSQL socket /no/such/folder/.s.PGSQL.5432: start PostgreSQL, or correct the folder in DATABASE_URL.',
    ],
  ])('%s', async (_cause, url, says) => await expectMigrate(url, 'unavailable', 'unreachable', says));

  test.concurrent('a firewall that drops all packets', async () => {
    const hole = await startBlackHole();
    const says = `No answer from PostgreSQL at 127.0.0.1:${hole.port} within 10 s: the host is off, or a firewall is in the way.`;
    try {
      await expectMigrate(
        `postgresql://${READER}@127.0.0.1:${hole.port}/db`,
        'unavailable',
        'unreachable',
        says,
      );
    } finally {
      await hole.close();
    }
  });

  test.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'asked', 'speaks HTTP, not PostgreSQL'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'at once', 'speaks SSH, not PostgreSQL'],
    ['Redis', '-ERR unknown command\r\n', 'asked', 'speaks Redis, not PostgreSQL'],
    ['MySQL', '\x52\0\0\0\x0a8.0.36\0', 'at once', 'speaks MySQL, not PostgreSQL'],
    ['an unknown protocol', 'hello, who is it?\r\n', 'at once', 'is not PostgreSQL'],
  ] as const)('a port that speaks %s', async (_cause, greeting, when, what) => {
    const server = await startSaying(greeting, when);
    const says = `What answers at 127.0.0.1:${server.port} ${what}: correct host and port in DATABASE_URL.`;
    await expectMigrate(`postgresql://${READER}@127.0.0.1:${server.port}/db`, 'config', 'not-postgres', says);
    await server.stop();
  });
});

interface Prepared {
  readonly prepare: string;
  readonly user?: string;
  readonly args?: readonly string[];
  readonly kind?: 'unavailable';
  readonly code: string;
  readonly says: string;
}

const PREPARED: Readonly<Record<string, Prepared>> = {
  'tables of another program': {
    prepare: 'create table users (id int); create table events (id int); create table wp_posts (id int)',
    code: 'foreign-tables',
    says: 'The schema "public" of the database "DATABASE" at SERVER has tables of another program with names that Taquilla needs (events, users). Give Taquilla a database of its own in DATABASE_URL, or a schema of its own (?options=-c%20search_path%3Dtaquilla).',
  },
  'the schema_migrations of Rails': {
    prepare:
      "create table schema_migrations (version varchar primary key); insert into schema_migrations values ('20240101')",
    code: 'foreign-tables',
    says: 'The table schema_migrations in the schema "public" of the database "DATABASE" at SERVER is another program\'s. Give Taquilla a database of its own in DATABASE_URL, or a schema of its own (?options=-c%20search_path%3Dtaquilla).',
  },
  'a newer Taquilla': {
    prepare:
      "create table schema_migrations (name text, applied_at timestamptz); insert into schema_migrations values ('9999-later.sql')",
    code: 'newer-schema',
    says: 'The database "DATABASE" at SERVER was migrated by a newer Taquilla (9999-later.sql). Install that version again, or a later one.',
  },
  'a function of another program': {
    prepare: 'create function search_words(given text) returns text language sql as $$ select given $$',
    code: 'foreign-tables',
    says: 'The migration 0006-reading.sql does not fit the schema "public" of the database "DATABASE" at SERVER, where another program has objects with the same names, or changed those of Taquilla (function "search_words" already exists with same argument types). Give Taquilla a database of its own in DATABASE_URL, or a schema of its own (?options=-c%20search_path%3Dtaquilla).',
  },
  'no schema to make tables in': {
    prepare: 'drop schema public',
    code: 'no-such-schema',
    says: 'The database "DATABASE" at SERVER has no schema in which the user "taquilla" may make tables (no schema has been selected to create in): create it, or correct search_path in DATABASE_URL.',
  },
  'a database that was never migrated': {
    prepare: 'select 1',
    args: ['users', 'list'],
    code: 'not-migrated',
    says: `The database "DATABASE" at SERVER lacks tables or columns of this version. Run: ${MIGRATE}`,
  },
  'a user without rights': {
    prepare: 'select 1',
    user: 'fuera',
    code: 'missing-permission',
    says: 'The user "fuera" may not do what Taquilla needs in the database "DATABASE" at SERVER: permission denied for schema public. Let this user own the database.',
  },
  'a database that only reads': {
    prepare: 'alter database DATABASE set default_transaction_read_only = on',
    kind: 'unavailable',
    code: 'read-only',
    says: 'The database "DATABASE" at SERVER takes no changes: it is a standby, or default_transaction_read_only is on.',
  },
};

test.each(Object.entries(PREPARED))(
  'a real database with %s',
  async (cause, { prepare, user, args, kind = 'config' as const, code, says }) => {
    const name = `d${Object.keys(PREPARED).indexOf(cause)}`;
    await onReal('postgres', `create database ${name}`);
    await onReal(name, prepare.replaceAll('DATABASE', name));
    await expectReported({
      args: args ?? ['migrate'],
      env: { DATABASE_URL: `postgresql://${user ?? 'taquilla'}:${SECRET}@${at}/${name}` },
      kind,
      code: `backend.${code}`,
      says: says.replace('DATABASE', name).replace('SERVER', at),
    });
  },
);

test.each([
  ['options=-c%20work_mem%3Dgato', 'invalid value for parameter "work_mem": "gato"'],
  ['options=-c%20nada=1', 'unrecognized configuration parameter "nada"'],
])('a session that cannot begin with %s', async (parameter, reason) => {
  const says = `PostgreSQL at ${at} refuses a setting of the session (${reason}): correct what follows the ? in DATABASE_URL.`;
  await expectMigrate(`postgresql://taquilla@${at}/postgres?${parameter}`, 'config', 'session-refused', says);
});

test('a missing database', async () => {
  const says = `PostgreSQL at ${at} has no database "nada": create it, or correct its name in DATABASE_URL.`;
  await expectMigrate(`postgresql://${READER}@${at}/nada`, 'config', 'no-such-database', says);
});

test('a database in another encoding', async () => {
  await onReal(
    'postgres',
    "create database ascii encoding 'SQL_ASCII' locale_provider libc locale 'C' template template0",
  );
  const says = `The database "ascii" at ${at} has the encoding SQL_ASCII, and Taquilla needs UTF8: create it with encoding 'UTF8' and template template0.`;
  await expectMigrate(`postgresql://taquilla@${at}/ascii`, 'config', 'not-utf8', says);
});

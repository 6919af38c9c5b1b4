import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, queryRows } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { MIGRATIONS_FOLDER } from '../../src/backend/migrate/migration-files.ts';
import { envOf, makeShelf, type Shelf, said } from '../backup/backup-world.ts';
import { type Backend, backendOn, freshBackend } from '../pipe/sync-store.ts';
import { emptyBackendDatabase } from '../servers/databases.ts';
import { writeSmallSales } from './write-small-sales.ts';

const VIEWS = [
  'reporting_attendees',
  'reporting_doors',
  'reporting_payouts',
  'reporting_refunds_by_day',
  'reporting_sales_by_tier_and_day',
];

let shelf: Shelf;
let backend: Backend & { readonly url: string };

beforeAll(async () => {
  [shelf, backend] = await Promise.all([makeShelf(), freshBackend()]);
  await writeSmallSales(backend.db);
});
afterAll(async () => {
  await Promise.all([shelf.remove(), backend.close()]);
});

/** The rows of each view, as sorted texts. */
async function shown(db: Database, schema = 'public'): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const view of VIEWS) {
    const rows = await queryRows<{ row: string }>(db, `select v::text as row from ${schema}.${view} v`);
    found[view] = rows.map(({ row }) => row).toSorted();
  }
  return found;
}

const rightsOf = async (db: Database): Promise<readonly string[]> => {
  const rows = await queryRows<{ said: string }>(
    db,
    `select c.relname || ' ' || a.privilege_type || ' ' || a.grantee as said
     from pg_class c cross join lateral aclexplode(c.relacl) a
     where c.relkind = 'v' and a.grantee = 0 and c.relnamespace in (select oid from pg_namespace where nspname in
       ('public', 'finance')) order by 1`,
  );
  return rows.map(({ said: text }) => text);
};

test('a backup brings the views and the rights on them back, into an empty database and in place', async () => {
  const before = await shown(backend.db);
  expect(before['reporting_attendees']?.length).toBe(15);
  await queryRows(backend.db, 'grant select on reporting_payouts to public');
  const file = join(shelf.folder, 'views.backup');
  const pass = ['--passphrase-file', shelf.file];
  expect(await said(['backup', file, ...pass], envOf(backend))).toMatchObject({ exitCode: 0 });

  const other = backendOn(await emptyBackendDatabase());
  try {
    expect(await said(['restore', file, ...pass], envOf(other))).toMatchObject({ exitCode: 0 });
    expect(await shown(other.db)).toEqual(before);
    const comments = await queryRows(
      other.db,
      `select obj_description('reporting_payouts'::regclass) as says`,
    );
    expect(comments).toEqual([
      {
        says: 'what each event earned in each currency from paid and refunded orders, and what of it was paid out',
      },
    ]);
  } finally {
    await other.close();
  }

  const [row] = await queryRows<{ name: string }>(backend.db, 'select current_database()::text as name');
  const replace = ['--replace', row?.name ?? ''];
  expect(await said(['restore', file, ...pass, ...replace], envOf(backend))).toMatchObject({ exitCode: 0 });
  expect(await shown(backend.db)).toEqual(before);
  expect(await rightsOf(backend.db)).toEqual(['reporting_payouts SELECT 0']);

  // A view of somebody else on ours is not dropped with them.
  await queryRows(backend.db, 'create view ours_too as select * from reporting_payouts');
  expect(await said(['restore', file, ...pass, ...replace], envOf(backend))).toMatchObject({
    code: 'restore.leaned-on',
  });
  await queryRows(backend.db, 'drop view ours_too');
});

test('a migration that sets views aside may change a column under them, and they come back as they were', async () => {
  const { db, log } = backend;
  await queryRows(db, 'create schema finance');
  await queryRows(
    db,
    `create view finance.big with (security_barrier = true) as select event, net from reporting_payouts where net > 1000`,
  );
  await queryRows(db, `comment on view finance.big is 'theirs'`);
  await queryRows(db, 'grant select on finance.big to public');
  const before = await shown(db);
  const rights = await rightsOf(db);
  const version = async (head: string): Promise<URL> => {
    const folder = await mkdtemp(join(shelf.folder, 'version-'));
    await cp(MIGRATIONS_FOLDER, folder, { recursive: true });
    await writeFile(
      join(folder, '9999-wider.sql'),
      `${head}\nalter table orders alter column net type numeric(30, 8);\n`,
    );
    return pathToFileURL(`${folder}/`);
  };

  await expect(migrate(db, log, { folder: await version('-- Wider.') })).rejects.toThrow();
  expect(await migrate(db, log, { folder: await version('-- Wider.\n-- sets views aside') })).toEqual([
    '9999-wider.sql',
  ]);
  expect(await shown(db)).toEqual(before);
  expect(await rightsOf(db)).toEqual(rights);
  expect(
    await queryRows(
      db,
      `select event, net::text, obj_description('finance.big'::regclass) as says,
         (select reloptions from pg_class where oid = 'finance.big'::regclass) as options
       from finance.big`,
    ),
  ).toEqual([
    { event: 'Evento Híbrido 2025', net: '106333', says: 'theirs', options: ['security_barrier=true'] },
  ]);
  await queryRows(db, 'drop schema finance cascade');
});

test('the views show the same in a schema that was renamed', async () => {
  const before = await shown(backend.db);
  await queryRows(backend.db, 'alter schema public rename to boletos');
  try {
    expect(await shown(backend.db, 'boletos')).toEqual(before);
  } finally {
    await queryRows(backend.db, 'alter schema boletos rename to public');
  }
});

test('a schema in which another program has such a name is refused before anything is created', async () => {
  const other = backendOn(await emptyBackendDatabase());
  try {
    await queryRows(other.db, 'create view reporting_payouts as select 1 as one');
    await expect(migrate(other.db, other.log)).rejects.toMatchObject({
      code: 'backend.foreign-tables',
      message: expect.stringContaining('reporting_payouts'),
    });
  } finally {
    await other.close();
  }
});

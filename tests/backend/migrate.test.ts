import { Writable } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/backend/database.ts';
import { migrate, pendingMigrations } from '../../src/backend/migrate.ts';
import { createLog } from '../../src/kernel/log.ts';
import { emptyBackendDatabase, type FreshDatabase } from '../servers/databases.ts';

const log = createLog('silent', new Writable({ write: (_chunk, _encoding, done) => done() }));
let database: FreshDatabase;
let db: Database;
beforeEach(async () => {
  database = await emptyBackendDatabase();
  db = openDatabase({ connectionString: database.url }, log);
});
afterEach(async () => {
  await db.end();
  await database.drop();
});

it('applies every file once, however many processes start together', async () => {
  const before = await pendingMigrations(db);
  const runs = await Promise.all([migrate(db, log), migrate(db, log), migrate(db, log)]);
  expect(runs.flat().sort()).toEqual([...before]);
  expect(await pendingMigrations(db)).toEqual([]);
  expect(await migrate(db, log)).toEqual([]);
});

it('leaves a database alone that a newer version has migrated', async () => {
  await migrate(db, log);
  await db.query(`insert into schema_migrations (name) values ('9999-from-the-future.sql')`);
  await expect(migrate(db, log)).rejects.toMatchObject({ kind: 'config', code: 'backend.newer-schema' });
});

it('gives every table its row times', async () => {
  await migrate(db, log);
  const { rows } = await db.query(
    `select t.table_name from information_schema.tables t
     where t.table_schema = 'public' and t.table_name <> 'schema_migrations'
       and (select count(*) from information_schema.columns c
            where c.table_name = t.table_name and c.table_schema = 'public'
              and c.column_name in ('created_at', 'updated_at') and c.is_nullable = 'NO') <> 2`,
  );
  expect(rows).toEqual([]);
});

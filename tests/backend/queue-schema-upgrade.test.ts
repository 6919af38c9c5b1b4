import { expect, test } from 'vitest';
import { openDatabase } from '../../src/backend/database.ts';
import { migrate } from '../../src/backend/migrate/migrate.ts';
import { oldBackendDatabase } from '../servers/old-backend.ts';
import { testLog } from '../servers/private-postgres.ts';

test('removes the copy of the jobs that 0.1 stored in PostgreSQL', async () => {
  const database = await oldBackendDatabase();
  const db = openDatabase({ connectionString: database.url }, testLog, 2);
  await db.query('create schema taquilla_queue');
  await db.query('create table taquilla_queue.bull_jobs (id text)');
  await migrate(db, testLog);
  const { rows: schemas } = await db.query(
    `select nspname from pg_namespace where nspname like 'taquilla%' order by 1`,
  );
  expect(schemas).toEqual([]);
  await db.end();
  await database.drop();
});

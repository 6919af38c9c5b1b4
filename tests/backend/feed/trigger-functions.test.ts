import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queryRows } from '../../../src/backend/database.ts';
import { provideReader } from '../../../src/backend/reader/reader-role.ts';
import { type Backend, freshBackend } from '../../pipe/sync-store.ts';

let backend: Backend;
const role = `reader_${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => {
  await queryRows(backend.db, `drop owned by ${role}`).catch(() => undefined);
  await queryRows(backend.db, `drop role if exists ${role}`);
  await backend.close();
});

test('only the owner may execute functions that run with the rights of the owner', async () => {
  const functions = await queryRows<{ name: string; isPublic: boolean }>(
    backend.db,
    `select proname as name, has_function_privilege('public', oid, 'execute') as "isPublic"
     from pg_proc where prosecdef and pronamespace = 'public'::regnamespace order by 1`,
  );
  expect(functions.length).toBeGreaterThanOrEqual(10);
  expect(functions.filter(({ isPublic }) => isPublic)).toEqual([]);
});

test('a reader cannot put a trigger of the feed or of the sums on a table of its own', async () => {
  await provideReader(backend.db, { role, isNamed: true });
  const functions = await queryRows<{ name: string }>(
    backend.db,
    `select proname as name from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`,
  );
  const client = await backend.db.connect();
  try {
    await client.query(`set role ${role}`);
    await client.query('create temp table t (id uuid, ticket_id uuid, event_id uuid)');
    for (const { name } of functions) {
      const created = client.query(
        `create trigger own after insert on t referencing new table as changed_rows
         for each statement execute function public.${name}('x')`,
      );
      await expect(created, name).rejects.toMatchObject({ code: '42501' });
    }
  } finally {
    await client.query('drop table if exists pg_temp.t');
    await client.query('reset role');
    client.release();
  }
});

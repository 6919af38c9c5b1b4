import { afterAll, beforeAll, expect, test } from 'vitest';
import { appFiles } from '../../ops/django/generate/app-files.ts';
import { DESCRIBED } from '../../ops/django/generate/described-tables.ts';
import { readSchema } from '../../ops/django/generate/read-schema.ts';
import { readText, sourceFiles } from '../house/source-files.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => await backend.close());

test('the Django app equals what the migrated schema gives: "npm run django-app" writes it', async () => {
  const files = await appFiles(backend.db);
  for (const [path, text] of Object.entries(files)) expect(readText(`ops/django/${path}`)).toBe(text);
});

test('every followed table has the columns that following needs, and none of its rows is ever deleted', async () => {
  const schema = await readSchema(backend.db);
  const followed = Object.entries(DESCRIBED).filter(([, { followed: is }]) => is);
  expect(followed.length).toBeGreaterThan(10);
  const { rows } = await backend.db.query<{ name: string }>(
    `select tgrelid::regclass::text as name from pg_trigger where tgname = 'updated_at_moves'`,
  );
  for (const [name] of followed) {
    const columns = schema.get(name)?.columns.map((column) => `${column.name} ${column.type}`) ?? [];
    expect(columns).toEqual(expect.arrayContaining(['id uuid', 'updated_at timestamp with time zone']));
    expect(rows).toContainEqual({ name });
  }
  const deleted = sourceFiles().flatMap((path) =>
    [...readText(path).matchAll(/delete\s+from\s+(?:only\s+)?(\w+)/gi)].map(([, table = '']) => table),
  );
  expect(deleted.length).toBeGreaterThan(20);
  expect(followed.map(([name]) => name).filter((name) => deleted.includes(name))).toEqual([]);
});

test('no model contains a password, a sealed secret, a digest, or a value that a sync compares with', async () => {
  const text = `${readText('ops/django/taquilla/models.py')}${readText('ops/django/grants.sql')}`;
  expect(text).not.toMatch(/password|_sealed|digest|store_values|\braw\b|secret/);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend;

beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => await backend.close());

it.each([
  [null, ''],
  ['', ''],
  ['Ana 2', 'Ana 2'],
  // an accented letter is shown as a plain one: the text search does not distinguish them
  ['José-María Ñandú', 'Jose Maria nandu'],
  ['ana@example.cl', 'ana example cl'],
  ['Ana\nMaría', 'Ana\nMaria'],
  ['东京', '东京'],
  ['a'.repeat(301), 'a'.repeat(300)],
  ['á'.repeat(301), 'a'.repeat(300)],
])('the words of %j are searched as %j', async (given, words) => {
  const { rows } = await backend.db.query('select search_words($1) as words', [given]);
  expect(rows).toEqual([{ words }]);
});

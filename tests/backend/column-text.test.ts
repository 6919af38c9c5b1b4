import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Json, jsonbText, readExpression, toColumnText } from '../../src/backend/tables/column-text.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await freshBackend();
});
afterAll(async () => {
  await backend.close();
});

// A sync stores text, whole numbers and booleans; it never sends a float.
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('json')),
    fc.dictionary(
      fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__'),
      tie('json'),
    ),
  ),
}));

it('writes any JSON as the exact text that PostgreSQL returns', async () => {
  await fc.assert(
    fc.asyncProperty(json, async (value) => {
      const text = jsonbText(value as Json);
      const { rows } = await backend.db.query<{ text: string }>('select $1::jsonb::text as text', [text]);
      expect(rows[0]?.text).toBe(text);
    }),
    { numRuns: 300 },
  );
});

it.each<Json>([
  { '\0': 1, '\u0001': 2 },
  { '\0': 1, '\uFFFD': 2 },
  { '\uD800': 1, '\uFFFD': 2, b: 3 },
])('sorts keys as they are stored, and keeps the last of equal keys: %j', async (value) => {
  const text = jsonbText(value);
  const { rows } = await backend.db.query<{ text: string }>('select $1::jsonb::text as text', [text]);
  expect([rows[0]?.text, text.match(/:/g)?.length]).toEqual([text, new Set(text.match(/"[^"]+"/g)).size]);
});

it.each([
  ['money', 'numeric(26, 8)', 2_500_050_000_000n, '25000.50000000'],
  ['money', 'numeric(26, 8)', -1n, '-0.00000001'],
  ['timestamptz', 'timestamptz', new Date('2025-11-15T22:30:00Z'), '2025-11-15T22:30:00.000000Z'],
  ['text', 'text', 'tab\there \\ "quoted" 🎟️\nline', 'tab\there \\ "quoted" 🎟️\nline'],
  ['text', 'text', 'nul\0here', 'nul\uFFFDhere'],
  ['boolean', 'boolean', true, 'true'],
  ['bigint', 'bigint', 9_007_199_254_740_991, '9007199254740991'],
] as const)('writes %s as PostgreSQL reads it back: %s %s', async (type, sqlType, value, expected) => {
  const text = toColumnText(type, value);
  expect(text).toBe(expected);
  const column = readExpression(type, `$1::${sqlType}`);
  const { rows } = await backend.db.query<{ text: string }>(`select ${column} as text`, [text]);
  expect(rows[0]?.text).toBe(expected);
});

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provideReader } from '../../src/backend/reader/reader-role.ts';
import { blocksOf } from '../house/read-docs.ts';
import { readText } from '../house/source-files.ts';
import { type Backend, freshBackend } from '../pipe/sync-store.ts';
import { writeSmallSales } from './write-small-sales.ts';

const PAGE = 'docs/sql.md';
const QUESTIONS = [...readText(PAGE).matchAll(/^### (\d+)\. (.*)\n\n```sql\n([\s\S]*?)```/gm)].map(
  ([, number, question = '', sql = '']) => ({ number: Number(number), question, sql }),
);

/** The answers, each computed by hand from the lines of small-sales.ts. */
const ANSWERS: readonly (readonly string[])[] = [
  [
    // 20,000 + 27,000; 30,000 + 40,000; 30,000 + 3,333
    '2025-11-01 | CLP | 3 | 47000',
    '2025-11-02 | CLP | 5 | 70000',
    '2025-11-03 | CLP | 2 | 33333',
  ],
  [
    // 20,000 + 30,000 + 10,000 + 3,332.9999; 27,000 + 30,000 + 30,000. Together they are the net of question 4.
    'tier | General | 7 | 63332.9999 | 10000 | 53332.9999',
    'tier | VIP | 3 | 87000 | 30000 | 57000',
    'rounding | null | 0 | 0.0001 | 0 | 0.0001',
    'refunds_without_line | null | 0 | 0 | 4000 | -4000',
  ],
  // 18,000 + 24,300 + 18,000 + 32,400 + 0 + 2,999; 22.95 + 45.90
  ['Tuki | CLP | 95699 | 95699', 'Tuki | USD | 68.85 | 68.85'],
  [
    // 20,000 + 27,000 + 30,000 + 40,000 + 30,000 + 3,333, less 10,000 + 4,000 + 30,000
    'Evento Híbrido 2025 | CLP | 6 | 150333 | 44000 | 106333 | 10634',
    'Teatro en Valparaíso | USD | 2 | 76.50 | 0.00 | 76.50 | 7.65',
  ],
  ['Tuki | 2025-11 | CLP | 150333', 'Tuki | 2025-12 | USD | 76.50'],
  ['2025-11-05 | CLP | 2 | 14000', '2025-11-07 | CLP | 1 | 30000'],
  ['1004 | CLP | 4000'],
  // Webpay: 20,000 + 20,000 + 36,000 + 0 + 3,333
  ['Transferencia | CLP | 1 | 27000', 'Webpay Plus | CLP | 5 | 79333'],
  ['AMIGOS | CLP | 1 | 2521'],
  ['1006 | pending | hugo@example.com | 10000'],
  [
    'T03 | Carla | Díaz | VIP',
    'T05 | Inés | Pérez | General',
    'T08 | Jorge | Mora | VIP',
    'T12 | Gloria | Vera | General',
  ],
  // General: T05 and T12 of T01, T02, T04, T05, T07 and T12
  ['General | 6 | 2 | 33.3', 'VIP | 2 | 2 | 100.0'],
  // 19:15, 19:40 and 19:50; 20:05 and 20:10
  ['2025-11-20 19:00 | 3', '2025-11-20 20:00 | 2'],
  ['T06 | Juan | Pérez | refunded'],
  // Both days: T01 and T07; the first day: T02, T04 and T06
  ['General | 5 | 3 | 7', 'VIP | 0 | 0 | 0'],
  ['General | 100 | 6 | 94', 'VIP | 2 | 2 | 0'],
  ['2025-12-05 18:00 | Tarde | 1 | 0', '2025-12-05 21:00 | Noche | 2 | 0'],
  ['T01 | Rojas | 12.345.678-5', 'T03 | Díaz | 9.876.543-3'],
  // General: T02, T04, T05, T07 and T12; VIP: T08
  ['General | 5', 'VIP | 1'],
  ['Evento Híbrido 2025 | verified | 2025-11-19 09:30', 'Teatro en Valparaíso | null | null'],
];

let backend: Backend & { readonly url: string };
let client: pg.Client;
const role = `reader_${randomBytes(6).toString('hex')}`;

beforeAll(async () => {
  backend = await freshBackend();
  await writeSmallSales(backend.db);
  await provideReader(backend.db, { role, isNamed: true });
  client = new pg.Client(backend.url);
  await client.connect();
  await client.query(`set role ${role}`);
});
afterAll(async () => {
  await client.query('reset role');
  await client.query(`drop owned by ${role}`);
  await client.query(`drop role ${role}`);
  await client.end();
  await backend.close();
});

test('the page has twenty questions, in order, and the Spanish page asks them with the same SQL', () => {
  expect(QUESTIONS.map(({ number }) => number)).toEqual(ANSWERS.map((_, at) => at + 1));
  expect(blocksOf('docs/es/sql.md', 'sql')).toEqual(blocksOf(PAGE, 'sql'));
});

test.each(QUESTIONS)('a reader gets the answer to question $number: $question', async ({ number, sql }) => {
  const { rows } = await client.query<(string | null)[]>({
    text: sql,
    rowMode: 'array',
    types: { getTypeParser: () => (text: string) => text },
  });
  expect(rows.map((row) => row.map((value) => value ?? 'null').join(' | '))).toEqual(ANSWERS[number - 1]);
});

import { expect, test } from 'vitest';
import type { Column } from './column.ts';
import { csvWriter, safeText } from './csv.ts';
import { localText } from './local-time.ts';

test.each([
  ['=1+1', "'=1+1"],
  ['+56 9 1234', "'+56 9 1234"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', '"\'\tx"'],
  ['\rx', '"\'\rx"'],
  ['＝1', "'＝1"],
  ['a=1', 'a=1'],
  ['12.345.678-5', '12.345.678-5'],
  ['', ''],
])('the text %j is written so that no spreadsheet runs it', (text, written) => {
  expect(safeText(text)).toBe(written);
});

test.each(['a,=1', 'a;=1', 'a\t=1', 'a\n=1', 'a"=1'])(
  'the text %j is one cell, whichever separator a program expects',
  (text) => {
    expect(safeText(text)).toBe(`"${text.replace('"', '""')}"`);
  },
);

interface Line {
  readonly amount: string;
  readonly at: string | null;
  readonly count: number;
}
const heading = { en: 'Heading', es: 'Título' };
const COLUMNS: readonly Column<Line>[] = [
  { kind: 'amount', name: 'amount', heading, read: ({ amount }) => amount },
  { kind: 'instant', name: 'at', heading, read: ({ at }) => at, zone: () => 'America/Santiago' },
  { kind: 'number', name: 'count', heading, read: ({ count }) => count },
];

test('a time that no spreadsheet can read is written as it is', () => {
  expect(localText('12026-07-01T03:30:59.000000Z', 'America/Santiago')).toBe('12026-07-01T03:30:59.000000Z');
});

async function* items(): AsyncGenerator<readonly Line[]> {
  yield [{ amount: '-1234.50', at: '2026-07-01T03:30:59.999999Z', count: -3 }];
  yield [{ amount: '25000', at: null, count: 0 }];
}

async function written(locale: 'en' | 'es-CL'): Promise<string> {
  const content = {
    columns: COLUMNS,
    items: items(),
    linesOf: (line: Line) => [line],
    objectOf: (line: Line) => line,
  };
  const pieces: Buffer[] = [];
  for await (const piece of csvWriter(locale, false)(content, { rows: 0 })) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

test('numbers stay numbers and times have the clock of their zone, in each locale', async () => {
  expect(await written('en')).toBe(
    'Heading,Heading,Heading\r\n-1234.50,2026-06-30 23:30:59,-3\r\n25000,,0\r\n',
  );
  expect(await written('es-CL')).toBe(
    'Título;Título;Título\r\n-1234,50;2026-06-30 23:30:59;-3\r\n25000;;0\r\n',
  );
});

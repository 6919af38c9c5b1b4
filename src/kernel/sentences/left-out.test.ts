import { expect, test } from 'vitest';
import { leftOutFigures, leftOutSentence, NOTHING_LEFT_OUT, totalsOfOne } from './left-out.ts';

const ALL = {
  rows: 2,
  money: [{ currency: 'CLP', total: '45000', is_partial: false }],
  unknown_money: 0,
  tickets: 3,
  unknown_tickets: 0,
  checked_in: 1,
  earlier_versions: 0,
};

test.each([
  ['en', '2 rows were left out: CLP 45,000, 3 tickets, 1 person already checked in'],
  ['es', '2 filas quedaron fuera: CLP 45.000, 3 entradas, 1 persona que ya ingresó'],
] as const)('the amounts of left-out rows are a sentence in %s', (language, sentence) => {
  expect(leftOutSentence(ALL, language)).toBe(sentence);
});

test.each([
  [
    'en',
    'CLP 1,234, at least USD 1,234.50, GOLD 1,000.255, amount unknown for 2 of them, 1 ticket, tickets unknown for 1 of them, 1,200 people already checked in; an earlier version of 3 of them is here',
  ],
  [
    'es',
    'CLP 1.234, al menos USD 1.234,50, GOLD 1.000,255, monto desconocido en 2 de ellas, 1 entrada, entradas desconocidas en 1 de ellas, 1.200 personas que ya ingresaron; aquí está la versión anterior de 3 de ellas',
  ],
] as const)('currencies are not added up, and unknown amounts are named, in %s', (language, figures) => {
  const money = [
    { currency: 'CLP', total: '1234', is_partial: false },
    { currency: 'USD', total: '1234.5', is_partial: true },
    { currency: 'GOLD', total: '1000.255', is_partial: false },
  ];
  const totals = {
    rows: 1200,
    money,
    unknown_money: 2,
    tickets: 1,
    unknown_tickets: 1,
    checked_in: 1200,
    earlier_versions: 3,
  };
  expect(leftOutFigures(totals, language)).toBe(figures);
});

test('an amount keeps all of its digits', () => {
  const money = [{ currency: 'CLP', total: '90071992547409931', is_partial: false }];
  expect(leftOutFigures({ ...NOTHING_LEFT_OUT, rows: 1, money }, 'en')).toBe(
    'CLP 90,071,992,547,409,931, 0 tickets',
  );
});

const UNKNOWN = {
  currency: null,
  total: null,
  is_partial: false,
  tickets: null,
  checked_in: null,
  has_earlier_version: false,
};

test.each([
  ['that was rejected before figures were kept', UNKNOWN, 'amount unknown, tickets unknown'],
  [
    'of a ticket, whose money is its order’s',
    { ...UNKNOWN, total: '0.00', tickets: 1, checked_in: 1, has_earlier_version: true },
    '1 ticket, 1 person already checked in; an earlier version is here',
  ],
  [
    'of an order of which a part can be read',
    { ...UNKNOWN, currency: 'CLP', total: '1000', is_partial: true, tickets: 2, checked_in: 0 },
    'at least CLP 1,000, 2 tickets',
  ],
])('a row %s is described like several', (_what, row, figures) => {
  expect(leftOutFigures(totalsOfOne(row), 'en')).toBe(figures);
});

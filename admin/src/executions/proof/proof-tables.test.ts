import { expect, test } from 'vitest';
import { currencyOf, proofTables } from './proof-tables.ts';

const row = (subject: string, group: string, measure: string, store: string, backend = store) => ({
  scope: 'whole' as const,
  subject,
  group,
  measure,
  store,
  backend,
  equal: store === backend,
  group_count: 1,
});

test('puts the measures of a group beside each other, the most important ones first', () => {
  const tables = proofTables([
    row('orders', 'completed / CLP', 'total', '100.00000000', '90.00000000'),
    row('orders', 'completed / CLP', 'count', '3'),
    row('orders', 'failed / CLP', 'count', '1'),
    row('tickets', 'publish', 'count', '4'),
  ]);
  expect(tables.map(({ subject, measures }) => [subject, ...measures])).toEqual([
    ['orders', 'count', 'total'],
    ['tickets', 'count'],
  ]);
  const [completed, failed] = tables[0]?.groups ?? [];
  expect(completed).toMatchObject({ name: 'completed / CLP', equal: false });
  expect(completed?.cells[1]).toMatchObject({ store: '100.00000000', backend: '90.00000000', equal: false });
  expect(failed).toMatchObject({ equal: true, cells: [{ store: '1' }, null] });
});

test('sums of groups that agree and of groups that differ are two lines after the single groups', () => {
  const summed = (store: string, backend: string, group_count: number) => ({
    ...row('slots', '', 'count', store, backend),
    group_count,
  });
  const [table] = proofTables([
    row('slots', 'Tour', 'count', '3', '2'),
    summed('9', '8', 4),
    summed('70', '70', 50),
  ]);
  expect(table?.groups.map(({ name, count, equal }) => [name, count, equal])).toEqual([
    ['Tour', 1, false],
    ['', 4, false],
    ['', 50, true],
  ]);
});

test('knows the currency of a group, if it has one', () => {
  expect([currencyOf('on-hold / CLP'), currencyOf('publish / Checked In'), currencyOf('x')]).toEqual([
    'CLP',
    null,
    null,
  ]);
});

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

test('knows the currency of a group, if it has one', () => {
  expect([currencyOf('on-hold / CLP'), currencyOf('publish / Checked In'), currencyOf('x')]).toEqual([
    'CLP',
    null,
    null,
  ]);
});

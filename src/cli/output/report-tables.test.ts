import { expect, test } from 'vitest';
import type { ProofRow } from '../../vocabulary/sync-report.ts';
import { countsTable, proofTable } from './report-tables.ts';
import { LINE_BREAK } from './terminal.ts';

function row(group: string, measure: string, store: string, backend = store): ProofRow {
  return { scope: 'whole', subject: 'orders', group, measure, store, backend, equal: store === backend };
}

test('proofTable shows both sides of every fact and marks the group that differs', () => {
  const table = proofTable([
    row('completed / CLP', 'count', '1200'),
    row('completed / CLP', 'total', '30000000.00000000'),
    row('on-hold / EUR', 'count', '2'),
    row('on-hold / EUR', 'total', '904.70500000', '904.71000000'),
  ]);
  const lines = table.split(LINE_BREAK).map((line) => line.replace(/ +/g, ' '));
  expect(lines).toContain('│ orders │ side │ count │ total │ │');
  expect(lines).toContain('│ completed / CLP │ store │ 1,200 │ 30,000,000 │ ✓ │');
  expect(lines).toContain('│ on-hold / EUR │ store │ 2 │ 904.705 │ ✗ │');
  expect(lines).toContain('│ │ backend │ 2 │ 904.71 │ │');
});

test("an amount is not labelled as orders, and the gate's log is not labelled as check-ins", () => {
  const none = { read: 0, created: 0, updated: 0, unchanged: 0, removed: 0 };
  const counts = { orders: none, order_items: none, refunds: none, tickets: none, check_ins: none };
  expect(countsTable(counts)).toContain('│ gate log entries │');
  expect(proofTable([row('completed / CLP', 'order_refunded', '5.00000000')])).toContain(
    '│ refunded of whole orders │',
  );
});
